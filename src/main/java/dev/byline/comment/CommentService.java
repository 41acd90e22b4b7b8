package dev.byline.comment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;

/** What everyone reads of comments: approved ones, in threads or flat. */
@ApplicationScoped
public class CommentService {
    static final int FIRST_REPLIES = 10;

    private final CommentReads comments;
    private final PublicationService publications;

    CommentService(CommentReads comments, PublicationService publications) {
        this.comments = comments;
        this.publications = publications;
    }

    /** An approved comment; 404 for any other. */
    PublicComment read(String reference) {
        var id = Slugs.parseId(reference);
        if (id == null) {
            throw CommentMoves.unknown(reference);
        }
        return comments.approved(id).orElseThrow(() -> CommentMoves.unknown(reference));
    }

    /** One page of threads: roots, each with its first replies and the number of all. */
    Page<PublicComment> threads(String articleReference, String locale, Sort<CommentOrder> sort, Integer replies,
            PageQuery query) {
        if (replies != null && (replies < 0 || replies > FIRST_REPLIES)) {
            throw ProblemException.invalidParameter("replies", "must be 0 to " + FIRST_REPLIES + ", not " + replies);
        }
        return threads(publications.find(articleReference, locale).articleId(), sort,
                replies == null ? FIRST_REPLIES : replies, query);
    }

    /** The first page of the threads of a live article, newest first. */
    public Page<PublicComment> newestThreads(UUID article) {
        return threads(article, new Sort<>(CommentOrder.createdAt, true), FIRST_REPLIES, new PageQuery());
    }

    private Page<PublicComment> threads(UUID article, Sort<CommentOrder> sort, int replies, PageQuery query) {
        var roots = comments.roots(article, sort, query);
        return new Page<>(comments.withReplies(roots.items(), replies), roots.page());
    }

    /** One page of all comments alike, those since a time. */
    Page<PublicComment> flat(String articleReference, String locale, Sort<CommentOrder> sort, Instant since,
            PageQuery query) {
        if (sort.key() != CommentOrder.createdAt) {
            throw ProblemException.invalidParameter("sort", "must be createdAt or -createdAt with view=flat");
        }
        return comments.flat(publications.find(articleReference, locale).articleId(), since, sort.descending(), query);
    }

    /** The newest comments of a live article that everyone sees, roots and replies, newest first; one statement. */
    public List<PublicComment> newest(UUID article, int most) {
        return comments.newest(article, most);
    }

    /** One page of all replies in the thread of a root; 404 if the root is not shown. */
    Page<PublicComment> replies(String reference, PageQuery query) {
        var root = Slugs.parseId(reference);
        if (root == null || !comments.hasRoot(root)) {
            throw CommentMoves.unknown(reference);
        }
        return comments.replies(root, query);
    }
}
