package dev.byline.transfer.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of a feed, which tells its format and the site that it is of. */
final class FeedHead {
    private static final String CDATA = "(?:\\s*<!\\[CDATA\\[)?\\s*";
    private static final String URL = "(https?:[^\\s<>\"'\\]]{1,150})";
    private static final Pattern BLOGGER_MARK = Pattern.compile("blogger/2008/kind#|<blogger:(type|status)>");
    private static final Pattern JSON_FEED_VERSION = Pattern
            .compile("\"version\"\\s*:\\s*\"https?:(?:\\\\?/){2}(?:www\\.)?jsonfeed\\.org");
    private static final String PREFIX = "(?:[\\w.-]+:)?";
    private static final Pattern RSS_SITE = Pattern.compile("<" + PREFIX + "link>" + CDATA + URL);
    private static final Pattern ATOM_LINK = Pattern.compile("<" + PREFIX + "link\\s([^>]*)>");
    private static final Pattern RELATION = Pattern.compile("rel\\s*=\\s*[\"'](?!alternate[\"'])");
    private static final Pattern ADDRESS = Pattern.compile("href\\s*=\\s*[\"']" + URL);
    private static final Pattern JSON_SITE = Pattern.compile("\"home_page_url\"\\s*:\\s*\"" + URL);

    private FeedHead() {
    }

    /** Detects a feed by its root element and its beginning. */
    static Optional<ImportFormat> detectXml(String root, String head) {
        return switch (FeedNamespaces.rootName(root, head)) {
            case "feed" -> Optional.of(BLOGGER_MARK.matcher(head).find() ? ImportFormat.blogger : ImportFormat.atom);
            case "rss", "RDF" -> Optional.of(ImportFormat.rss);
            default -> Optional.empty();
        };
    }

    static boolean isJsonFeed(String head) {
        return head.startsWith("{") && JSON_FEED_VERSION.matcher(head).find();
    }

    /** Finds the address of the site in front of the first item of a feed; empty in a file of another format. */
    static Optional<String> findSite(ImportFormat format, String head) {
        var site = switch (format) {
            case rss -> first(RSS_SITE.matcher(head.replaceFirst("(?s)<" + PREFIX + "item[\\s>].*", "")));
            case atom -> ATOM_LINK.matcher(head.replaceFirst("(?s)<" + PREFIX + "entry[\\s>].*", "")).results()
                    .map(link -> link.group(1)).filter(link -> !RELATION.matcher(link).find())
                    .flatMap(link -> first(ADDRESS.matcher(link)).stream()).findFirst();
            case jsonfeed -> first(JSON_SITE.matcher(head.replace("\\/", "/")));
            default -> Optional.<String>empty();
        };
        return site.map(address -> address.replaceAll("/+$", ""));
    }

    private static Optional<String> first(Matcher address) {
        return address.find() ? Optional.of(address.group(1)) : Optional.empty();
    }
}
