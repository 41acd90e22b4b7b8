package dev.byline.feed;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

import dev.byline.media.Media;
import dev.byline.publication.CoverDetail;

/**
 * Writes feeds in RSS 2.0 as specified by the RSS Advisory Board, with the modules content, Dublin Core, Media RSS and
 * Atom's links.
 */
final class RssFeed {
    private static final Map<String, String> NAMESPACES = Map.of(
            "atom", AtomFeed.NAMESPACE,
            "content", "http://purl.org/rss/1.0/modules/content/",
            "dc", "http://purl.org/dc/elements/1.1/",
            "media", "http://search.yahoo.com/mrss/");
    private static final Map<String, String> IMAGE_TYPES_BY_EXTENSION = Map.of("jpg", "image/jpeg", "jpeg",
            "image/jpeg", "png",
            "image/png", "gif", "image/gif", "webp", "image/webp", "avif", "image/avif", "svg", "image/svg+xml");

    private RssFeed() {
    }

    static byte[] write(Feed feed, String hub) {
        var xml = new XmlDocument("rss", NAMESPACES, "version", "2.0").open("channel");
        xml.element("title", feed.title()).element("link", feed.home())
                .element("description", feed.description() == null ? feed.title() : feed.description())
                .element("language", feed.locale())
                .element("lastBuildDate", feed.entries().isEmpty() ? null : date(feed.updated()))
                .element("generator", "Byline")
                .empty("atom:link", "rel", "self", "type", FeedFormat.RSS, "href", feed.self());
        if (hub != null) {
            xml.empty("atom:link", "rel", "hub", "href", hub);
        }
        writeImage(xml, feed);
        feed.entries().forEach(feedEntry -> writeItem(xml, feedEntry));
        return xml.bytes();
    }

    /** Writes the picture of the feed, the logo or else the icon; title and link are those of the channel. */
    private static void writeImage(XmlDocument xml, Feed feed) {
        var url = feed.site().logo == null ? feed.site().icon : feed.site().logo.url();
        if (url != null) {
            xml.open("image").element("url", url).element("title", feed.title()).element("link", feed.home()).close();
        }
    }

    private static void writeItem(XmlDocument xml, Feed.FeedEntry feedEntry) {
        xml.open("item").element("title", feedEntry.title).element("link", feedEntry.url)
                .element("guid", feedEntry.urn(), "isPermaLink", "false")
                .element("pubDate", date(feedEntry.published));
        // RSS's own author element contains a mail address, which Byline does not disclose.
        feedEntry.authors.forEach(author -> xml.element("dc:creator", author.name()));
        feedEntry.topics.stream().map(Feed.FeedTopic::name).distinct().forEach(name -> xml.element("category", name));
        xml.element("dc:language", feedEntry.locale)
                .element("description", feedEntry.summary == null ? null : escapeHtml(feedEntry.summary))
                .element("content:encoded", feedEntry.html);
        if (feedEntry.cover != null) {
            writeCover(xml, feedEntry.cover);
        }
        xml.close();
    }

    /**
     * Writes the cover image. An enclosure must have a type and a length. They are known of a picture of this service;
     * otherwise only the extension tells the type, and the length is 0 by convention.
     */
    private static void writeCover(XmlDocument xml, CoverDetail cover) {
        var type = imageType(cover);
        var bytes = cover.medium().map(Media::bytes).map(String::valueOf).orElse(null);
        if (type != null) {
            xml.empty("enclosure", "url", cover.url, "length", bytes == null ? "0" : bytes, "type", type);
        }
        xml.open("media:content", "url", cover.url, "medium", "image", "type", type, "fileSize", bytes, "width",
                number(cover.width), "height", number(cover.height)).element("media:title", cover.caption)
                .element("media:description", cover.alt, "type", "plain").element("media:credit", cover.credit).close();
    }

    /** Returns the media type of a cover, by the extension in its URL if it is no medium; null if it is unknown. */
    static String imageType(CoverDetail cover) {
        return cover.medium().map(Media::type).orElseGet(() -> {
            var path = cover.url.split("[?#]")[0];
            return IMAGE_TYPES_BY_EXTENSION.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        });
    }

    private static String number(Integer number) {
        return number == null ? null : number.toString();
    }

    /** Formats a time by RFC 822 §5 with a four-digit year, as RSS requires. */
    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Escapes plain text for a description, which is HTML in RSS. */
    private static String escapeHtml(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
