package dev.byline.spam;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.validation.constraints.NotNull;

/** Somebody, or some word, that is not wanted here. */
@Entity
class Ban {
    @Id
    UUID id;
    @Enumerated(EnumType.STRING)
    BanKind kind;
    String word;
    byte[] hash;
    LocalDate saltMonth;
    String label;
    @Enumerated(EnumType.STRING)
    BanEffect effect;
    String note;
    String createdBy;
    Instant createdAt;
    Instant expiresAt;

    /** What is banned. */
    @Schema(name = "Kind")
    public enum BanKind {
        /** A range of addresses: the /24 of IPv4, the /64 of IPv6. */
        address,
        email,
        word
    }

    /** What becomes of what the banned post. */
    @Schema(name = "Effect")
    public enum BanEffect {
        refuse,
        hold,
        spam
    }

    /** A ban as moderators see it. */
    @Schema(name = "Ban", description = "Somebody, or some word, that is not wanted here.")
    public record BanDetail(
            @NotNull UUID id,
            @NotNull @Schema(examples = "word") BanKind kind,
            @NotNull @Schema(
                    description = "The word. Addresses and emails are kept as hashes alone, so it is a hint: the first letter and the domain of an email.",
                    examples = "casino") String label,
            @NotNull @Schema(description = "`refuse` answers 403, `hold` waits for a moderator, `spam` goes there.",
                    examples = "hold") BanEffect effect,
            String note,
            @NotNull @Schema(description = "The name of whoever made it.", examples = "admin") String createdBy,
            @NotNull Instant createdAt,
            @Schema(description = "Absent: for ever.") Instant expiresAt) {

        static BanDetail of(Ban ban) {
            return new BanDetail(ban.id, ban.kind, ban.label, ban.effect, ban.note, ban.createdBy, ban.createdAt,
                    ban.expiresAt);
        }
    }
}
