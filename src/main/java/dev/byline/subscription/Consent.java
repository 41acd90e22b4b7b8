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

/** One step of agreeing, or of ceasing to. */
@Schema(description = "One step of agreeing to mails, or of ceasing to: what, when, how, from where.")
public record Consent(
        @NotNull UUID id,
        @NotNull Instant at,
        @NotNull @Schema(description = "For instance `requested`, `confirmed`, `changed`, `unsubscribed`, `imported`.",
                examples = "confirmed") String kind,
        @NotNull @Schema(
                description = "Categories and authors by id; the nil UUID is everything.") List<UUID> topics,
        @NotNull @Schema(description = "How: which words were shown, or which evidence an import gave.",
                examples = "subscription_confirm/vi") String source,
        @Schema(description = "The network of the client, cut to /24 or /48.",
                examples = "203.0.113.0/24") String network) {

    static Consent of(ConsentEvent consentEvent) {
        return new Consent(consentEvent.id, consentEvent.at, consentEvent.kind, consentEvent.topics,
                consentEvent.source, consentEvent.network);
    }

    /** The step in the database, where it is never changed. */
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
