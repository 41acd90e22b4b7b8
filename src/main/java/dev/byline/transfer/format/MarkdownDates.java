package dev.byline.transfer.format;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the date of a Markdown file: in its front matter, or else in its address or path. */
final class MarkdownDates {
    private static final Pattern DATE_IN_PATH = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})[-/](?=.)");
    private static final Pattern CREATION_TIME = Pattern.compile(
            "(?i)created([ _-]?(at|on|date|time))?|date[_-]?created|creation[_-]?date");

    private MarkdownDates() {
    }

    /**
     * Finds the date of a file. Returns null without a date, and null with a note if the date cannot be read.
     *
     * @param address
     *            the address of the file's page; null if the front matter has none
     * @param zone
     *            the zone of times without an offset
     */
    static Instant find(FrontMatter matter, String path, String address, ZoneId zone, List<String> notes) {
        var given = findText(matter, zone);
        if (given != null) {
            var date = TimeParser.parse(given, zone);
            if (date == null) {
                notes.add("its date cannot be read: '" + ImportValues.toSingleLine(given, 100) + "'");
            }
            return date;
        }
        return Stream.of(address, path).filter(Objects::nonNull).map(DATE_IN_PATH::matcher)
                .filter(dated -> dated.find())
                .map(dated -> TimeParser.parse(dated.group(1) + "-" + dated.group(2) + "-" + dated.group(3), zone))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Returns the date as it is written: {@code date}, or another time of publication, or the time of creation. */
    private static String findText(FrontMatter matter, ZoneId zone) {
        var keys = matter.values().keySet();
        return Stream.of(Stream.of("date"), keys.stream().filter(Visibility::isPublicationTime),
                Stream.of("published", "publish").filter(key -> TimeParser.parse(matter.text(key), zone) != null),
                keys.stream().filter(key -> CREATION_TIME.matcher(key).matches()))
                .flatMap(names -> names).map(matter::text).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Returns the later of two times; null counts as no time. */
    static Instant latest(Instant first, Instant second) {
        return Stream.of(first, second).filter(Objects::nonNull).max(Comparator.naturalOrder()).orElse(null);
    }
}
