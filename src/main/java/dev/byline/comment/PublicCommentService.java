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

/** Reads visible comments for the public API, in threads or as a flat list. */
@ApplicationScoped
public class PublicCommentService {
    /** Maximum and default number of replies that come with a root. */
    static final int MAX_FIRST_REPLIES = 10;

    private final PublicCommentQueries comments;
    private final PublicationService publications;

    PublicCommentService(PublicCommentQueries comments, PublicationService publications) {
        this.comments = comments;
        this.publications = publications;
    }

    /** Reads an approved comment; throws 404 for any other. */
    PublicComment read(String reference) {
        var id = Slugs.parseId(reference);
        if (id == null) {
            throw CommentTransitions.notFound(reference);
        }
        return comments.findApproved(id).orElseThrow(() -> CommentTransitions.notFound(reference));
    }

    /** Lists one page of threads: root comments, each with its first replies and the number of all its replies. */
    Page<PublicComment> listThreads(String articleReference, String locale, Sort<CommentSortKey> sort, Integer replies,
            PageQuery query) {
        if (replies != null && (replies < 0 || replies > MAX_FIRST_REPLIES)) {
            throw ProblemException.invalidParameter("replies",
                    "must be 0 to " + MAX_FIRST_REPLIES + ", not " + replies);
        }
        return listThreads(publications.find(articleReference, locale).articleId(), sort,
                replies == null ? MAX_FIRST_REPLIES : replies, query);
    }

    /** Lists the first page of the threads of a live article, newest first. */
    public Page<PublicComment> listNewestThreads(UUID article) {
        return listThreads(article, new Sort<>(CommentSortKey.createdAt, true), MAX_FIRST_REPLIES, new PageQuery());
    }

    private Page<PublicComment> listThreads(UUID article, Sort<CommentSortKey> sort, int replies, PageQuery query) {
        var roots = comments.listRoots(article, sort, query);
        return new Page<>(comments.withReplies(roots.items(), replies), roots.page());
    }

    /** Lists one page of all comments, roots and replies without threads, created at {@code since} or later. */
    Page<PublicComment> listFlat(String articleReference, String locale, Sort<CommentSortKey> sort, Instant since,
            PageQuery query) {
        if (sort.key() != CommentSortKey.createdAt) {
            throw ProblemException.invalidParameter("sort", "must be createdAt or -createdAt with view=flat");
        }
        return comments.listFlat(publications.find(articleReference, locale).articleId(), since, sort.descending(),
                query);
    }

    /** Lists the newest visible comments of a live article, roots and replies, newest first; runs one statement. */
    public List<PublicComment> listNewest(UUID article, int limit) {
        return comments.listNewest(article, limit);
    }

    /** Lists one page of all replies in the thread of a root; throws 404 if the root is not visible. */
    Page<PublicComment> listReplies(String reference, PageQuery query) {
        var root = Slugs.parseId(reference);
        if (root == null || !comments.hasRoot(root)) {
            throw CommentTransitions.notFound(reference);
        }
        return comments.listReplies(root, query);
    }
}
