package dev.byline.comment;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;

import dev.byline.limit.RateLimiter;
import dev.byline.limit.RateLimits;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationService;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;

/**
 * Stores likes of members and reports of readers. Each member or reporter counts once per comment; counters are updated
 * by difference.
 */
@ApplicationScoped
class CommentReactions {
    /**
     * Number of open reports from which an approved comment waits for a moderator. The generated column
     * {@code comment.waiting} has the same number.
     */
    static final int REPORTS_TO_WAIT = 3;
    /** Maximum number of likes in one response. */
    private static final int MAX_LISTED_LIKES = 1_000;
    /** Finds an approved comment on a live article, and whether the member wrote the comment. */
    private static final String LIKED_COMMENT_SQL = """
            with liked as (
                select c.id, c.member_id is not distinct from :member as own
                from comment c join publication p on p.article_id = c.article_id
                where c.id = :id and c.shown and c.state = 'approved'),
            """;
    private static final String LIKE_SQL = LIKED_COMMENT_SQL + """
            added as (
                insert into comment_like (comment_id, member_id, created_at)
                select l.id, m.id, :now from liked l join member m on m.id = :member where not l.own
                on conflict do nothing)
            select own from liked""";
    private static final String UNLIKE_SQL = LIKED_COMMENT_SQL + """
            removed as (
                delete from comment_like using liked l where comment_id = l.id and member_id = :member)
            select own from liked""";

    private final Session database;
    private final PublicCommentService comments;
    private final CurrentCommenter currentCommenter;
    private final PublicationService publications;
    private final RateLimiter rateLimiter;
    private final Clock clock;

    CommentReactions(Session database, PublicCommentService comments, CurrentCommenter currentCommenter,
            PublicationService publications,
            RateLimiter rateLimiter, Clock clock) {
        this.database = database;
        this.comments = comments;
        this.currentCommenter = currentCommenter;
        this.publications = publications;
        this.rateLimiter = rateLimiter;
        this.clock = clock;
    }

    /** Whether the member likes a comment, and the number of its likes. */
    @Schema(name = "CommentLike", description = "Whether you like a comment, and the number of its likes.")
    public record LikeState(
            @NotNull @Schema(examples = "4") int likeCount,
            @NotNull @Schema(examples = "true") boolean liked) {}

    /** Reason of a report. */
    @Schema(name = "ReportReason")
    public enum ReportReason {
        spam,
        abuse,
        off_topic,
        other
    }

    /** A report as a reader submits it. */
    @Schema(name = "NewReport", description = "A report about a comment that a moderator should check.",
            examples = "{\"reason\": \"abuse\", \"note\": \"It insults the author.\"}")
    public record NewReport(
            @NotNull @Schema(examples = "abuse") ReportReason reason,
            @PlainText(max = 500, multiline = true) @Schema(examples = "It insults the author.") String note) {}

    /** Response to a report; a repeated report gets an equal response. */
    @Schema(name = "ReportReceived", description = "Confirms the report. A repeated report gets an equal response.")
    public record ReportReceived(@NotNull @Schema(examples = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69") UUID commentId) {}

    /** Comments of an article that a member likes. */
    @Schema(name = "LikedComments",
            description = "The comments of an article that you like, so that a page can mark them.")
    public record MemberLikes(@NotNull List<UUID> commentIds) {}

    /**
     * Adds or removes the like of the signed-in member; throws 409 for the member's own comment. One statement finds the
     * comment and changes the like; another one reads the number of likes, which a trigger changes.
     */
    @Transactional
    LikeState like(String reference, boolean liked) {
        var member = currentCommenter.requireMemberId();
        var id = Slugs.parseId(reference);
        var change = database.createNativeQuery(liked ? LIKE_SQL : UNLIKE_SQL, Boolean.class).setParameter("id", id,
                UUID.class).setParameter("member", member);
        if (liked) {
            change.setParameter("now", clock.instant());
        }
        boolean own = change.getResultList().stream().findFirst()
                .orElseThrow(() -> CommentTransitions.notFound(reference));
        if (liked && own) {
            throw ProblemException.of(ProblemType.CONFLICT, "You cannot like your own comment.");
        }
        // The comment may have been deleted since.
        int count = database.createNativeQuery("select like_count from comment where id = :id", Integer.class)
                .setParameter("id", id).getResultList().stream().findFirst()
                .orElseThrow(() -> CommentTransitions.notFound(reference));
        return new LikeState(count, liked);
    }

    /** Lists the comments of an article that the member likes, at most the newest 1,000. */
    MemberLikes likes(String article, String locale) {
        var member = currentCommenter.requireMemberId();
        return new MemberLikes(database.createNativeQuery("""
                select l.comment_id from comment_like l join comment c on c.id = l.comment_id
                where l.member_id = :member and c.article_id = :article and c.shown order by c.created_at desc, c.id""",
                UUID.class).setParameter("member", member)
                .setParameter("article", publications.find(article, locale).articleId()).setMaxResults(MAX_LISTED_LIKES)
                .getResultList());
    }

    /** Stores a report; each reporter counts once per comment until a moderator has decided. */
    @Transactional
    ReportReceived report(String reference, NewReport input) {
        var id = comments.read(reference).id;
        rateLimiter.acquire(RateLimits.REPORTS, currentCommenter.rateLimitKey());
        database.createNativeMutationQuery("""
                with added as (
                    insert into comment_report (comment_id, reporter, member_id, reason, note, created_at)
                    values (:id, :reporter, (select id from member where id = :member), :reason, :note, :now)
                    on conflict do nothing returning 1)
                update comment set open_reports = open_reports + 1 where id = :id and exists (select 1 from added)""")
                .setParameter("id", id).setParameter("reporter", currentCommenter.reporterHash())
                .setParameter("member", currentCommenter.memberId().orElse(null), UUID.class)
                .setParameter("reason", input.reason.name()).setParameter("note", input.note, String.class)
                .setParameter("now", clock.instant()).executeUpdate();
        return new ReportReceived(id);
    }
}
