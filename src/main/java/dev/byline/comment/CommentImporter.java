package dev.byline.comment;

import static dev.byline.database.UnnestColumns.column;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.cache.ContentChanged;
import dev.byline.identity.BulkIdentities;
import dev.byline.member.MemberRef;
import dev.byline.member.MemberService;
import dev.byline.stats.ArticleCounters;
import dev.byline.text.HtmlSanitizer;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Writes imported comments with their original dates and states; sends no notifications. */
@ApplicationScoped
public class CommentImporter {
    /** Actor in the history of a comment that an import changes. */
    private static final String IMPORT_ACTOR = "import";

    private final CommentRepository comments;
    private final CommentTransitions transitions;
    private final MemberService members;
    private final BulkIdentities identities;
    private final ArticleCounters articleCounters;
    private final Event<ContentChanged> changed;
    private final Clock clock;

    CommentImporter(CommentRepository comments, CommentTransitions transitions, MemberService members,
            BulkIdentities identities, ArticleCounters articleCounters, Event<ContentChanged> changed, Clock clock) {
        this.comments = comments;
        this.transitions = transitions;
        this.members = members;
        this.identities = identities;
        this.articleCounters = articleCounters;
        this.changed = changed;
        this.clock = clock;
    }

    /**
     * A comment of an import.
     *
     * @param inReplyTo
     *            the comment that this comment replies to, or null
     * @param likes
     *            the members who like the comment
     */
    public record ImportedComment(
            UUID id,
            UUID article,
            UUID inReplyTo,
            CommentState state,
            ImportedCommentAuthor author,
            ImportedText text,
            List<UUID> likes) {}

    /**
     * The author of an imported comment.
     *
     * @param member
     *            the member who wrote the comment, or null for a guest
     */
    public record ImportedCommentAuthor(String name, String email, String website, UUID member) {}

    /**
     * The text of an imported comment.
     *
     * @param body
     *            text in the Markdown of comments; null for a deleted comment
     */
    public record ImportedText(String body, Instant createdAt, Instant editedAt) {}

    /** Adds new comments; a reply must come after the comment it replies to. Returns the versions by comment id. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, Integer> create(List<ImportedComment> imported) {
        var articles = imported.stream().map(ImportedComment::article).collect(Collectors.toSet());
        // Every change of comments locks their articles first.
        articleCounters.lockCommentCounter(articles);
        var known = comments.list("id in ?1",
                imported.stream().map(ImportedComment::inReplyTo).filter(Objects::nonNull).distinct().toList()).stream()
                .collect(Collectors.toMap(c -> c.id, Function.identity()));
        var authors = findAuthors(imported);
        var now = clock.instant();
        var added = new ArrayList<Comment>();
        var deleted = new HashSet<UUID>();
        for (var i : imported) {
            var comment = new Comment();
            comment.id = i.id;
            comment.articleId = i.article;
            comment.rootId = comment.id;
            comment.depth = 1;
            comment.createdAt = i.text.createdAt;
            fill(comment, i, authors, now);
            var parent = i.inReplyTo == null ? null : known.get(i.inReplyTo);
            if (parent != null) {
                comment.replyTo(parent);
                comment.hidden = parent.hidden || parent.depth < Comment.MAX_DEPTH && !parent.showsReplies();
            }
            known.put(comment.id, comment);
            added.add(comment);
            if (comment.state == CommentState.deleted) {
                deleted.add(comment.rootId);
            }
        }
        comments.persist(added);
        comments.flush();
        deleted.forEach(comments::updateBareTombstones);
        insertLikes(imported);
        changed.fire(new ContentChanged(identities.findIdsAndSlugs(articles)));
        return added.stream().collect(Collectors.toMap(c -> c.id, c -> c.version));
    }

    /** Overwrites a comment with the imported data, except its place in the thread. Returns the new version. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int update(ImportedComment importedComment) {
        var comment = transitions.lock(importedComment.id, importedComment.id.toString());
        var authors = findAuthors(List.of(importedComment));
        var now = clock.instant();
        transitions.applyChange(comment, IMPORT_ACTOR, null, now, c -> {
            c.createdAt = importedComment.text.createdAt;
            fill(c, importedComment, authors, now);
        });
        insertLikes(List.of(importedComment));
        transitions.fireContentChanged(comment);
        return comment.version;
    }

    private Map<UUID, MemberRef> findAuthors(List<ImportedComment> imported) {
        return members
                .refs(imported.stream().map(i -> i.author.member).filter(Objects::nonNull).distinct().toList());
    }

    private void insertLikes(List<ImportedComment> imported) {
        var liked = imported.stream().filter(i -> i.state != CommentState.deleted)
                .flatMap(i -> i.likes.stream().map(member -> Map.entry(i, member))).toList();
        if (!liked.isEmpty()) {
            comments.insertLikes(column(liked, UUID[]::new, l -> l.getKey().id),
                    column(liked, UUID[]::new, Map.Entry::getValue),
                    clock.instant());
        }
    }

    private static void fill(Comment comment, ImportedComment i, Map<UUID, MemberRef> authors, Instant now) {
        // The retention of spam and of deleted comments begins with the import.
        comment.movedAt = now;
        comment.postedOn = LocalDate.ofInstant(i.text.createdAt, ZoneOffset.UTC);
        if (i.state == CommentState.deleted) {
            comment.erase(now);
            return;
        }
        comment.state = i.state;
        comment.authorName = i.author.name;
        comment.authorEmail = i.author.email;
        comment.authorEmailNorm = ParsedEmailAddress.normalizeLeniently(i.author.email);
        comment.authorWebsite = i.author.website;
        comment.memberId = i.author.member;
        comment.authorVerified = i.author.member != null && authors.get(i.author.member).verified();
        comment.editedAt = i.text.editedAt;
        comment.setText(i.text.body, HtmlSanitizer.renderCommentMarkdown(i.text.body));
    }
}
