package dev.byline.transfer.format;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;

/** The entries of an Atom feed that answer other entries (RFC 4685); they become comments. */
final class AtomComments {
    /** The maximum number of answers between an article and a comment that are followed. */
    private static final int MAX_DEPTH = 1_000;

    /** The ids of the answered entries, by the id of the answer. */
    private final Map<String, String> answered = new HashMap<>();
    /** The ids of the entries that answer no other. */
    private final Set<String> articles = new HashSet<>();

    /** Takes note of an entry, before any entry is read. */
    void lookAt(FeedElement entry) {
        var id = entry.text("id");
        if (id != null && isComment(entry)) {
            answered.put(id, reference(entry));
        } else if (id != null) {
            articles.add(id);
        }
    }

    static boolean isComment(FeedElement entry) {
        return entry.child("thr:in-reply-to") != null;
    }

    private static String reference(FeedElement entry) {
        return entry.child("thr:in-reply-to").attr("ref").strip();
    }

    /** Passes on an entry as a comment: on the article at the beginning of its thread. */
    void read(FeedElement entry, String place, String id, ImportItemSink sink) {
        var reference = reference(entry);
        var article = reference;
        for (int depth = 0; answered.containsKey(article) && depth < MAX_DEPTH; depth++) {
            article = answered.get(article);
        }
        if (!articles.contains(article)) {
            // The article is not in the feed, so its address finds it, if the entry names the address.
            var address = ImportValues.toUrl(entry.child("thr:in-reply-to").attr("href"));
            article = address == null ? article : address;
        }
        var body = CommentMarkdown
                .fromHtml(AtomText.toHtml(entry.child(entry.child("content") == null ? "summary" : "content")));
        if (article.isEmpty() || body == null) {
            sink.reject(place, id, article.isEmpty() ? "names no entry that it answers" : "has no text");
            return;
        }
        var author = entry.authors().stream().findFirst().orElse(null);
        var name = author == null
                ? null
                : ImportValues.toPlainLine(XmlElementReader.trimmedChildText(author, "name"), Guest.MAX_NAME_LENGTH);
        var comment = ImportComment.ofGuest(article, answered.containsKey(reference) ? reference : null,
                CommentState.approved, name == null ? "Anonymous" : name, null,
                author == null ? null : ImportValues.toUrl(XmlElementReader.trimmedChildText(author, "uri")), body);
        sink.accept(place, ImportLine.comment(id, comment, ImportValues.toInstant(
                entry.text("published") == null ? entry.text("updated") : entry.text("published"))));
    }
}
