package dev.byline.feed;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.byline.publication.Cover;

/** RSS 2.0 as the RSS Advisory Board describes it, with the modules content, Dublin Core, Media RSS and Atom's links. */
final class Rss {
    private static final Map<String, String> NAMESPACES = new TreeMap<>(Map.of(
            "atom", Atom.NAMESPACE,
            "content", "http://purl.org/rss/1.0/modules/content/",
            "dc", "http://purl.org/dc/elements/1.1/",
            "media", "http://search.yahoo.com/mrss/"));
    private static final Map<String, String> PICTURES = Map.of("jpg", "image/jpeg", "jpeg", "image/jpeg", "png",
            "image/png", "gif", "image/gif", "webp", "image/webp", "avif", "image/avif", "svg", "image/svg+xml");

    private Rss() {
    }

    static byte[] write(Feed feed) {
        var xml = new XmlDocument("rss", NAMESPACES, "version", "2.0").open("channel");
        xml.element("title", feed.title()).element("link", feed.home())
                .element("description", feed.description() == null ? feed.title() : feed.description())
                .element("language", feed.locale())
                .element("lastBuildDate", feed.entries().isEmpty() ? null : date(feed.updated()))
                .element("generator", "Byline")
                .empty("atom:link", "rel", "self", "type", FeedFormat.RSS, "href", feed.self());
        feed.entries().forEach(entry -> item(xml, entry));
        return xml.bytes();
    }

    private static void item(XmlDocument xml, Feed.Entry entry) {
        xml.open("item").element("title", entry.title()).element("link", entry.url())
                .element("guid", entry.urn(), "isPermaLink", "false").element("pubDate", date(entry.published()));
        // The author of RSS itself is an address for mail, which nobody here gives away.
        entry.authors().forEach(author -> xml.element("dc:creator", author.name()));
        entry.topics().stream().map(Feed.Topic::name).distinct().forEach(name -> xml.element("category", name));
        xml.element("dc:language", entry.locale())
                .element("description", entry.summary() == null ? null : html(entry.summary()))
                .element("content:encoded", entry.html());
        if (entry.cover() != null) {
            cover(xml, entry.cover());
        }
        xml.close();
    }

    /** An enclosure must say its type, which only the name tells, and its length, which nobody knows: 0 by custom. */
    private static void cover(XmlDocument xml, Cover cover) {
        var type = picture(cover.url());
        if (type != null) {
            xml.empty("enclosure", "url", cover.url(), "length", "0", "type", type);
        }
        xml.open("media:content", "url", cover.url(), "medium", "image", "type", type, "width", number(cover.width()),
                "height", number(cover.height())).element("media:description", cover.alt(), "type", "plain").close();
    }

    /** The media type of a picture by the end of its address, or null. */
    static String picture(String url) {
        var path = url.split("[?#]")[0];
        return PICTURES.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static String number(Integer number) {
        return number == null ? null : number.toString();
    }

    /** RFC 822 §5 with the year in four digits, as RSS asks. */
    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Descriptions are HTML, and what is given is not. */
    private static String html(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
