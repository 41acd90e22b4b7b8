package dev.byline.transfer.format;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;

import dev.byline.article.ArticleInput;
import dev.byline.text.Excerpt;
import dev.byline.text.Graphemes;
import dev.byline.text.HostNames;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.Slugs;
import dev.byline.text.ValidWebAddress;
import dev.byline.text.WhiteSpace;

/**
 * Converts values of other systems' files (texts, titles, slugs, URLs, email addresses, times) into values that Byline
 * accepts. A value that cannot be converted becomes null.
 */
public final class ImportValues {
    private static final Pattern FORBIDDEN_CHARACTERS = Pattern
            .compile(
                    "[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069\\u2028\\u2029]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");
    private static final ValidWebAddress.WebAddressValidator URL_VALIDATOR = new ValidWebAddress.WebAddressValidator();

    private ImportValues() {
    }

    /**
     * Removes characters that Byline forbids in texts, makes line breaks {@code \n}, and converts the text to Unicode
     * normal form C. Returns null for a blank text.
     */
    static String toText(String text) {
        if (text == null) {
            return null;
        }
        var clean = Normalizer.normalize(FORBIDDEN_CHARACTERS.matcher(text.replace("\r\n", "\n").replace('\r', '\n'))
                .replaceAll(""), Normalizer.Form.NFC);
        return WhiteSpace.isBlank(clean) ? null : clean;
    }

    /** Converts a text into a single line, truncated to a maximum length in characters; null for a blank text. */
    static String toSingleLine(String text, int maxLength) {
        var clean = toText(text);
        if (clean == null) {
            return null;
        }
        return Graphemes.truncate(WhiteSpace.normalizeSpaces(clean.replaceAll("\\s+", " ")), maxLength);
    }

    /** Converts HTML, or a text with HTML entities, into a single line of plain text, truncated to a maximum length. */
    static String toPlainLine(String html, int maxLength) {
        return html == null
                ? null
                : toSingleLine(html.contains("&") || html.contains("<") ? Jsoup.parse(html).text() : html, maxLength);
    }

    /**
     * Converts a title. Without a title, the beginning of the text becomes the title. Adds a note if the title was
     * truncated or is missing.
     */
    static String toTitle(String title, String html, List<String> notes) {
        var shown = toPlainLine(title, ArticleInput.MAX_TITLE_LENGTH);
        if (shown != null && shown.endsWith("…") && !title.endsWith("…")) {
            notes.add("the title was too long and was truncated");
        }
        if (shown == null) {
            var text = toPlainLine(html, 1000);
            shown = text == null ? "Untitled" : Graphemes.truncate(Excerpt.of(text), 60);
            notes.add(text == null
                    ? "has neither a title nor a text; 'Untitled' became the title"
                    : "has no title; the beginning of the text became the title");
        }
        return shown;
    }

    /** Takes the first names up to a maximum count; adds a note if there are more. */
    static List<String> takeFirst(Set<String> names, int maxCount, String plural, List<String> notes) {
        if (names.size() > maxCount) {
            notes.add("only the first " + maxCount + " of its " + names.size() + " " + plural + " were imported");
        }
        return names.stream().limit(maxCount).toList();
    }

    /** Converts a slug of another system into a valid slug that is as similar as possible; null if nothing is left. */
    static String toSlug(String slug) {
        if (slug == null || slug.isBlank()) {
            return null;
        }
        var decoded = slug;
        try {
            decoded = URLDecoder.decode(slug.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            // The slug is not percent-encoded, so it is used unchanged.
        }
        var made = Slugs.derive(decoded.strip().replaceAll("\\.(html?|php|mdx?|markdown)$", ""), "", "-");
        return made.equals("-") ? null : made;
    }

    /** Converts the last segment of a URL's path into a slug; null if the path has no segment. */
    public static String slugFromUrl(String url) {
        if (url == null) {
            return null;
        }
        var path = url.strip().replaceAll("^https?://[^/]*", "").replaceAll("[?#].*$", "")
                .replaceAll("(/index\\.html?)?/*$", "");
        return toSlug(path.substring(path.lastIndexOf('/') + 1));
    }

    /** Returns a valid http or https URL, or null. */
    static String toUrl(String url) {
        var clean = url == null ? null : HostNames.toAsciiUrl(url.strip().replace(" ", "%20"));
        return clean != null && !clean.isEmpty() && URL_VALIDATOR.isValid(clean, null) ? clean : null;
    }

    /** Returns a valid email address, with an international domain in ASCII, or null. */
    static String toEmail(String email) {
        return email == null ? null : ParsedEmailAddress.parse(email).map(ParsedEmailAddress::toString).orElse(null);
    }

    /** Parses a time; a time without an offset is UTC. Returns null if {@link TimeParser} does not understand it. */
    static Instant toInstant(String text) {
        return TimeParser.parse(text, ZoneOffset.UTC);
    }
}
