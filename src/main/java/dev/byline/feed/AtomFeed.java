package dev.byline.feed;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.byline.media.Media;

/** Writes feeds in the Atom Syndication Format (RFC 4287). */
final class AtomFeed {
    static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    private AtomFeed() {
    }

    static byte[] write(Feed feed, String hub) {
        var xml = new XmlDocument("feed", Map.of("", NAMESPACE), "xml:lang", feed.locale());
        xml.element("id", feed.self()).element("title", feed.title()).element("subtitle", feed.description())
                .element("updated", date(feed.updated())).element("generator", "Byline")
                .empty("link", "rel", "self", "type", FeedFormat.ATOM, "href", feed.self())
                .empty("link", "rel", "alternate", "href", feed.home())
                .element("icon", feed.site().icon)
                .element("logo", feed.site().logo == null ? null : feed.site().logo.url());
        if (hub != null) {
            xml.empty("link", "rel", "hub", "href", hub);
        }
        // The feed must have an author, because an entry may have none (RFC 4287 §4.1.1).
        writeAuthors(xml, List.of(new Feed.FeedAuthor(feed.site().title, null)));
        feed.entries().forEach(feedEntry -> writeEntry(xml, feedEntry));
        return xml.bytes();
    }

    private static void writeEntry(XmlDocument xml, Feed.FeedEntry feedEntry) {
        xml.open("entry", "xml:lang", feedEntry.locale).element("id", feedEntry.urn())
                .element("title", feedEntry.title)
                .empty("link", "rel", "alternate", "href", feedEntry.url)
                .element("published", date(feedEntry.published)).element("updated", date(feedEntry.updated));
        writeAuthors(xml, feedEntry.authors);
        feedEntry.topics
                .forEach(feedTopic -> xml.empty("category", "term", feedTopic.slug(), "scheme", feedTopic.scheme(),
                        "label",
                        feedTopic.name()));
        if (feedEntry.cover != null) {
            var medium = feedEntry.cover.medium();
            xml.empty("link", "rel", "enclosure", "type", RssFeed.imageType(feedEntry.cover), "length",
                    medium.map(Media::bytes).map(String::valueOf).orElse(null), "title", feedEntry.cover.alt, "href",
                    feedEntry.cover.url);
        }
        // The text has absolute URLs; the base is for those that could not be resolved.
        xml.element("summary", feedEntry.summary)
                .element("content", feedEntry.html, "type", "html", "xml:base", feedEntry.url).close();
    }

    private static void writeAuthors(XmlDocument xml, List<Feed.FeedAuthor> authors) {
        authors.forEach(author -> xml.open("author").element("name", author.name()).element("uri", author.url())
                .close());
    }

    private static String date(Instant time) {
        return time.toString();
    }
}
