package dev.byline.spam;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.constraints.NotNull;

/** A ban as a moderator makes it. */
@Schema(description = "A ban. To ban whoever wrote a comment, use the comment's own `ban`.",
        examples = "{\"kind\": \"word\", \"value\": \"casino\", \"effect\": \"hold\"}")
public record NewBan(
        @NotNull @Schema(examples = "word") Ban.BanKind kind,
        @NotNull @PlainText(max = 254) @Schema(
                description = "The word or phrase, the email, or an address (`203.0.113.9`, `2001:db8::1`), of which the whole range is banned. Words are compared without case, in compatibility forms, and only where they are not part of a longer word.",
                examples = "casino") String value,
        @Schema(description = "What becomes of what they post. Emails and addresses are refused; words are held unless `spam` is said.",
                examples = "hold") Ban.BanEffect effect,
        @PlainText(max = 500) @Schema(description = "For other moderators.",
                examples = "Three waves of it in May.") String note,
        @Schema(description = "A time in the future; absent: for ever, but 90 days for an address, because addresses change hands.",
                examples = "2030-01-01T00:00:00Z") Instant expiresAt) {}
