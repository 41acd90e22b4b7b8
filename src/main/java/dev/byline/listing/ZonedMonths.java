package dev.byline.listing;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Months that follow each other, with their beginnings in a time zone. Java computes the beginnings, because PostgreSQL
 * lacks some of the names of zones that Java accepts.
 *
 * @param first
 *            the first month
 * @param starts
 *            the beginnings of the months, and the end of the last one
 */
record ZonedMonths(YearMonth first, List<Instant> starts) {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuu-MM");
    /** The first time that filters of lists accept. A month may begin before it in a zone east of Greenwich. */
    private static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");
    /** The last time that filters of lists accept. */
    private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59.999Z");

    /** Returns the months from that of one time to that of another. */
    static ZonedMonths between(Instant from, Instant to, ZoneId zone) {
        var first = YearMonth.from(from.atZone(zone));
        var starts = new ArrayList<>(List.of(start(first, zone)));
        var next = first.plusMonths(1);
        for (; !start(next, zone).isAfter(to); next = next.plusMonths(1)) {
            starts.add(start(next, zone));
        }
        starts.add(start(next, zone));
        return new ZonedMonths(first, starts);
    }

    /** Returns the beginning of a month; its first time that exists, if clocks were put forward at midnight. */
    private static Instant start(YearMonth month, ZoneId zone) {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }

    /**
     * Returns the bounds of the months for PostgreSQL, which reads no years below 1 and above 9999 in this form: no time
     * lies outside of the first and the last one.
     */
    String[] bounds() {
        var bounds = starts.stream().map(Instant::toString).toArray(String[]::new);
        bounds[0] = "-infinity";
        bounds[bounds.length - 1] = "infinity";
        return bounds;
    }

    /** Returns the name of a month, such as {@code 2026-11}; the first month has the index 0. */
    String name(int index) {
        return NAME.format(first.plusMonths(index));
    }

    /** Returns the beginning of a month. */
    Instant start(int index) {
        var start = starts.get(index);
        return start.isBefore(MIN_TIME) ? MIN_TIME : start;
    }

    /** Returns the end of a month, which is the beginning of the next one. */
    Instant end(int index) {
        var end = starts.get(index + 1);
        return end.isAfter(MAX_TIME) ? MAX_TIME : end;
    }
}
