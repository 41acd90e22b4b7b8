package dev.byline.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.SessionStore;
import jakarta.validation.constraints.NotNull;

/** The sessions of one user that have not ended. */
@Schema(description = "Your sessions that have not ended, newest first, at most " + SessionStore.MAX_LISTED_SESSIONS
        + ".")
public record SessionList(@NotNull List<SessionItem> items) {

    /** One session. */
    @Schema(name = "Session", description = "A session, from a sign-in to its end.")
    public record SessionItem(
            @NotNull UUID id,
            @NotNull @Schema(description = "Whether this session sent the request.") boolean current,
            @NotNull @Schema(description = "The `User-Agent` header of the client, at most "
                    + SessionStore.MAX_USER_AGENT_LENGTH + " characters.",
                    examples = "Mozilla/5.0 …") String agent,
            @NotNull Instant createdAt,
            @NotNull @Schema(description = "When the tokens of the session were last exchanged.") Instant refreshedAt,
            @NotNull @Schema(
                    description = "When the session ends unless it is refreshed.") Instant expiresAt) {}

    static SessionList of(List<SessionStore.OpenSession> open, UUID current) {
        return new SessionList(open.stream().map(session -> new SessionItem(session.id(), session.id().equals(current),
                session.agent(), session.createdAt(), session.refreshedAt(), session.expiresAt())).toList());
    }
}
