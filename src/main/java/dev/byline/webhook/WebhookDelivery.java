package dev.byline.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.database.JdbcQueries;
import jakarta.validation.constraints.NotNull;

/** An event for a webhook, and what became of it. */
@Schema(description = "An event for a webhook, and what became of it.")
public final class WebhookDelivery {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "The `webhook-id` of all attempts.", examples = "msg_01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69")
    public final String messageId;
    @NotNull
    @Schema(examples = "article.published")
    public final String event;
    @NotNull
    @Schema(description = "The time of the change.")
    public final Instant at;
    @Schema(description = "The id of what changed; absent for the site.")
    public final UUID thing;
    @NotNull
    @Schema(description = "How the change was made: `manual`, `schedule` or `import`.", examples = "manual")
    public final String cause;
    @NotNull
    public final DeliveryState state;
    @Schema(description = "The time of the next attempt; absent when there is none.")
    public final Instant dueAt;
    @Schema(description = "The time at which the receiver accepted the event, or the last attempt failed.")
    public final Instant doneAt;
    @NotNull
    @Schema(description = "The number of attempts.", examples = "1")
    public final int attemptCount;
    @Schema(description = "The attempts, the latest first; absent in lists.")
    public final List<WebhookAttempt> attempts;

    WebhookDelivery(ResultSet row, List<WebhookAttempt> attempts) throws SQLException {
        id = row.getObject("id", UUID.class);
        messageId = ClaimedDelivery.messageId(id);
        event = row.getString("type") + "." + row.getString("change");
        at = JdbcQueries.readTime(row, "at");
        var thingId = row.getObject("thing_id", UUID.class);
        thing = ClaimedDelivery.NO_THING.equals(thingId) ? null : thingId;
        cause = row.getString("cause");
        state = DeliveryState.valueOf(row.getString("state"));
        dueAt = state == DeliveryState.waiting ? JdbcQueries.readTime(row, "due_at") : null;
        doneAt = state == DeliveryState.waiting ? null : JdbcQueries.readTime(row, "done_at");
        attemptCount = row.getInt("attempts");
        this.attempts = attempts;
    }

    /** One attempt to send an event. */
    @Schema(description = "One attempt to send an event.")
    public record WebhookAttempt(
            @NotNull Instant at,
            @Schema(description = "The status of the response; absent without a response.",
                    examples = "204") Integer status,
            @NotNull @Schema(examples = "48") int milliseconds,
            @Schema(description = "The first kilobyte of the response.") String answer,
            @Schema(description = "What was wrong; absent after a success.",
                    examples = "The receiver answered 500") String problem) {}

    /** The number of events that are sent again. */
    @Schema(name = "WebhookReplay", description = "The number of events that are sent again.")
    public record WebhookReplay(@NotNull @Schema(examples = "42") int deliveries) {}
}
