package dev.byline.mail;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;

/** A mail that is stored in the mailbox, because no mail server is configured. */
@Schema(description = "A mail that was stored instead of sent, because no mail server is configured.")
public record MailboxMessage(
        @NotNull UUID id,
        @NotNull @Schema(examples = "mai@example.com") String to,
        @NotNull @Schema(examples = "Confirm your subscription to Byline") String subject,
        @NotNull @Schema(description = "The plain text. Each link is on its own line.") String text,
        @NotNull String html,
        @NotNull @Schema(description = "Headers in addition to the standard ones.") Map<String, String> headers,
        @NotNull Instant createdAt) {

    static MailboxMessage of(MailboxMessageRow mailboxMessageRow) {
        return new MailboxMessage(mailboxMessageRow.id, mailboxMessageRow.recipient, mailboxMessageRow.subject,
                mailboxMessageRow.text, mailboxMessageRow.html, mailboxMessageRow.headers, mailboxMessageRow.createdAt);
    }

    /** The row of the message in the database. */
    @Entity(name = "MailboxMessage")
    @Table(name = "mailbox_message")
    static class MailboxMessageRow {
        @Id
        UUID id;
        String recipient;
        @Column(name = "recipient_norm")
        String recipientNorm;
        String subject;
        String text;
        String html;
        @JdbcTypeCode(SqlTypes.JSON)
        Map<String, String> headers;
        Instant createdAt;
    }
}
