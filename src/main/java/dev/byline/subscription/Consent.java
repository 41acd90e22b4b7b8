package dev.byline.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;

/** A consent event: one step of giving or withdrawing consent to mails. */
@Schema(description = "One step of giving or withdrawing consent to mails: what, when, how and from where.")
public record Consent(
        @NotNull UUID id,
        @NotNull Instant at,
        @NotNull @Schema(description = "For instance `requested`, `confirmed`, `changed`, `unsubscribed`, `imported`.",
                examples = "confirmed") String kind,
        @NotNull @Schema(
                description = "Ids of categories and authors; the nil UUID stands for all articles.") List<UUID> topics,
        @NotNull @Schema(
                description = "The message that was shown, or the evidence of an import.",
                examples = "subscription_confirm/vi") String source,
        @Schema(description = "The client's network: the address cut to /24 (IPv4) or /48 (IPv6).",
                examples = "203.0.113.0/24") String network) {

    static Consent of(ConsentEvent consentEvent) {
        return new Consent(consentEvent.id, consentEvent.at, consentEvent.kind, consentEvent.topics,
                consentEvent.source, consentEvent.network);
    }

    /** The row of a consent event, which is never changed. */
    @Entity(name = "ConsentEvent")
    @Table(name = "consent_event")
    static class ConsentEvent {
        @Id
        UUID id;
        @Column(name = "subscriber_id")
        UUID subscriberId;
        Instant at;
        String kind;
        @JdbcTypeCode(SqlTypes.ARRAY)
        List<UUID> topics;
        String source;
        String network;
    }
}
