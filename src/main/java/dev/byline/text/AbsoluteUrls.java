package dev.byline.text;

import java.net.MalformedURLException;
import java.net.URL;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;

/** Makes the URLs of a body absolute, for readers who see the body outside of its page, as in a feed. */
public final class AbsoluteUrls {
    /** An attribute in sanitized HTML, where quotation marks occur only around values. */
    private static final Pattern ATTRIBUTE = Pattern.compile(" (href|src|srcset|poster|cite)=\"([^\"<>]*)\"");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

    private AbsoluteUrls() {
    }

    /**
     * Resolves the links, images, candidates of images, and anchors of sanitized HTML against the absolute URL of its
     * page, and converts international hosts to ASCII, because URIs have no others (RFC 3986). Everything else stays as
     * it is, and so does a URL that cannot be resolved.
     */
    public static String resolve(String sanitizedHtml, String page) {
        return ATTRIBUTE.matcher(sanitizedHtml).replaceAll(attribute -> {
            var value = Parser.unescapeEntities(attribute.group(2), true);
            var resolved = attribute.group(1).equals("srcset")
                    ? SrcSet.parse(value).map(url -> toUri(url, page)).toString()
                    : toUri(value, page);
            return Matcher.quoteReplacement(resolved.equals(value)
                    ? attribute.group()
                    : " " + attribute.group(1) + "=\"" + Entities.escape(resolved) + "\"");
        });
    }

    private static String toUri(String url, String page) {
        return HostNames.toAsciiUrl(resolveUrl(url, page));
    }

    private static String resolveUrl(String url, String page) {
        var document = page.replaceFirst("#.*", "");
        if (SCHEME.matcher(url).lookingAt()) {
            return url;
        }
        if (url.startsWith("#")) {
            return document + url;
        }
        if (url.startsWith("?")) {
            return document.replaceFirst("\\?.*", "") + url;
        }
        try {
            return new URL(new URL(document), url).toExternalForm();
        } catch (MalformedURLException e) {
            return url;
        }
    }
}
