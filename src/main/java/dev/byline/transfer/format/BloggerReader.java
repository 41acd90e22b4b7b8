package dev.byline.transfer.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jsoup.nodes.Element;

import dev.byline.article.State;
import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;
import dev.byline.publication.ArticleKind;

/**
 * Reads the export of Blogger, and the file {@code feed.atom} of its archive from Google Takeout.
 * <ol>
 * <li>The first pass collects the kinds of all entries, and who may read the blog.</li>
 * <li>The second pass reads posts with their labels, which become tags, pages, and comments.</li>
 * </ol>
 */
class BloggerReader implements FormatReader {
    private static final String PAGE = "page";
    private static final String COMMENT = "comment";

    private final Map<String, String> kinds = new HashMap<>();
    private final Set<String> skippedKinds = new HashSet<>();
    private final FeedAuthors authors = new FeedAuthors();
    /** The readers that the settings of the blog admit; null if the file does not say it. */
    private String readers;
    private int entryNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        FormatReader.lookAhead(() -> XmlElementReader.forEach(file, AtomReader.CHILDREN, "feed", child -> {
            var e = FeedNamespaces.inAtom(child);
            if (e.tagName().equals("entry")) {
                lookAt(BloggerEntry.of(e));
            }
        }));
        XmlElementReader.forEach(file, AtomReader.CHILDREN, "feed", child -> {
            var e = FeedNamespaces.inAtom(child);
            if (e.tagName().equals("entry")) {
                readEntry(BloggerEntry.of(e), file, sink);
            }
        });
    }

    private void lookAt(BloggerEntry entry) {
        kinds.put(entry.id(), entry.kind());
        if (entry.kind().equals("settings") && String.valueOf(entry.id()).endsWith(".BLOG_READ_ACCESS_MODE")) {
            readers = entry.atom().text("content");
        }
    }

    private void readEntry(BloggerEntry entry, ImportFile file, ImportItemSink sink) {
        var place = "entry " + ++entryNumber;
        var kind = entry.kind();
        switch (kind) {
            case "post", PAGE, COMMENT -> {
                if (entry.id() == null) {
                    sink.reject(place, null, "has no id");
                } else if (kind.equals(COMMENT)) {
                    readComment(entry, place, file.options().importsPages(true), sink);
                } else if (kind.equals(PAGE) && !file.options().importsPages(true)) {
                    sink.skip(place, entry.id(), "is a page, and pages=false leaves pages out");
                } else {
                    readPost(entry, place, file.source(), sink);
                }
            }
            default -> {
                if (skippedKinds.add(kind)) {
                    sink.skip(place, null, "entries of the kind " + ImportValues.toSingleLine(kind, 50)
                            + " exist only in Blogger and are not imported");
                }
            }
        }
    }

    private void readPost(BloggerEntry entry, String place, String source, ImportItemSink sink) {
        var atom = entry.atom();
        var item = new FeedItem(place, entry.id());
        item.kind = entry.kind().equals(PAGE) ? ArticleKind.page : null;
        item.url = entry.url();
        item.base = BaseUrl.ofFirst(item.url, source).in(atom.element());
        item.title = AtomText.toLine(atom.child("title"));
        item.html = AtomText.toHtml(atom.child("content"));
        item.seoDescription = atom.text("blogger:metaDescription");
        item.publishedAt = item.toInstant(entry.publishedText());
        item.createdAt = item.publishedAt;
        item.updatedAt = item.toInstant(atom.text("updated"));
        atom.authors().forEach(author -> item.authors.add(authors.emit(name(author), null, sink)));
        entry.labels().forEach(item::addTag);
        setState(item, entry.status());
        item.emit(sink);
    }

    private void setState(FeedItem item, String status) {
        switch (status) {
            case "SOFT_TRASHED" -> item.state = State.trashed;
            // The date decides about a post that is scheduled.
            case "LIVE", "SCHEDULED" -> {
                if (readers != null && !readers.equalsIgnoreCase("PUBLIC")) {
                    item.restrict("belongs to a blog that not all readers may see (BLOG_READ_ACCESS_MODE "
                            + ImportValues.toSingleLine(readers, 50) + ")");
                }
            }
            default -> {
                item.restrict("has the status '" + ImportValues.toSingleLine(status, 50) + "'");
                // The date of a draft in Blogger is that of its last change.
                item.publishedAt = null;
            }
        }
    }

    private void readComment(BloggerEntry entry, String place, boolean pages, ImportItemSink sink) {
        var id = entry.id();
        boolean known = kinds.containsKey(String.valueOf(entry.articleId()));
        var article = known || entry.articleUrl() == null ? entry.articleId() : entry.articleUrl();
        var state = entry.commentState();
        var body = state == CommentState.deleted
                ? null
                : CommentMarkdown.fromHtml(AtomText.toHtml(entry.atom().child("content")));
        if (!pages && PAGE.equals(kinds.get(entry.articleId()))) {
            sink.skip(place, id, "belongs to a page, and pages are not imported");
            return;
        }
        if (article == null || body == null && state != CommentState.deleted) {
            sink.reject(place, id, article == null ? "names no post" : "has no text");
            return;
        }
        var answered = entry.answeredId();
        boolean answersKnown = COMMENT.equals(kinds.get(answered));
        var author = entry.atom().authors().stream().findFirst().orElse(null);
        var name = author == null ? null : ImportValues.toPlainLine(name(author), Guest.MAX_NAME_LENGTH);
        var comment = ImportComment.ofGuest(article, answersKnown ? answered : null, state,
                name == null ? "Anonymous" : name, null,
                author == null ? null : ImportValues.toUrl(XmlElementReader.trimmedChildText(author, "uri")), body);
        sink.accept(place, ImportLine.comment(id, comment, entry.publishedAt()), answered == null || answersKnown
                ? new String[0]
                : new String[]{ "answers a comment that is not in the file, and stands by itself" });
    }

    private static String name(Element author) {
        return XmlElementReader.trimmedChildText(author, "name");
    }
}
