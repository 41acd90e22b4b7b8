package dev.byline.session;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.SessionStore;
import jakarta.validation.constraints.NotNull;

/** Tokens of a session, after a sign-in or an exchange. */
@Schema(name = "SignInResult",
        description = "The tokens of a session. Send the access token as `Authorization: Bearer <token>`. When the "
                + "access token expires, exchange the refresh token.")
public record SignInResponse(
        @NotNull @Schema(examples = "byline_at_…") String accessToken,
        @NotNull @Schema(description = "When the access token expires.") Instant expiresAt,
        @NotNull @Schema(
                description = "For one use at `POST /api/v1/sessions/refresh`. A second use ends the session.",
                examples = "byline_rt_…") String refreshToken) {

    static SignInResponse of(SessionStore.SessionTokens sessionTokens) {
        return new SignInResponse(sessionTokens.accessToken(), sessionTokens.expiresAt(), sessionTokens.refreshToken());
    }

    /** Omits the tokens, because records are logged by mistake. */
    @Override
    public String toString() {
        return "SignInResponse";
    }
}
