package dev.byline.transfer.format;

import java.time.Instant;

import org.jsoup.nodes.Element;

import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;

/** Reads the comments of a WordPress post. */
final class WordPressComments {
    private final WordPressTimes times;

    WordPressComments(WordPressTimes times) {
        this.times = times;
    }

    /**
     * The post of the comments.
     *
     * @param publishedAt
     *            the date of the post, which comments without a date get; null without one
     * @param ambiguous
     *            whether an earlier item has the same id
     */
    record Post(String id, String place, Instant publishedAt, boolean ambiguous) {}

    /** Tells whether an element is a comment of a reader, and neither a pingback nor a note of a plugin. */
    static boolean isComment(Element e) {
        var type = e.tagName().endsWith(":comment") ? XmlElementReader.trimmedChildText(e, "comment_type") : "other";
        return type == null || type.equals("comment");
    }

    /** Passes on the comments of an item. */
    void read(Element item, Post post, ImportItemSink sink) {
        for (var c : item.children()) {
            if (c.tagName().endsWith(":comment")) {
                readComment(c, post, sink);
            }
        }
    }

    private void readComment(Element c, Post post, ImportItemSink sink) {
        var id = XmlElementReader.trimmedChildText(c, "comment_id");
        var place = post.place + ", comment " + id;
        var body = CommentMarkdown.fromHtml(XmlElementReader.childText(c, "comment_content"));
        if (!isComment(c)) {
            sink.skip(place, id, "is a "
                    + ImportValues.toSingleLine(XmlElementReader.trimmedChildText(c, "comment_type"), 50)
                    + ", not a comment");
        } else if (post.ambiguous) {
            sink.reject(place, id, "belongs to an item that has the id '" + post.id + "' of an earlier item");
        } else if (id == null || body == null) {
            sink.reject(place, id, id == null ? "has no comment_id" : "has no text");
        } else {
            var parent = XmlElementReader.trimmedChildText(c, "comment_parent");
            var name = ImportValues.toPlainLine(XmlElementReader.trimmedChildText(c, "comment_author"),
                    Guest.MAX_NAME_LENGTH);
            var comment = ImportComment.ofGuest(post.id,
                    parent == null || parent.equals("0") ? null : parent,
                    toState(XmlElementReader.trimmedChildText(c, "comment_approved")),
                    name == null ? "Anonymous" : name,
                    ImportValues.toEmail(XmlElementReader.trimmedChildText(c, "comment_author_email")),
                    ImportValues.toUrl(XmlElementReader.trimmedChildText(c, "comment_author_url")), body);
            var date = times.read(c, "comment_date");
            if (date == null && post.publishedAt != null) {
                sink.accept(place, ImportLine.comment(id, comment, post.publishedAt),
                        "has no date that can be read; the date of its article became its date");
            } else {
                sink.accept(place, ImportLine.comment(id, comment, date));
            }
        }
    }

    private static CommentState toState(String approved) {
        return switch (approved == null ? "1" : approved) {
            case "1" -> CommentState.approved;
            case "0" -> CommentState.pending;
            case "spam" -> CommentState.spam;
            default -> CommentState.rejected;
        };
    }
}
