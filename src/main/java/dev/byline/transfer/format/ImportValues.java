package dev.byline.transfer.format;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;

import dev.byline.text.Slugs;
import dev.byline.text.TextUtils;
import dev.byline.text.ValidWebAddress;

/** Makes of other systems' texts what the rules here allow. What cannot be saved becomes null. */
public final class ImportValues {
    private static final Pattern FORBIDDEN_CHARACTERS = Pattern
            .compile(
                    "[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");
    private static final Pattern EMAIL_PATTERN = Pattern
            .compile("[^\\s@<>\"(),:;]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern DATE_PATTERN = Pattern.compile(
            "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,3})\\d*)?)?(.*))?.*");
    private static final Pattern OFFSET_PATTERN = Pattern.compile(".*?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})\\s*");
    private static final List<DateTimeFormatter> MONTH_NAME_FORMATS = List.of(
            DateTimeFormatter.ofPattern("MMM d yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMM dd yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMMM d yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH));
    private static final ValidWebAddress.WebAddressValidator URL_VALIDATOR = new ValidWebAddress.WebAddressValidator();

    private ImportValues() {
    }

    /** Without what no text here may have, in normal form C; null if there is nothing to see. */
    static String toText(String text) {
        if (text == null) {
            return null;
        }
        var clean = Normalizer.normalize(FORBIDDEN_CHARACTERS.matcher(text.replace("\r\n", "\n").replace('\r', '\n'))
                .replaceAll(""), Normalizer.Form.NFC);
        return TextUtils.isBlank(clean) ? null : clean;
    }

    /** The same on one line, cut behind so many characters. */
    static String toSingleLine(String text, int maxLength) {
        var clean = toText(text);
        if (clean == null) {
            return null;
        }
        return truncate(TextUtils.normalizeSpaces(clean.replaceAll("\\s+", " ")), maxLength);
    }

    /** The same of HTML, or of a text in which characters are written as entities. */
    static String toPlainLine(String html, int maxLength) {
        return html == null
                ? null
                : toSingleLine(html.contains("&") || html.contains("<") ? Jsoup.parse(html).text() : html, maxLength);
    }

    /** The text itself, or as much of it as so many characters have place for. */
    public static String truncate(String text, int maxLength) {
        return text.codePointCount(0, text.length()) <= maxLength
                ? text
                : text.substring(0, text.offsetByCodePoints(0, maxLength - 1)).stripTrailing() + "…";
    }

    /** A title, made of the beginning of the text where there is none; what became of it is noted. */
    static String toTitle(String title, String html, List<String> notes) {
        var shown = toPlainLine(title, 200);
        if (shown != null && shown.endsWith("…") && !title.endsWith("…")) {
            notes.add("the title was cut");
        }
        if (shown == null) {
            var text = toPlainLine(html, 1000);
            shown = text == null ? "Untitled" : truncate(TextUtils.excerpt(text), 60);
            notes.add("has no title; it was made of the beginning");
        }
        return shown;
    }

    /** The first of these names; that there are more is noted. */
    static List<String> takeFirst(Set<String> names, int maxCount, String plural, List<String> notes) {
        if (names.size() > maxCount) {
            notes.add("only the first " + maxCount + " of its " + names.size() + " " + plural + " were taken");
        }
        return names.stream().limit(maxCount).toList();
    }

    /** A slug as near as possible to the one that is given; null if nothing is left. */
    static String toSlug(String slug) {
        if (slug == null || slug.isBlank()) {
            return null;
        }
        var decoded = slug;
        try {
            decoded = URLDecoder.decode(slug.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // taken as it is
        }
        var made = Slugs.derive(decoded.strip().replaceAll("\\.(html?|php|mdx?|markdown)$", ""), "", "-");
        return made.equals("-") ? null : made;
    }

    /** The last part of an address's path, as a slug; null if it has none. */
    public static String slugFromUrl(String url) {
        if (url == null) {
            return null;
        }
        var path = url.strip().replaceAll("^https?://[^/]*", "").replaceAll("[?#].*$", "")
                .replaceAll("(/index\\.html?)?/*$", "");
        return toSlug(path.substring(path.lastIndexOf('/') + 1));
    }

    /** An http or https address, or null. */
    static String toUrl(String url) {
        var clean = url == null ? null : url.strip().replace(" ", "%20");
        return clean != null && !clean.isEmpty() && URL_VALIDATOR.isValid(clean, null) ? clean : null;
    }

    static String toEmail(String email) {
        var clean = email == null ? "" : email.strip();
        return clean.length() <= 254 && EMAIL_PATTERN.matcher(clean).matches() ? clean : null;
    }

    /** A time in one of the ways in which people write it, in UTC unless it says otherwise; null if it is none. */
    static Instant toInstant(String text) {
        if (text == null || text.isBlank() || text.startsWith("0000")) {
            return null;
        }
        try {
            var found = DATE_PATTERN.matcher(text.strip());
            if (found.matches()) {
                return toInstant(found);
            }
            if (text.strip().matches("\\d{10,13}")) {
                long number = Long.parseLong(text.strip());
                return Instant.ofEpochMilli(number < 100_000_000_000L ? number * 1000 : number);
            }
            return OffsetDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            return parseMonthNameDate(text.strip().replace(",", "").replaceAll("\\s+", " "));
        }
    }

    private static Instant toInstant(Matcher found) {
        var day = LocalDate.of(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3)));
        if (found.group(4) == null) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        var milli = found.group(7) == null ? 0 : Integer.parseInt((found.group(7) + "00").substring(0, 3));
        var time = LocalTime.of(Integer.parseInt(found.group(4)), Integer.parseInt(found.group(5)),
                found.group(6) == null ? 0 : Integer.parseInt(found.group(6)), milli * 1_000_000);
        var offset = OFFSET_PATTERN.matcher(found.group(8));
        var zone = !offset.matches() || !offset.group(1).matches("[+-].*")
                ? ZoneOffset.UTC
                : ZoneOffset.of(offset.group(1));
        return day.atTime(time).toInstant(zone);
    }

    private static Instant parseMonthNameDate(String text) {
        for (var format : MONTH_NAME_FORMATS) {
            try {
                return LocalDate.parse(text, format).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeException other) {
                // the next one
            }
        }
        return null;
    }
}
