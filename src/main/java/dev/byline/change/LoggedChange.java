package dev.byline.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import dev.byline.database.JdbcQueries;

/**
 * A row of the log.
 *
 * @param type
 *            the type of what changed, for instance {@code article}
 * @param change
 *            what happened, for instance {@code published}
 * @param thingId
 *            the id of what changed; null for the site
 * @param slug
 *            the slug at the time of the change, the name of a menu, or null
 * @param locale
 *            the locale of an article at the time of the change, or null
 * @param at
 *            the time of the change; null for what was live before a follower began
 */
public record LoggedChange(
        long position,
        String type,
        String change,
        UUID thingId,
        String slug,
        String locale,
        Instant at) {
    /** The columns of a row, in the order in which {@link #read} takes them. */
    static final String COLUMNS = "position, type, change, thing_id, slug, locale, at";

    /** Reads a row that has {@link #COLUMNS} after the given number of other columns. */
    static LoggedChange read(ResultSet row, int before) throws SQLException {
        return new LoggedChange(row.getLong(before + 1), row.getString(before + 2), row.getString(before + 3),
                row.getObject(before + 4, UUID.class), row.getString(before + 5), row.getString(before + 6),
                JdbcQueries.readTime(row, before + 7));
    }
}
