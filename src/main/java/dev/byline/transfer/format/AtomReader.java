package dev.byline.transfer.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jsoup.nodes.Element;

/** Reads feeds in Atom 1.0 (RFC 4287). Categories become tags, and answers to entries become comments. */
class AtomReader implements FormatReader {
    /** The children of the root element, which may have a prefix. */
    static final String CHILDREN = "*|feed > *";

    private final FeedAuthors authors = new FeedAuthors();
    private final AtomComments comments = new AtomComments();
    /** The authors of entries that name none. */
    private final List<Element> feedAuthors = new ArrayList<>();
    private String site;
    private int entryNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        FormatReader.lookAhead(() -> XmlElementReader.forEach(file, CHILDREN, "feed", child -> {
            var e = FeedNamespaces.inAtom(child);
            if (e.tagName().equals("author")) {
                feedAuthors.add(e.clone());
            } else if (e.tagName().equals("link") && site == null && e.attr("rel").matches("|alternate")) {
                site = e.attr("href");
            } else if (e.tagName().equals("entry")) {
                comments.lookAt(new FeedElement(e));
            }
        }));
        XmlElementReader.forEach(file, CHILDREN, "feed", child -> {
            var e = FeedNamespaces.inAtom(child);
            if (e.tagName().equals("entry")) {
                readEntry(new FeedElement(e), file.source(), sink);
            }
        });
    }

    private void readEntry(FeedElement entry, String source, ImportItemSink sink) {
        var place = "entry " + ++entryNumber;
        var id = entry.text("id") == null ? entry.page() : entry.text("id");
        if (id == null || id.isEmpty()) {
            sink.reject(place, null, "must have an id or a link");
            return;
        }
        if (AtomComments.isComment(entry)) {
            comments.read(entry, place, id, sink);
            return;
        }
        var item = new FeedItem(place, id);
        var outer = BaseUrl.ofFirst(site, source).in(entry.element());
        item.url = outer.complete(entry.page());
        var content = entry.child("content");
        var summary = AtomText.toHtml(entry.child("summary"));
        var html = AtomText.toHtml(content);
        item.base = BaseUrl.ofFirst(item.url, site, source).in(content == null ? entry.element() : content);
        item.html = html == null || html.isBlank() ? summary : html;
        if (item.html != summary) {
            item.summary = summary;
        } else if (summary != null) {
            item.notes.add("has no text of its own; its summary became the text");
        }
        if (content != null && content.hasAttr("src")) {
            item.notes.add("its text at " + ImportValues.toSingleLine(content.attr("src"), 300) + " was not imported");
        }
        item.title = AtomText.toLine(entry.child("title"));
        item.publishedAt = item.toInstant(entry.text("published") == null
                ? entry.text("updated")
                : entry.text("published"));
        item.updatedAt = ImportValues.toInstant(entry.text("updated"));
        var named = entry.authors().isEmpty() ? feedAuthors : entry.authors();
        named.forEach(author -> item.authors
                .add(authors.emit(XmlElementReader.trimmedChildText(author, "name"), null, sink)));
        entry.categories(scheme -> true).forEach(item::addTag);
        item.coverUrl = FeedPicture.find(entry.element(), item.notes);
        if (entry.isDraft()) {
            item.restrict("is a draft in its source");
            item.publishedAt = entry.text("published") == null ? null : item.publishedAt;
        }
        item.emit(sink);
    }
}
