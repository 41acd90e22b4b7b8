package dev.byline.feed;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The Atom Syndication Format (RFC 4287). */
final class Atom {
    static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    private Atom() {
    }

    static byte[] write(Feed feed) {
        var xml = new XmlDocument("feed", Map.of("", NAMESPACE), "xml:lang", feed.locale());
        xml.element("id", feed.self()).element("title", feed.title()).element("subtitle", feed.description())
                .element("updated", date(feed.updated())).element("generator", "Byline")
                .empty("link", "rel", "self", "type", FeedFormat.ATOM, "href", feed.self())
                .empty("link", "rel", "alternate", "href", feed.home());
        // Required, because an entry may be unsigned (§4.1.1).
        people(xml, List.of(new Feed.Person(feed.publisher(), null)));
        feed.entries().forEach(entry -> entry(xml, entry));
        return xml.bytes();
    }

    private static void entry(XmlDocument xml, Feed.Entry entry) {
        xml.open("entry", "xml:lang", entry.locale()).element("id", entry.urn()).element("title", entry.title())
                .empty("link", "rel", "alternate", "href", entry.url())
                .element("published", date(entry.published())).element("updated", date(entry.updated()));
        people(xml, entry.authors());
        entry.topics().forEach(topic -> xml.empty("category", "term", topic.slug(), "scheme", topic.scheme(), "label",
                topic.name()));
        if (entry.cover() != null) {
            xml.empty("link", "rel", "enclosure", "type", Rss.picture(entry.cover().url()), "title",
                    entry.cover().alt(), "href", entry.cover().url());
        }
        // Relative addresses in the text, such as those of its own footnotes, are meant on its page.
        xml.element("summary", entry.summary())
                .element("content", entry.html(), "type", "html", "xml:base", entry.url()).close();
    }

    private static void people(XmlDocument xml, List<Feed.Person> people) {
        people.forEach(author -> xml.open("author").element("name", author.name()).element("uri", author.url())
                .close());
    }

    private static String date(Instant time) {
        return time.toString();
    }
}
