package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTableReader.text;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jsoup.nodes.Entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Reads feeds in JSON Feed 1 and 1.1. */
class JsonFeedReader implements FormatReader {
    private static final String ITEMS = "items";
    private static final Set<String> FEED_FIELDS = Set.of("home_page_url", "language", "author", "authors");

    private final FeedAuthors authors = new FeedAuthors();
    /** The fields of the feed, without its items. */
    private JsonNode feed = MissingNode.getInstance();
    private int itemNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        feed = JsonTableReader.readFields(file, FEED_FIELDS);
        JsonTableReader.forEachRow(file, Set.of(ITEMS), (table, row) -> readItem(row, file.source(), sink));
    }

    private void readItem(JsonNode row, String source, ImportItemSink sink) {
        var place = "item " + ++itemNumber;
        var id = text(row, "id") == null ? text(row, "url") : text(row, "id");
        if (id == null) {
            sink.reject(place, null, "must have an id or a url");
            return;
        }
        var item = new FeedItem(place, id);
        var site = BaseUrl.ofFirst(text(feed, "home_page_url"), source);
        item.url = site.complete(text(row, "url"));
        item.base = BaseUrl.ofFirst(item.url, site.url());
        var html = text(row, "content_html");
        item.html = addLink(html == null ? AtomText.paragraphs(text(row, "content_text")) : html,
                ImportValues.toUrl(text(row, "external_url")));
        item.summary = escape(text(row, "summary"));
        item.title = escape(text(row, "title"));
        item.coverUrl = text(row, "image") == null ? text(row, "banner_image") : text(row, "image");
        item.publishedAt = item.toInstant(text(row, "date_published"));
        item.updatedAt = ImportValues.toInstant(text(row, "date_modified"));
        var language = text(row, "language");
        // The language of the feed is that of the import; only items in other languages need one of their own.
        item.locale = Objects.equals(language, text(feed, "language")) ? null : language;
        var named = authorsOf(row).findAny().isPresent() ? row : feed;
        authorsOf(named).forEach(
                author -> item.authors.add(authors.emit(text(author, "name"), text(author, "avatar"), sink)));
        row.path("tags").forEach(tag -> item.addTag(escape(tag.asText())));
        if (!row.path("attachments").isEmpty()) {
            item.notes.add("its attachments were not imported: " + row.path("attachments").size());
        }
        item.emit(sink);
    }

    /** Returns the authors of an item or feed: a list in version 1.1, one author in version 1. */
    private static Stream<JsonNode> authorsOf(JsonNode node) {
        return node.path("authors").isEmpty()
                ? Stream.of(node.path("author")).filter(JsonNode::isObject)
                : StreamSupport.stream(node.path("authors").spliterator(), false);
    }

    private static String escape(String text) {
        return text == null ? null : Entities.escape(text);
    }

    /** Adds the page elsewhere that an item is about, unless the text links to it. */
    private static String addLink(String html, String externalUrl) {
        if (externalUrl == null || html != null && html.contains(externalUrl)) {
            return html;
        }
        var url = Entities.escape(externalUrl);
        return (html == null ? "" : html + "\n") + "<p><a href=\"" + url + "\">" + url + "</a></p>";
    }
}
