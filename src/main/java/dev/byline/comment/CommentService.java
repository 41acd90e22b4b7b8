package dev.byline.comment;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import dev.byline.cache.Changed;
import dev.byline.database.Ids;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.PublicationService;
import dev.byline.site.ModerationPolicy;
import dev.byline.site.SiteService;
import dev.byline.stats.Counters;
import dev.byline.text.Html;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** What readers do with comments: write them and read the approved ones. */
@ApplicationScoped
public class CommentService {
    private static final int FIRST_REPLIES = 10;

    private final CommentRepository comments;
    private final PublicationService publications;
    private final SiteService site;
    private final Counters counters;
    private final Clock clock;
    private final Event<Changed> changed;
    private final ArticleIdentities identities;

    CommentService(CommentRepository comments, PublicationService publications, SiteService site, Counters counters,
            Clock clock, Event<Changed> changed, ArticleIdentities identities) {
        this.identities = identities;
        this.changed = changed;
        this.comments = comments;
        this.publications = publications;
        this.site = site;
        this.counters = counters;
        this.clock = clock;
    }

    /** Takes a guest's comment; it waits for a moderator unless the site's policy is {@code none}. */
    @Transactional
    PublicComment post(String articleReference, String locale, NewComment input) {
        var article = publications.find(articleReference, locale);
        refuseUnlessOpen(article.commentsPolicy());
        // From here until the end, nobody else changes this article's comments.
        counters.lockComments(article.articleId());
        var comment = new Comment();
        comment.id = Ids.next();
        comment.articleId = article.articleId();
        comment.rootId = comment.id;
        comment.depth = 1;
        if (input.parentId() != null) {
            comment.reply(parent(input.parentId(), article.articleId()));
        }
        comment.state = site.commentsPolicy() == ModerationPolicy.none ? CommentState.approved : CommentState.pending;
        comment.authorName = input.author().name();
        comment.authorEmail = input.author().email();
        comment.authorWebsite = input.author().website();
        comment.body = input.body();
        comment.html = Html.commentFromMarkdown(input.body());
        comment.createdAt = clock.instant();
        comments.persistAndFlush(comment);
        if (comment.counts()) {
            counters.addComments(comment.articleId, 1);
            changed.fire(comment.changed(identities.names(comment.articleId)));
        }
        return PublicComment.of(comment);
    }

    /** An approved comment; 404 for any other. */
    PublicComment read(String reference) {
        var comment = find(reference);
        if (!comment.counts()) {
            throw unknown(reference);
        }
        publications.find(comment.articleId.toString(), null);
        return PublicComment.of(comment);
    }

    /** One page of threads: roots, each with its first replies and the number of all. */
    Page<PublicComment> threads(String articleReference, String locale, boolean newestFirst, PageQuery query) {
        return threads(publications.find(articleReference, locale).articleId(), newestFirst, query);
    }

    /** One page of the threads of a live article. */
    public Page<PublicComment> threads(UUID article, boolean newestFirst, PageQuery query) {
        var roots = comments.roots(article, newestFirst, query);
        var ids = roots.items().stream().map(c -> c.id).toList();
        var replies = comments.firstReplies(ids, FIRST_REPLIES);
        var counts = comments.replyCounts(ids);
        return roots.map(root -> PublicComment.of(root).with(
                replies.getOrDefault(root.id, List.of()).stream().map(PublicComment::of).toList(),
                counts.getOrDefault(root.id, 0)));
    }

    /** The newest comments of a live article that everyone sees, roots and replies, newest first; one statement. */
    public List<PublicComment> newest(UUID article, int most) {
        return comments.newest(article, most).stream().map(PublicComment::of).toList();
    }

    /** One page of all replies in the thread of a root; 404 if the root is not shown. */
    Page<PublicComment> replies(String reference, PageQuery query) {
        var root = find(reference);
        if (!root.opens() || root.hidden || !root.rootId.equals(root.id)) {
            throw unknown(reference);
        }
        publications.find(root.articleId.toString(), null);
        return comments.replies(root.id, query).map(PublicComment::of);
    }

    private Comment find(String reference) {
        var id = Slugs.id(reference);
        var comment = id == null ? null : comments.findById(id);
        if (comment == null) {
            throw unknown(reference);
        }
        return comment;
    }

    private Comment parent(UUID id, UUID article) {
        var parent = comments.findById(id);
        // One message for all: whoever may not see a comment does not learn that it is there.
        if (parent == null || !parent.articleId.equals(article) || !parent.counts()) {
            throw ProblemException.invalid("/parentId", "names no comment of this article that can be answered");
        }
        return parent;
    }

    private static void refuseUnlessOpen(CommentsPolicy policy) {
        if (policy == CommentsPolicy.closed) {
            throw ProblemException.of(ProblemType.COMMENTS_CLOSED, "Nobody can comment on this article any more.");
        }
        if (policy == CommentsPolicy.members) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "Only members can comment on this article.");
        }
    }

    private static ProblemException unknown(String reference) {
        return ProblemException.notFound("comment", reference);
    }
}
