package dev.byline.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.Sessions;
import jakarta.validation.constraints.NotNull;

/** All sign-ins of one person that have not ended. */
@Schema(description = "Your sign-ins that have not ended, newest first, at most 100.")
public record SessionList(@NotNull List<SessionItem> items) {

    /** One sign-in. */
    @Schema(name = "Session", description = "One sign-in.")
    public record SessionItem(
            @NotNull UUID id,
            @NotNull @Schema(description = "Whether it is the one that asks.") boolean current,
            @NotNull @Schema(description = "What the program called itself, at most 200 characters.",
                    examples = "Mozilla/5.0 …") String agent,
            @NotNull Instant createdAt,
            @NotNull @Schema(description = "When its tokens were last exchanged.") Instant refreshedAt,
            @NotNull @Schema(description = "When it ends if it is not used.") Instant expiresAt) {}

    static SessionList of(List<Sessions.Open> open, UUID current) {
        return new SessionList(open.stream().map(session -> new SessionItem(session.id(), session.id().equals(current),
                session.agent(), session.createdAt(), session.refreshedAt(), session.expiresAt())).toList());
    }
}
