package dev.byline.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** A subscriber with what there are mails about. */
@Schema(name = "Subscription", description = "A subscriber, with what there are mails about.")
public record SubscriptionDetail(
        @NotNull UUID id,
        @NotNull @Schema(examples = "mai@example.com") String email,
        @Schema(examples = "Mai") String name,
        @NotNull @Schema(description = "The language of the mails' own words.", examples = "vi") String locale,
        @NotNull Subscriber.SubscriberState state,
        @NotNull Topics topics,
        @NotNull Instant createdAt,
        @NotNull @Schema(description = "When the state changed last.") Instant changedAt) {

    static SubscriptionDetail of(Subscriber s, Topics topics) {
        return new SubscriptionDetail(s.id, s.email, s.name, s.locale, s.state, topics, s.createdAt, s.changedAt);
    }

    /** Everything that is stored of a subscriber. */
    @Schema(name = "SubscriptionExport", description = "Everything that is stored of a subscriber.")
    public record SubscriptionExport(@NotNull SubscriptionDetail subscription, @NotNull List<Consent> consents) {}

    /** What was answered to a button. */
    @Schema(name = "SubscriptionState", description = "What became of a subscription.")
    public record SubscriptionState(@NotNull Subscriber.SubscriberState state, @NotNull Topics topics) {}
}
