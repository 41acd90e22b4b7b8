package dev.byline.member;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

import dev.byline.limit.RateLimit;
import dev.byline.limit.RateLimits;
import dev.byline.mail.LinkTokens;
import dev.byline.security.NewPassword;
import dev.byline.security.SessionStore;
import dev.byline.text.ValidEmailAddress;
import dev.byline.web.ClientAddress;
import dev.byline.web.MaxBodySize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Endpoints for readers who are not signed in: sign-up, verification, sign-in links and password links. */
@Path("/api/v1/members")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Reading: members")
class MemberResource {
    static final int MAX_BODY_SIZE = 8 * 1024;
    private static final int ACCEPTED = 202;
    private static final RateLimit MAIL_REQUEST_RATE_LIMIT = new RateLimit("sign-up",
            List.of(new RateLimit.Window(5, Duration.ofMinutes(10)), new RateLimit.Window(20, Duration.ofDays(1))));
    private static final RateLimit TOKEN_RATE_LIMIT = new RateLimit("tokens",
            List.of(new RateLimit.Window(60, Duration.ofMinutes(10))));

    private final MemberService members;
    private final ClientAddress client;
    private final RateLimits rateLimits;

    MemberResource(MemberService members, ClientAddress client, RateLimits rateLimits) {
        this.members = members;
        this.client = client;
        this.rateLimits = rateLimits;
    }

    /** Response to every request for a mail. */
    @Schema(name = "MailOnItsWay",
            description = "The response to every request for a mail. It is the same whether the address is known "
                    + "or not.")
    public record MailOnItsWay(
            @NotNull @Schema(
                    examples = "If this address can receive mails, a mail is on its way to it.") String message) {
        static final MailOnItsWay RESPONSE = new MailOnItsWay(
                "If this address can receive mails, a mail is on its way to it.");
    }

    /** Email address of an account, to which a link is sent. */
    @Schema(description = "The email address of the account.", examples = "{\"email\": \"mai@example.com\"}")
    public record AccountAddress(@NotNull @ValidEmailAddress @Schema(examples = "mai@example.com") String email) {}

    /** A token from the link in a mail. */
    @Schema(description = "A token from the link in a mail.", examples = "{\"token\": \"the-token-of-a-mail\"}")
    public record MailToken(
            @NotNull @Size(max = LinkTokens.MAX_TOKEN_LENGTH) @Schema(examples = "the-token-of-a-mail") String token) {}

    /** A token from the link in a mail, and a new password. */
    @Schema(description = "A token from the link in a mail, and a new password.",
            examples = "{\"token\": \"the-token-of-a-mail\", \"password\": \"a sentence that nobody else knows\"}")
    public record NewMemberPassword(
            @NotNull @Size(max = LinkTokens.MAX_TOKEN_LENGTH) @Schema(examples = "the-token-of-a-mail") String token,
            @NotNull @NewPassword @Schema(minLength = NewPassword.MIN_LENGTH, maxLength = NewPassword.MAX_LENGTH,
                    examples = "a sentence that nobody else knows") String password) {
        @Override
        public String toString() {
            return "NewMemberPassword";
        }
    }

    /** Confirmation that an operation succeeded. */
    @Schema(description = "Confirms that the operation succeeded.")
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
            return "Session";
        }
    }

    @POST
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = MailOnItsWay.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(operationId = "signUp", summary = "Sign up",
            description = "Sends a mail to the address; the account can be used once the link in the mail is "
                    + "used. If the address already has an account, the mail has a sign-in link instead, and "
                    + "the response is the same.")
    public MailOnItsWay signUp(@NotNull @Valid SignUpRequest input) {
        rateLimits.acquire(MAIL_REQUEST_RATE_LIMIT, client.network());
        members.signUp(input);
        return MailOnItsWay.RESPONSE;
    }

    @POST
    @Path("verify")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "verifyMember",
            summary = "Verify the address of a new account with the token from the mail")
    public Done verify(@NotNull @Valid MailToken token) {
        rateLimits.acquire(TOKEN_RATE_LIMIT, client.network());
        members.verify(token.token());
        return Done.DONE;
    }

    @POST
    @Path("sign-in-links")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = MailOnItsWay.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(operationId = "sendSignInLink", summary = "Send a member a link that signs in without a password",
            description = "The link works once, within " + MemberMails.SIGN_IN_LINK_LIFETIME_MINUTES + " minutes.")
    public MailOnItsWay sendSignInLink(@NotNull @Valid AccountAddress address) {
        rateLimits.acquire(MAIL_REQUEST_RATE_LIMIT, client.network());
        members.requestLink(MemberRequestHandler.MemberRequestType.sign_in, address.email());
        return MailOnItsWay.RESPONSE;
    }

    @POST
    @Path("sign-in")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "signInByLink", summary = "Sign in with the token from a link, once",
            description = "To sign in with email and password, use `POST /api/v1/sessions`.")
    public MemberSession signIn(@NotNull @Valid MailToken token) {
        rateLimits.acquire(TOKEN_RATE_LIMIT, client.network());
        return MemberSession.of(members.signIn(token.token()));
    }

    @POST
    @Path("email")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "confirmMemberEmail",
            summary = "Confirm the new address of an account with the token from the mail")
    public Done changeEmail(@NotNull @Valid MailToken token) {
        rateLimits.acquire(TOKEN_RATE_LIMIT, client.network());
        members.changeEmail(token.token());
        return Done.DONE;
    }

    @POST
    @Path("password-links")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(ACCEPTED)
    @APIResponseSchema(value = MailOnItsWay.class, responseCode = "202", responseDescription = "Accepted")
    @Operation(operationId = "sendPasswordLink", summary = "Send a member a link that sets a new password",
            description = "The link works once, within " + MemberMails.PASSWORD_LINK_LIFETIME_MINUTES + " minutes.")
    public MailOnItsWay sendPasswordLink(@NotNull @Valid AccountAddress address) {
        rateLimits.acquire(MAIL_REQUEST_RATE_LIMIT, client.network());
        members.requestLink(MemberRequestHandler.MemberRequestType.reset, address.email());
        return MailOnItsWay.RESPONSE;
    }

    @POST
    @Path("password")
    @MaxBodySize(MAX_BODY_SIZE)
    @Operation(operationId = "resetMemberPassword", summary = "Set a new password with the token from the mail",
            description = "All sessions of the account end.")
    public Done resetPassword(@NotNull @Valid NewMemberPassword input) {
        rateLimits.acquire(TOKEN_RATE_LIMIT, client.network());
        members.resetPassword(input.token(), input.password());
        return Done.DONE;
    }
}
