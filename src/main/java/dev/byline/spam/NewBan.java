package dev.byline.spam;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.PlainText;
import jakarta.validation.constraints.NotNull;

/** A ban as a moderator submits it. */
@Schema(description = "A new ban. To ban the author of a comment, use `ban` of that comment.",
        examples = "{\"kind\": \"word\", \"value\": \"casino\", \"effect\": \"hold\"}")
public record NewBan(
        @NotNull @Schema(examples = "word") Ban.BanKind kind,
        @NotNull @PlainText(max = ParsedEmailAddress.MAX_LENGTH) @Schema(
                description = "The word or phrase, the email, or an IP address (`203.0.113.9`, `2001:db8::1`), whose "
                        + "entire range is banned. Words match without case and in compatibility forms, but not "
                        + "inside a longer word.",
                examples = "casino") String value,
        @Schema(description = "The effect on new comments. Emails and addresses only allow `refuse`; words allow "
                + "`hold` (the default) and `spam`.",
                examples = "hold") Ban.BanEffect effect,
        @PlainText(max = MAX_NOTE_LENGTH) @Schema(description = "A note for other moderators.",
                examples = "Three waves of it in May.") String note,
        @Schema(description = "The end of the ban, in the future. If absent, a ban never ends, except a ban of an "
                + "address: it ends after " + Bans.DEFAULT_ADDRESS_BAN_DAYS + " days, because addresses change hands.",
                examples = "2030-01-01T00:00:00Z") Instant expiresAt) {
    /** The maximum length of a note, in code points. */
    public static final int MAX_NOTE_LENGTH = 500;
}
