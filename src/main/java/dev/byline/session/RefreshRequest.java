package dev.byline.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.SessionStore;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Request to exchange a refresh token for new tokens. */
@Schema(name = "SessionRefresh", description = "A refresh token to exchange.",
        examples = "{\"refreshToken\": \"byline_rt_…\"}")
public record RefreshRequest(
        @NotNull @Size(max = SessionStore.MAX_TOKEN_LENGTH,
                message = "must have at most " + SessionStore.MAX_TOKEN_LENGTH + " characters") @Schema(
                        examples = "byline_rt_…") String refreshToken) {
    /** Omits the token, because records are logged by mistake. */
    @Override
    public String toString() {
        return "RefreshRequest";
    }
}
