package dev.byline.session;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.Sessions;
import jakarta.validation.constraints.NotNull;

/** What whoever signed in gets. */
@Schema(name = "SignedIn",
        description = "The tokens of a sign-in. Send the access token as `Authorization: Bearer <token>`; exchange the refresh token when it ends.")
public record SignInResponse(
        @NotNull @Schema(examples = "byline_at_…") String accessToken,
        @NotNull @Schema(description = "When the access token ends.") Instant expiresAt,
        @NotNull @Schema(
                description = "For one use at `POST /api/v1/sessions/refresh`. Used twice, it ends the session.",
                examples = "byline_rt_…") String refreshToken) {

    static SignInResponse of(Sessions.Tokens tokens) {
        return new SignInResponse(tokens.accessToken(), tokens.expiresAt(), tokens.refreshToken());
    }

    /** Without the tokens, because records are logged by mistake. */
    @Override
    public String toString() {
        return "SignedIn";
    }
}
