package dev.byline.transfer.format;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses the times of other systems' files: ISO 8601 and similar dates, Unix times, RFC 822, {@code Date.toString} of
 * JavaScript, and dates with English month names or in numbers. A text is parsed completely or not at all: a part that
 * is not understood, or has two readings such as {@code 05/07/2015}, makes the whole text not understood.
 */
final class TimeParser {
    private static final int MAX_LENGTH = 100;
    private static final String WEEKDAY = "(?:(?<weekday>[A-Za-z]{3,9})[.,]? +)?";
    private static final String MONTH_NAME = "(?<name>[A-Za-z]{3,9})\\.?";
    private static final String DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";
    private static final String TIME = "(?<hour>\\d{1,2})(?::(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?"
            + "(?: ?(?<half>[AaPp])\\.?[Mm](?![A-Za-z])\\.?)?";
    /** Comments in parentheses repeat the zone before them, such as {@code GMT+0000 (Coordinated Universal Time)}. */
    private static final String ZONES = "(?<zones>.*?)(?<comment>\\([^()]*\\))?";
    private static final String REST = "(?:(?:T|t|,? +(?:at +)?)" + TIME + "(?: +(?<again>\\d{4})(?= |$))?" + ZONES
            + ")?";
    private static final List<Pattern> FORMS = Stream.of(
            WEEKDAY + "(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})" + REST,
            "(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})" + REST,
            WEEKDAY + "(?<first>\\d{1,2})(?<separator>[-/.])(?<other>\\d{1,2})\\k<separator>(?<year>\\d{4})" + REST,
            WEEKDAY + DAY + "[ -]+" + MONTH_NAME + ",?[ -]+(?<year>\\d{4})" + REST,
            // RFC 822 has years of two digits; without a time and a zone they could be days.
            WEEKDAY + "(?<day>\\d{1,2})[ -]" + MONTH_NAME + "[ -](?<year>\\d{2}) +" + TIME + " +(?<zones>\\S+)",
            WEEKDAY + MONTH_NAME + " +" + DAY + ",? +(?<year>\\d{4})" + REST,
            WEEKDAY + MONTH_NAME + " +" + DAY + " +" + TIME + "(?<zones>(?: +\\S+)?) +(?<year>\\d{4})")
            .map(Pattern::compile).toList();
    private static final Pattern UNIX_TIME = Pattern.compile("(\\d{10})(?:\\.\\d+)?|(\\d{11,13})");
    private static final Pattern OFFSET = Pattern.compile("(?:UTC|GMT|UT)?([+-])(\\d{1,2})(?::?(\\d{2}))?");
    /** The zones of RFC 822 (section 5.1), and further abbreviations that have only one meaning. */
    private static final Map<String, String> ZONE_NAMES = Map.ofEntries(Map.entry("Z", "Z"), Map.entry("UTC", "Z"),
            Map.entry("GMT", "Z"), Map.entry("UT", "Z"), Map.entry("EST", "-05:00"), Map.entry("EDT", "-04:00"),
            Map.entry("CST", "-06:00"), Map.entry("CDT", "-05:00"), Map.entry("MST", "-07:00"),
            Map.entry("MDT", "-06:00"), Map.entry("PST", "-08:00"), Map.entry("PDT", "-07:00"),
            Map.entry("WET", "Z"), Map.entry("WEST", "+01:00"), Map.entry("CET", "+01:00"),
            Map.entry("CEST", "+02:00"), Map.entry("EET", "+02:00"), Map.entry("EEST", "+03:00"),
            Map.entry("MSK", "+03:00"), Map.entry("ICT", "+07:00"), Map.entry("JST", "+09:00"),
            Map.entry("KST", "+09:00"), Map.entry("AEST", "+10:00"), Map.entry("AEDT", "+11:00"),
            Map.entry("NZST", "+12:00"), Map.entry("NZDT", "+13:00"));

    private TimeParser() {
    }

