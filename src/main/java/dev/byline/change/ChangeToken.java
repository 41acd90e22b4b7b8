package dev.byline.change;

import java.util.UUID;
import java.util.regex.Pattern;

import dev.byline.change.ChangeItem.ChangeType;
import dev.byline.problem.ProblemException;

/**
 * A place in the log, or among all that is live now, which comes before the log. As a text {@code position}, or
 * {@code position.type.id}.
 *
 * @param position
 *            the position after which the log follows
 * @param stage
 *            the type of live things that comes next; null in the log
 * @param after
 *            the id of the last of them that was read; null for none
 */
record ChangeToken(long position, ChangeType stage, UUID after) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:\\.([a-z]+)(?:\\.([0-9a-f-]{36}))?)?");

    /** Parses a token; 400 for a text that no response has. */
    static ChangeToken parse(String text) {
        var parts = FORM.matcher(text);
        if (parts.matches()) {
            try {
                return new ChangeToken(Long.parseLong(parts.group(1)),
                        parts.group(2) == null ? null : ChangeType.valueOf(parts.group(2)),
                        parts.group(3) == null ? null : UUID.fromString(parts.group(3)));
            } catch (IllegalArgumentException unknown) {
                // Reported below.
            }
        }
        throw ProblemException.invalidParameter("since",
                "must be a token of an earlier response (next, or token of an item); leave it out to start");
    }

    @Override
    public String toString() {
        return position + (stage == null ? "" : "." + stage) + (after == null ? "" : "." + after);
    }
}
