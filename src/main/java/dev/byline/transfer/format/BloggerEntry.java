package dev.byline.transfer.format;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

import dev.byline.comment.CommentState;

/**
 * An entry of a Blogger export. The former export names the kind of an entry in a category, its state in
 * {@code app:control} and references in links; the archive of Google Takeout has elements of Blogger's own for these.
 *
 * @param atom
 *            what the entry has in common with those of all Atom feeds
 */
record BloggerEntry(FeedElement atom) {
    private static final String KIND_SCHEME = "http://schemas.google.com/g/2005#kind";

    static BloggerEntry of(Element e) {
        return new BloggerEntry(new FeedElement(e));
    }

    String id() {
        return atom.text("id");
    }

    /** Returns the kind of the entry in lower case, such as {@code post}, {@code page} or {@code comment}. */
    String kind() {
        var type = atom.text("blogger:type");
        return type != null
                ? type.toLowerCase(Locale.ROOT)
                : atom.categories(KIND_SCHEME::equals).stream().findFirst().map(term -> term.replaceFirst(".*#", ""))
                        .orElse("post");
    }

    Set<String> labels() {
        return atom.categories(scheme -> !scheme.equals(KIND_SCHEME));
    }

    /** Returns the state that Takeout names; in the former export {@code DRAFT} or {@code LIVE}. */
    String status() {
        var status = atom.text("blogger:status");
        return atom.text("blogger:trashed") != null
                ? "SOFT_TRASHED"
                : status != null ? status : atom.isDraft() ? "DRAFT" : "LIVE";
    }

    /** Returns the address of a post or page; only its path in Takeout, and null for a draft without an address. */
    String url() {
        var link = atom.page();
        return link == null || link.isEmpty() ? atom.text("blogger:filename") : link;
    }

    String publishedText() {
        return Stream.of("published", "blogger:created").map(atom::text).filter(t -> t != null).findFirst()
                .orElse(null);
    }

    Instant publishedAt() {
        return ImportValues.toInstant(publishedText());
    }

    /** Returns the id of the post or page that a comment belongs to; null if the comment names none. */
    String articleId() {
        var reply = atom.child("thr:in-reply-to");
        return reply != null && !reply.attr("ref").isBlank() ? reply.attr("ref").strip() : atom.text("blogger:parent");
    }

    /** Returns the address of the post or page that a comment belongs to; null if the comment names none. */
    String articleUrl() {
        var reply = atom.child("thr:in-reply-to");
        return reply == null ? null : ImportValues.toUrl(reply.attr("href"));
    }

    /** Returns the id of the comment that a comment answers; null if it answers none. */
    String answeredId() {
        var given = atom.text("blogger:inReplyTo");
        var link = given == null ? atom.link("related") : given;
        var number = link == null ? "" : link.replaceFirst("[?#].*", "").replaceFirst("(?s).*?(\\d*)$", "$1");
        var id = id();
        return number.isEmpty() || id == null ? null : id.replaceFirst("\\d+$", number);
    }

    /** Tells whether the text of a comment was removed, by its author or by the blog. */
    boolean isRemoved() {
        return "EMPTIED".equals(status()) || atom.element().children().stream()
                .anyMatch(c -> c.tagName().equals("gd:extendedProperty")
                        && c.attr("name").equals("blogger.contentRemoved") && c.attr("value").equals("true"));
    }

    CommentState commentState() {
        if (isRemoved()) {
            return CommentState.deleted;
        }
        return switch (status()) {
            case "LIVE" -> CommentState.approved;
            case "SOFT_TRASHED" -> CommentState.rejected;
            default -> status().contains("SPAM") ? CommentState.spam : CommentState.pending;
        };
    }
}
