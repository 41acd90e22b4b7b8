package dev.byline.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/**
 * Parses the times that staff send: RFC 3339, truncated to milliseconds, with a year of 1 to 9999 in UTC. A time
 * without an offset is read in the time zone of the site, as {@link LocalDateTime#atZone} reads it: a time that the
 * clocks skip in spring is moved later by the length of the gap, and a time that they repeat in autumn is the first of
 * the two.
 */
@Singleton
class SiteTimeParser {
    private static final int MAX_YEAR = 9999;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME).optionalStart().parseLenient().appendOffsetId()
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    /** Looked up at the first use, because the time zone is in the database, whose beans need the JSON mapper. */
    private final Instance<LocalTimeZone> timeZone;

    SiteTimeParser(Instance<LocalTimeZone> timeZone) {
        this.timeZone = timeZone;
    }

    /** Parses a time; throws a {@link DateTimeException} if the text is not a time or its year is out of range. */
    Instant parse(String text) {
        var parsed = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        var time = parsed instanceof LocalDateTime local
                ? local.atZone(timeZone.get().current()).toOffsetDateTime()
                : (OffsetDateTime) parsed;
        var utc = time.withOffsetSameInstant(ZoneOffset.UTC);
        if (utc.getYear() < 1 || utc.getYear() > MAX_YEAR) {
            throw new DateTimeException("year out of range");
        }
        return utc.toInstant().truncatedTo(ChronoUnit.MILLIS);
    }
}
