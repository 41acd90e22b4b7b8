package dev.byline.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** A subscriber with the topics of the subscription. */
@Schema(name = "Subscription", description = "A subscriber, with the topics of the subscription.")
public final class SubscriptionDetail {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(examples = "mai@example.com")
    public final String email;
    @Schema(examples = "Mai")
    public final String name;
    @NotNull
    @Schema(description = "The language of the standard texts in mails.", examples = "vi")
    public final String locale;
    @NotNull
    public final Subscriber.SubscriberState state;
    @NotNull
    public final Topics topics;
    @NotNull
    public final Instant createdAt;
    @NotNull
    @Schema(description = "When the state last changed.")
    public final Instant changedAt;

    SubscriptionDetail(Subscriber s, Topics topics) {
        id = s.id;
        email = s.email;
        name = s.name;
        locale = s.locale;
        state = s.state;
        this.topics = topics;
        createdAt = s.createdAt;
        changedAt = s.changedAt;
    }

    /** All data that is stored about a subscriber. */
    @Schema(name = "SubscriptionExport", description = "All data that is stored about a subscriber.")
    public record SubscriptionExport(@NotNull SubscriptionDetail subscription, @NotNull List<Consent> consents) {}

    /** State and topics of a subscription after it was confirmed or ended. */
    @Schema(name = "SubscriptionState", description = "The state of a subscription after it was confirmed or ended.")
    public record SubscriptionState(@NotNull Subscriber.SubscriberState state, @NotNull Topics topics) {}
}
