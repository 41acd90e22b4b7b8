package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

import dev.byline.limit.InShare;
import dev.byline.limit.RateLimited;
import dev.byline.limit.Share;
import dev.byline.mail.LinkTokens;
import dev.byline.security.NewPassword;
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

/** Endpoints with which staff choose a password by a link in a mail. */
@Path(Paths.PUBLIC_API + "/accounts")
@Produces("application/json")
@Consumes("application/json")
@Tag(name = "Signing in")
class PasswordResource {
    /** Bytes of a body. */
    private static final int MAX_BODY_SIZE = 4096;

    private final PasswordLinkService links;

    PasswordResource(PasswordLinkService links) {
        this.links = links;
    }

    /** The email of the account that needs a password. */
    @Schema(name = "StaffPasswordLinkRequest", description = "The email of the account that needs a password.",
            examples = "{\"email\": \"mai.pham@example.com\"}")
    public record PasswordLinkInput(
            @NotNull @ValidEmailAddress @Schema(examples = "mai.pham@example.com") String email) {}

    /** A token from a mail, and the new password. */
    @Schema(name = "StaffPasswordReset", description = "The token from the link of a mail, and a new password.",
            examples = "{\"token\": \"the-token-of-a-mail\", \"password\": \"a sentence that only you know\"}")
    public record PasswordResetInput(
            @NotNull @Size(max = LinkTokens.MAX_TOKEN_LENGTH,
                    message = "must have at most " + LinkTokens.MAX_TOKEN_LENGTH + " characters") @Schema(
                            examples = "the-token-of-a-mail") String token,
            @NotNull @NewPassword @Schema(examples = "a sentence that only you know") String password) {
        /** Returns a text without the token and the password, because records end up in logs by mistake. */
        @Override
        public String toString() {
            return "PasswordResetInput";
        }
    }

    @POST
    @Path("password-links")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(204)
    @APIResponse(responseCode = "204", description = "If an account has this email, a mail is on its way.")
    @RateLimited("password-links")
    @Operation(operationId = "sendStaffPasswordLink",
            summary = "Mail a staff account a link to choose a password",
            description = "The link works once, for " + PasswordLinkService.TOKEN_LIFETIME_MINUTES
                    + " minutes. The mail to a new account, which has no password, is an invitation whose link works "
                    + "for " + PasswordLinkService.INVITATION_LIFETIME_HOURS
                    + " hours. The response is the same whether or not there is such an account.")
    public void sendLink(@NotNull @Valid PasswordLinkInput passwordLinkInput) {
        links.requestLink(passwordLinkInput.email());
    }

    @POST
    @Path("password")
    @MaxBodySize(MAX_BODY_SIZE)
    @ResponseStatus(204)
    @APIResponse(responseCode = "204", description = "The password is set, and all sessions of the account have ended.")
    @RateLimited("tokens")
    @NeedsToken
    @InShare(Share.PASSWORDS)
    @Operation(operationId = "resetStaffPassword", summary = "Choose a password with the token of a mail",
            description = "The token is that of the mail from `POST /api/v1/accounts/password-links`, and works "
                    + "once. All sessions of the account end.")
    public void reset(@NotNull @Valid PasswordResetInput input) {
        links.reset(input.token(), input.password());
    }
}
