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

/** Writes comments as imports bring them, with their own dates and states; nobody is told. */
@ApplicationScoped
public class CommentImports {
    /** Who acts in the history of a comment that an import changes. */
    private static final String IMPORT = "import";

    private final CommentRepository comments;
    private final CommentMoves moves;
    private final MemberService members;
    private final BulkIdentities identities;
    private final ArticleCounters articleCounters;
    private final Event<ContentChanged> changed;
    private final Clock clock;

    CommentImports(CommentRepository comments, CommentMoves moves, MemberService members,
            BulkIdentities identities, ArticleCounters articleCounters, Event<ContentChanged> changed, Clock clock) {
        this.comments = comments;
        this.moves = moves;
        this.members = members;
        this.identities = identities;
        this.articleCounters = articleCounters;
        this.changed = changed;
        this.clock = clock;
    }

    /**
     * A comment of an import.
     *
     * @param answers
     *            the comment that this one answers, or null
     * @param body
     *            in the Markdown of comments; null for a deleted one
     * @param member
     *            who wrote it, or null for a guest
     * @param likes
     *            the members who like it
     */
    public record Imported(
            UUID id,
            UUID article,
            UUID answers,
            CommentState state,
            String name,
            String email,
            String website,
            String body,
            Instant createdAt,
            UUID member,
            List<UUID> likes,
            Instant editedAt) {}

    /** Adds new comments; an answer comes behind what it answers. Gives their versions, by id. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, Integer> create(List<Imported> imported) {
        var articles = imported.stream().map(Imported::article).collect(Collectors.toSet());
        // As everybody does who changes comments.
        articleCounters.lockCommentCounter(articles);
        var known = comments.list("id in ?1",
                imported.stream().map(Imported::answers).filter(Objects::nonNull).distinct().toList()).stream()
                .collect(Collectors.toMap(c -> c.id, Function.identity()));
        var authors = authors(imported);
        var added = new ArrayList<Comment>();
        var deleted = new HashSet<UUID>();
        for (var i : imported) {
            var comment = new Comment();
            comment.id = i.id;
            comment.articleId = i.article;
            comment.rootId = comment.id;
            comment.depth = 1;
            comment.createdAt = i.createdAt;
            write(comment, i, authors);
            var to = i.answers == null ? null : known.get(i.answers);
            if (to != null) {
                comment.reply(to);
                comment.hidden = to.hidden || to.depth < Comment.MAX_DEPTH && !to.opens();
            }
            known.put(comment.id, comment);
            added.add(comment);
            if (comment.state == CommentState.deleted) {
                deleted.add(comment.rootId);
            }
        }
        comments.persist(added);
        comments.flush();
        deleted.forEach(comments::bareTombstones);
        like(imported);
        changed.fire(new ContentChanged(identities.findIdsAndSlugs(articles)));
        return added.stream().collect(Collectors.toMap(c -> c.id, c -> c.version));
    }

    /** Makes a comment what the import says; its place in the thread stays. Gives its version. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int update(Imported imported) {
        var comment = moves.lock(imported.id, imported.id.toString());
        var authors = authors(List.of(imported));
        moves.move(comment, IMPORT, null, clock.instant(), c -> {
            c.createdAt = imported.createdAt;
            write(c, imported, authors);
        });
        like(List.of(imported));
        moves.seen(comment);
        return comment.version;
    }

    private Map<UUID, MemberRef> authors(List<Imported> imported) {
        return members.refs(imported.stream().map(Imported::member).filter(Objects::nonNull).distinct().toList());
    }

    private void like(List<Imported> imported) {
        var liked = imported.stream().filter(i -> i.state != CommentState.deleted)
                .flatMap(i -> i.likes.stream().map(member -> Map.entry(i, member))).toList();
        if (!liked.isEmpty()) {
            comments.like(column(liked, UUID[]::new, l -> l.getKey().id),
                    column(liked, UUID[]::new, Map.Entry::getValue),
                    clock.instant());
        }
    }

    private static void write(Comment comment, Imported i, Map<UUID, MemberRef> authors) {
        comment.movedAt = i.createdAt;
        comment.postedOn = LocalDate.ofInstant(i.createdAt, ZoneOffset.UTC);
        if (i.state == CommentState.deleted) {
            comment.erase(i.createdAt);
            return;
        }
        comment.state = i.state;
        comment.authorName = i.name;
        comment.authorEmail = i.email;
        comment.authorEmailNorm = ParsedEmailAddress.normalizeLeniently(i.email);
        comment.authorWebsite = i.website;
        comment.memberId = i.member;
        comment.authorVerified = i.member != null && authors.get(i.member).verified();
        comment.editedAt = i.editedAt;
        comment.write(i.body, HtmlSanitizer.renderCommentMarkdown(i.body));
    }
}