    /** Parses a time; a time without an offset or zone is in the given zone. Returns null if it is not understood. */
    static Instant parse(String text, ZoneId zone) {
        if (text == null || text.length() > MAX_LENGTH) {
            return null;
        }
        var stripped = text.strip().replaceAll("\\s+", " ");
        var unix = UNIX_TIME.matcher(stripped);
        if (unix.matches()) {
            return unix.group(1) != null
                    ? Instant.ofEpochSecond(Long.parseLong(unix.group(1)))
                    : toInstant(Long.parseLong(unix.group(2)));
        }
        for (var form : FORMS) {
            var found = form.matcher(stripped);
            if (found.matches()) {
                try {
                    return toInstant(found, zone);
                } catch (DateTimeException e) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Parses the name or offset of a time zone; null if there is no such zone. */
    static ZoneId parseZone(String text) {
        var offset = OFFSET.matcher(text);
        try {
            if (offset.matches()) {
                int sign = offset.group(1).equals("-") ? -1 : 1;
                return ZoneOffset.ofHoursMinutes(sign * Integer.parseInt(offset.group(2)),
                        sign * (offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3))));
            }
            var known = ZONE_NAMES.get(text.toUpperCase(Locale.ROOT));
            return known != null
                    ? ZoneOffset.of(known)
                    : ZoneId.getAvailableZoneIds().contains(text) ? ZoneId.of(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant toInstant(long number) {
        return Instant.ofEpochMilli(number < 100_000_000_000L ? number * 1000 : number);
    }

    private static Instant toInstant(Matcher found, ZoneId zone) {
        var day = toDate(found);
        var repeatedYear = group(found, "again");
        if (day == null || day.getYear() < 1 || !hasWeekday(day, group(found, "weekday"))
                || repeatedYear != null && Integer.parseInt(repeatedYear) != day.getYear()) {
            return null;
        }
        if (group(found, "hour") == null) {
            return day.atStartOfDay(zone).toInstant();
        }
        var time = toTime(found);
        var zones = group(found, "zones").replace("[", " [").strip();
        if (time == null || zones.isEmpty() && group(found, "comment") != null) {
            return null;
        }
        if (zones.isEmpty()) {
            return day.atTime(time).atZone(zone).toInstant();
        }
        // An offset and the name of its zone may stand together. They must mean the same time.
        var readings = new ArrayList<Instant>();
        for (var name : zones.split(" +")) {
            var named = parseZone(name.replaceAll("^\\[(.*)\\]$", "$1"));
            readings.add(named == null ? null : day.atTime(time).atZone(named).toInstant());
        }
        return readings.stream().distinct().count() == 1 ? readings.get(0) : null;
    }

    private static LocalDate toDate(Matcher found) {
        int year = toYear(found.group("year"));
        if (group(found, "first") != null) {
            int first = Integer.parseInt(found.group("first"));
            int second = Integer.parseInt(found.group("other"));
            var readings = Stream.of(toDate(year, first, second), toDate(year, second, first))
                    .filter(Objects::nonNull).distinct().toList();
            return readings.size() == 1 ? readings.get(0) : null;
        }
        var name = group(found, "name");
        int month = name == null ? Integer.parseInt(found.group("month")) : toMonth(name);
        return toDate(year, month, Integer.parseInt(found.group("day")));
    }

    /** Reads a year of two digits as RFC 5322 (section 4.3) does: from 1950 to 2049. */
    private static int toYear(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() > 2 ? year : year + (year < 50 ? 2000 : 1900);
    }

    private static LocalDate toDate(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the number of the month with this English name or abbreviation; 0 if there is none. */
    private static int toMonth(String name) {
        return Stream.of(Month.values()).filter(month -> isNameOf(month.name(), name)).mapToInt(Month::getValue)
                .findFirst().orElse(0);
    }

    private static boolean hasWeekday(LocalDate day, String name) {
        return name == null || Stream.of(DayOfWeek.values()).filter(weekday -> isNameOf(weekday.name(), name))
                .anyMatch(weekday -> weekday == day.getDayOfWeek());
    }

    private static boolean isNameOf(String fullName, String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return fullName.equals(upper) || fullName.startsWith(upper) && upper.length() <= 5;
    }

    private static LocalTime toTime(Matcher found) {
        int hour = Integer.parseInt(found.group("hour"));
        var half = found.group("half");
        if (half == null ? found.group("minute") == null : hour < 1 || hour > 12) {
            return null;
        }
        if (half != null) {
            hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
        }
        var fraction = found.group("fraction");
        int milli = fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3));
        return LocalTime.of(hour, toInt(found.group("minute")), toInt(found.group("second")), milli * 1_000_000);
    }

    private static int toInt(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Returns the text of a group; null if the pattern has no such group, or the group matched nothing. */
    private static String group(Matcher found, String name) {
        try {
            return found.group(name);
        } catch (IllegalArgumentException noSuchGroup) {
            return null;
        }
    }
}
