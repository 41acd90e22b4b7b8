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

/** A ban of an email, a range of addresses or a word. */
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

    /** Kind of the banned value. */
    @Schema(name = "BanKind")
    public enum BanKind {
        /** Range of addresses: the /24 of IPv4, the /64 of IPv6. */
        address,
        email,
        word
    }

    /** Effect of a ban on new comments. */
    @Schema(name = "BanEffect")
    public enum BanEffect {
        refuse,
        hold,
        spam
    }

    /** A ban as moderators see it. */
    @Schema(name = "Ban", description = "A ban of an email, a range of addresses or a word.")
    public static final class BanDetail {
        @NotNull
        public final UUID id;
        @NotNull
        @Schema(examples = "word")
        public final BanKind kind;
        @NotNull
        @Schema(
                description = "The banned word. Addresses and emails are stored as hashes only; their label is a "
                        + "hint: for an email its first letter and its domain.",
                examples = "casino")
        public final String label;
        @NotNull
        @Schema(description = "The effect on a new comment: `refuse` responds 403, `hold` holds it for a "
                + "moderator, `spam` marks it as spam.",
                examples = "hold")
        public final BanEffect effect;
        public final String note;
        @NotNull
        @Schema(description = "The name of the moderator who created the ban.",
                examples = "admin")
        public final String createdBy;
        @NotNull
        public final Instant createdAt;
        @Schema(description = "The end of the ban; absent if the ban never ends.")
        public final Instant expiresAt;

        BanDetail(Ban ban) {
            id = ban.id;
            kind = ban.kind;
            label = ban.label;
            effect = ban.effect;
            note = ban.note;
            createdBy = ban.createdBy;
            createdAt = ban.createdAt;
            expiresAt = ban.expiresAt;
        }
    }
}
