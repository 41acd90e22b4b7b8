package dev.byline.member;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

import dev.byline.limit.InShare;
import dev.byline.limit.RateLimited;
import dev.byline.limit.Share;
import dev.byline.mail.DeferredRequests;
import dev.byline.mail.LinkTokens;
import dev.byline.security.NewPassword;
import dev.byline.security.SessionStore;
import dev.byline.text.ValidEmailAddress;
import dev.byline.web.MaxBodySize;
import dev.byline.web.NeedsToken;
import dev.byline.web.Paths;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Endpoints for readers who are not signed in: sign-up, verification, sign-in links and password links. */
@Path(Paths.PUBLIC_API + "/members")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Reading: members")
class MemberResource {
    static final int MAX_BODY_SIZE = 8 * 1024;
    private static final int ACCEPTED = 202;

    private final MemberSignUp signUp;
    private final MemberSignIn signIn;
    private final MemberPasswords passwords;
    private final MemberService members;

    MemberResource(MemberSignUp signUp, MemberSignIn signIn, MemberPasswords passwords, MemberService members) {
        this.signUp = signUp;
        this.signIn = signIn;
        this.passwords = passwords;
        this.members = members;
    }

    /** Response to every request for a mail. */
    @Schema(name = "MemberMailAccepted",
            description = "The response to every request for a mail. It is the same whether the address is known "
                    + "or not.")
    public record MailOnItsWay(@NotNull @Schema(examples = DeferredRequests.RESPONSE) String message) {
        static final MailOnItsWay RESPONSE = new MailOnItsWay(DeferredRequests.RESPONSE);
    }

    /** Email address of an account, to which a link is sent. */
    @Schema(name = "MemberLinkRequest", description = "The email address of the account.",
            examples = "{\"email\": \"mai@example.com\"}")
    public record AccountAddress(@NotNull @ValidEmailAddress @Schema(examples = "mai@example.com") String email) {}

    /** A token from the link in a mail. */
    @Schema(description = "A token from the link in a mail.", examples = "{\"token\": \"the-token-of-a-mail\"}")
    public record MailToken(
            @NotNull @Size(max = LinkTokens.MAX_TOKEN_LENGTH) @Schema(examples = "the-token-of-a-mail") String token) {}

    /** A token from the link in a mail, and a new password. */
    @Schema(name = "MemberPasswordReset", description = "A token from the link in a mail, and a new password.",
            examples = "{\"token\": \"the-token-of-a-mail\", \"password\": \"a sentence that only you know\"}")
    public record NewMemberPassword(
            @NotNull @Size(max = LinkTokens.MAX_TOKEN_LENGTH) @Schema(examples = "the-token-of-a-mail") String token,
            @NotNull @NewPassword @Schema(minLength = NewPassword.MIN_LENGTH, maxLength = NewPassword.MAX_LENGTH,
                    examples = "a sentence that only you know") String password) {
        @Override
        public String toString() {
            return "NewMemberPassword";
        }
    }

    /** Confirmation that an operation succeeded. */
    @Schema(name = "Confirmation", description = "Confirms that the operation succeeded.")
    public record Done(@NotNull @Schema(examples = "true") boolean done) {
        static final Done DONE = new Done(true);
    }

    /** Tokens of a member's session. */
    @Schema(name = "MemberSession",
            description = "The tokens of a session. Send the access token as `Authorization: Bearer <token>`. "
                    + "When the access token expires, exchange the refresh token.")
    public record MemberSession(@NotNull String accessToken, @NotNull Instant expiresAt, @NotNull String refreshToken) {
        static MemberSession of(SessionStore.SessionTokens sessionTokens) {
            return new MemberSession(sessionTokens.accessToken(), sessionTokens.expiresAt(),
                    sessionTokens.refreshToken());
        }

        @Override
        public String toString() {
            return "MemberSession";
        }
    }

    @POST
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = MailOnItsWay.class, responseCode = "202", responseDescription = "Accepted")
    @RateLimited("sign-up")
    @InShare(Share.PASSWORDS)
    @Operation(operationId = "signUp", summary = "Sign up",
            description = "Sends a mail to the address; the account can be used once the link in the mail is "
                    + "used. If the address already has an account, the mail has a sign-in link instead, and "
                    + "the response is the same.")
    public MailOnItsWay signUp(@NotNull @Valid SignUpRequest input) {
        signUp.request(input);
        return MailOnItsWay.RESPONSE;
    }

    @POST
    @Path("verify")
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited("tokens")
    @NeedsToken
    @Operation(operationId = "verifyMember",
            summary = "Verify the address of a new account with the token from the mail",
            description = "The token is that of the mail that `POST /api/v1/members` sent.")
    public Done verify(@NotNull @Valid MailToken token) {
        signUp.verify(token.token());
        return Done.DONE;
    }

    @POST
    @Path("sign-in-links")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = MailOnItsWay.class, responseCode = "202", responseDescription = "Accepted")
    @RateLimited("sign-up")
    @Operation(operationId = "sendSignInLink", summary = "Send a member a link that signs in without a password",
            description = "The link works once, within " + MemberMails.SIGN_IN_LINK_LIFETIME_MINUTES + " minutes.")
    public MailOnItsWay sendSignInLink(@NotNull @Valid AccountAddress address) {
        signIn.requestLink(address.email());
        return MailOnItsWay.RESPONSE;
    }

    @POST
    @Path("sign-in")
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited("tokens")
    @NeedsToken
    @Operation(operationId = "signInByLink", summary = "Sign in with the token from a link, once",
            description = "To sign in with email and password, use `POST /api/v1/sessions`.")
    public MemberSession signIn(@NotNull @Valid MailToken token) {
        return MemberSession.of(signIn.signIn(token.token()));
    }

    @POST
    @Path("email")
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited("tokens")
    @NeedsToken
    @APIResponseSchema(value = Done.class, responseDescription = "OK")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @Operation(operationId = "confirmMemberEmail",
            summary = "Confirm the new address of an account with the token from the mail",
            description = "The token is that of the mail that was sent to the new address.")
    public Done changeEmail(@NotNull @Valid MailToken token) {
        members.changeEmail(token.token());
        return Done.DONE;
    }

    @POST
    @Path("password-links")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = MailOnItsWay.class, responseCode = "202", responseDescription = "Accepted")
    @RateLimited("sign-up")
    @Operation(operationId = "sendPasswordLink", summary = "Send a member a link that sets a new password",
            description = "The link works once, within " + MemberMails.PASSWORD_LINK_LIFETIME_MINUTES + " minutes.")
    public MailOnItsWay sendPasswordLink(@NotNull @Valid AccountAddress address) {
        passwords.requestLink(address.email());
        return MailOnItsWay.RESPONSE;
    }

    @POST
    @Path("password")
    @MaxBodySize(MAX_BODY_SIZE)
    @RateLimited("tokens")
    @NeedsToken
    @InShare(Share.PASSWORDS)
    @Operation(operationId = "resetMemberPassword", summary = "Set a new password with the token from the mail",
            description = "All sessions of the account end.")
    public Done resetPassword(@NotNull @Valid NewMemberPassword input) {
        passwords.reset(input.token(), input.password());
        return Done.DONE;
    }
}
