package dev.byline.transfer.format;

import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

/**
 * Reads feeds in RSS 0.9 to 2.0, also in RSS 1.0 (RDF), with the usual elements of other vocabularies:
 * {@code content:encoded}, Dublin Core, Media RSS. The text is {@code content:encoded}, or else the description.
 * Categories become tags.
 */
class RssReader implements FormatReader {
    /** The items of RSS 1.0 follow the channel, those of all other versions are in it. */
    private static final String CHILDREN = "*|channel > *, *|RDF > *|item";

    private final FeedAuthors authors = new FeedAuthors();
    private String site;
    private int itemNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        XmlElementReader.forEach(file, CHILDREN, "channel", child -> {
            var e = FeedNamespaces.inRss(child);
            if (e.tagName().equals("link") && site == null) {
                site = ImportValues.toUrl(e.wholeText());
            } else if (e.tagName().equals("item")) {
                readItem(new FeedElement(e), file.source(), sink);
            }
        });
    }

    private void readItem(FeedElement entry, String source, ImportItemSink sink) {
        var place = "item " + ++itemNumber;
        var e = entry.element();
        var guid = entry.text("guid");
        var link = first(entry, "feedburner:origLink", "link");
        var resource = ImportValues.toSingleLine(e.attr("rdf:about"), ImportLine.MAX_ID_LENGTH);
        var id = guid != null ? guid : resource != null ? resource : link;
        if (id == null) {
            sink.reject(place, null, "must have a guid or a link");
            return;
        }
        var item = new FeedItem(place, id);
        var outer = BaseUrl.ofFirst(site, source).in(e);
        item.url = outer.complete(link == null ? permanentLink(entry) : link);
        var encoded = entry.text("content:encoded");
        var description = entry.text("description");
        item.html = encoded == null ? description : encoded;
        item.summary = encoded == null ? null : description;
        item.base = BaseUrl.ofFirst(item.url, site, source)
                .in(encoded == null ? e : entry.child("content:encoded"));
        item.title = entry.text("title");
        item.publishedAt = item
                .toInstant(first(entry, "pubDate", "dc:date", "atom:published", "dcterms:issued", "dcterms:created"));
        item.updatedAt = ImportValues.toInstant(first(entry, "atom:updated", "dcterms:modified"));
        e.children().stream().flatMap(RssReader::authorNames)
                .forEach(name -> item.authors.add(authors.emit(name, null, sink)));
        if (item.authors.isEmpty()) {
            item.authors.add(authors.emit(entry.text("itunes:author"), null, sink));
        }
        e.children().stream().filter(c -> c.tagName().equals("category") || c.tagName().equals("dc:subject"))
                .forEach(c -> item.addTag(c.wholeText()));
        item.coverUrl = FeedPicture.find(e, item.notes);
        item.emit(sink);
    }

    private static Stream<String> authorNames(Element e) {
        return switch (e.tagName()) {
            case "dc:creator", "author" -> Stream.of(e.wholeText());
            case "atom:author" -> Stream.ofNullable(XmlElementReader.trimmedChildText(e, "name"));
            default -> Stream.empty();
        };
    }

    private static String first(FeedElement entry, String... names) {
        return Stream.of(names).map(entry::text).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Returns the guid if it is the address of the item; null if it is not. */
    private static String permanentLink(FeedElement entry) {
        var guid = entry.child("guid");
        return guid == null || guid.attr("isPermaLink").equals("false")
                ? null
                : ImportValues.toUrl(guid.wholeText());
    }
}
