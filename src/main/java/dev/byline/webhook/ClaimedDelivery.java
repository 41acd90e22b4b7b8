package dev.byline.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A delivery that only this node sends, until its claim ends.
 *
 * @param position
 *            the position of the change in the log; null for a test event
 * @param thingId
 *            the thing that changed; {@link #NO_THING} for the site
 * @param at
 *            the time of the change
 * @param attempts
 *            the number of attempts in all, including this one
 * @param retries
 *            the number of attempts since the delivery was created or replayed, including this one
 * @param formerSecret
 *            the secret that signs as well; null without one
 */
record ClaimedDelivery(
        UUID id,
        UUID webhookId,
        Long position,
        String type,
        String change,
        UUID thingId,
        String cause,
        Instant at,
        int attempts,
        int retries,
        Instant claimEnd,
        String url,
        String kindName,
        boolean withBody,
        String secret,
        String formerSecret) {
    /** The id of what has no id. */
    static final UUID NO_THING = new UUID(0, 0);

    ReceiverKind kind() {
        return ReceiverKind.valueOf(kindName);
    }

    /** Returns the name of the event, for instance {@code article.published}. */
    String event() {
        return type + "." + change;
    }

    /** Returns the value of {@code webhook-id}, which all attempts have in common. */
    String messageId() {
        return messageId(id);
    }

    static String messageId(UUID delivery) {
        return "msg_" + delivery;
    }

    List<String> secrets() {
        var secrets = new ArrayList<>(List.of(secret));
        if (formerSecret != null) {
            secrets.add(formerSecret);
        }
        return secrets;
    }

    /** Returns a text without the secrets, because objects end up in logs by mistake. */
    @Override
    public String toString() {
        return "ClaimedDelivery " + id;
    }
}
