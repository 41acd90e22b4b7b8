package dev.byline.identity;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.byline.text.HostNames;

/**
 * An address that an article had before, in the form in which addresses are compared. Two spellings of one address are
 * equal: percent-encoded or not, in upper or lower case, with or without {@code https}, {@code www.}, a slash or
 * {@code .html} at the end, a query and a fragment. Of a query only the number of a WordPress post counts
 * ({@code ?p=42}), and of a script or a home page the first number ({@code article.php?id=42}).
 *
 * @param host
 *            the host; empty if the address is only a path
 * @param path
 *            the path, with a slash at its beginning
 * @param original
 *            the address as it was
 */
public record FormerAddress(String host, String path, String original) {
    /** The maximum length of an address, in UTF-16 units. */
    public static final int MAX_LENGTH = 2_000;
    /** The maximum length of a path in bytes, which the entry of an index can hold. */
    private static final int MAX_PATH_BYTES = 2_000;
    private static final int MAX_HOST_LENGTH = 253;
    private static final Pattern URL = Pattern.compile("(?i)(?:https?:)?//(?:[^/?#@]*@)?([^/?#]+)(.*)", Pattern.DOTALL);
    private static final Pattern POST_NUMBER = Pattern.compile("(?:^|.*&)((?:p|page_id)=\\d{1,18})(?:&.*|$)");
    private static final Pattern SCRIPT = Pattern.compile("(?i)(|.*(/|\\.(php\\d?|aspx?|cgi|jsp|cfm|pl)))");
    private static final Pattern FIRST_NUMBER = Pattern
            .compile("(?i)(?:^|.*?&)((?:[a-z]{1,20}[-_]?id|id|post|article|story|node|item)=\\d{1,18})(?:&.*|$)");
    private static final Pattern FILE_ENDING = Pattern
            .compile("(?<=[^/])(/index)?\\.(html?|php|aspx?)$|(?<=/)index\\.(html?|php|aspx?)$");

    /** Parses a URL or a path; empty if the text is neither, or too long. */
    public static Optional<FormerAddress> parse(String address) {
        var text = address == null ? "" : address.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var url = URL.matcher(text);
        boolean hasHost = url.matches();
        var host = hasHost ? normalizeHost(url.group(1)) : "";
        var rest = (hasHost ? url.group(2) : text).replaceFirst("#.*", "");
        int query = rest.indexOf('?');
        var script = query < 0 ? rest : rest.substring(0, query);
        var path = normalizePath(script) + findNumber(script, query < 0 ? "" : rest.substring(query + 1));
        boolean valid = host.length() <= MAX_HOST_LENGTH
                && path.getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES
                && (host + path).chars().noneMatch(Character::isISOControl);
        return valid ? Optional.of(new FormerAddress(host, path, text)) : Optional.empty();
    }

    /** Returns this address with the host of a URL, if this address has none and the other text is a URL. */
    public FormerAddress completedBy(String url) {
        var other = host.isEmpty() && url.matches("(?i)https?://.*") ? parse(url) : Optional.<FormerAddress>empty();
        return other.map(base -> new FormerAddress(base.host, path,
                url.replaceFirst("(?i)(https?://[^/?#]*).*", "$1") + (original.startsWith("/") ? "" : "/") + original))
                .orElse(this);
    }

    /** Returns the part of the path after the last slash; empty for the address of a home page. */
    public String lastPart() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * A slug and its locale in an address of the frontend; the locale is in lower case, or empty if the address has
     * none.
     */
    record SlugInAddress(String slug, String locale) {}

    /** Reads the slug from an address that a template of the site's article URLs makes; empty for another address. */
    Optional<SlugInAddress> readSlug(FormerAddress template) {
        if (!template.path.contains("{slug}") || !host.isEmpty() && !host.equals(template.host)) {
            return Optional.empty();
        }
        var parts = Pattern.compile(Pattern.quote(template.path).replace("{slug}", "\\E(?<slug>[^/]+)\\Q")
                .replace("{locale}", "\\E(?<locale>[^/]+)\\Q")).matcher(path);
        return parts.matches()
                ? Optional.of(new SlugInAddress(parts.group("slug"),
                        template.path.contains("{locale}") ? parts.group("locale") : ""))
                : Optional.empty();
    }

    private static String normalizeHost(String host) {
        return HostNames.toAscii(host.replaceFirst(":(80|443)?$", "")).toLowerCase(Locale.ROOT)
                .replaceFirst("^www\\.", "");
    }

    private static String normalizePath(String path) {
        var decoded = Normalizer.normalize(decode(path), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        var clean = ("/" + decoded).replaceAll("/{2,}", "/");
        var withoutEnding = FILE_ENDING.matcher(clean).replaceFirst("").replaceFirst("/+$", "");
        return withoutEnding.isEmpty() ? "/" : withoutEnding;
    }

    /** Decodes percent-encoded UTF-8; a text that is not encoded in this way is returned unchanged. */
    private static String decode(String path) {
        try {
            var decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            return decoded.contains("\uFFFD") ? path : decoded;
        } catch (IllegalArgumentException notEncoded) {
            return path;
        }
    }

    private static String findNumber(String script, String query) {
        var number = POST_NUMBER.matcher(query);
        if (number.matches()) {
            return "?" + number.group(1);
        }
        number = FIRST_NUMBER.matcher(query);
        return number.matches() && SCRIPT.matcher(script).matches()
                ? "?" + number.group(1).toLowerCase(Locale.ROOT)
                : "";
    }
}
