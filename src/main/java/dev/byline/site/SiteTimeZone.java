package dev.byline.site;

import java.time.ZoneId;
import java.util.Map;

import dev.byline.database.JdbcQueries;
import dev.byline.web.LocalTimeZone;
import jakarta.inject.Singleton;

/**
 * Reads the time zone of the site, for each time without an offset, so that a change takes effect at once on all nodes.
 */
@Singleton
class SiteTimeZone implements LocalTimeZone {
    private final JdbcQueries jdbcQueries;

    SiteTimeZone(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    @Override
    public ZoneId current() {
        return jdbcQueries.list("select time_zone from site", Map.of(), row -> ZoneId.of(row.getString(1))).stream()
                .findFirst().orElse(ZoneId.of(ValidTimeZone.DEFAULT));
    }
}
