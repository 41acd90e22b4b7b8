package dev.byline.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** A subscriber with the topics of the subscription. */
@Schema(name = "Subscription", description = "A subscriber, with the topics of the subscription.")
public record SubscriptionDetail(
        @NotNull UUID id,
        @NotNull @Schema(examples = "mai@example.com") String email,
        @Schema(examples = "Mai") String name,
        @NotNull @Schema(description = "The language of the standard texts in mails.", examples = "vi") String locale,
        @NotNull Subscriber.SubscriberState state,
        @NotNull Topics topics,
        @NotNull Instant createdAt,
        @NotNull @Schema(description = "When the state last changed.") Instant changedAt) {

    static SubscriptionDetail of(Subscriber s, Topics topics) {
        return new SubscriptionDetail(s.id, s.email, s.name, s.locale, s.state, topics, s.createdAt, s.changedAt);
    }

    /** All data that is stored about a subscriber. */
    @Schema(name = "SubscriptionExport", description = "All data that is stored about a subscriber.")
    public record SubscriptionExport(@NotNull SubscriptionDetail subscription, @NotNull List<Consent> consents) {}

    /** State and topics of a subscription after it was confirmed or ended. */
    @Schema(name = "SubscriptionState", description = "The state of a subscription after it was confirmed or ended.")
    public record SubscriptionState(@NotNull Subscriber.SubscriberState state, @NotNull Topics topics) {}
}
