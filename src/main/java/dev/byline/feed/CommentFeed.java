package dev.byline.feed;

import java.util.List;

import dev.byline.comment.PublicCommentService;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/** Builds the contents of the feed of the comments on an article, in a constant number of statements. */
@ApplicationScoped
class CommentFeed {
    static final int MAX_COMMENTS = 50;

    private final PublicationService publications;
    private final PublicCommentService comments;
    private final SiteService site;

    CommentFeed(PublicationService publications, PublicCommentService comments, SiteService site) {
        this.publications = publications;
        this.comments = comments;
        this.site = site;
    }

    /**
     * Builds the feed of the newest {@value #MAX_COMMENTS} approved comments on a live article; 404 if there is no such
     * article. A slug is looked up in the locale of the query first.
     */
    Feed create(String reference, FeedService.FeedRequest feedRequest) {
        var urls = feedRequest.urls(site.readPublic());
        var id = publications.find(reference, feedRequest.query().locale).articleId();
        // The article may have been unpublished since it was found.
        var article = publications.summaries(List.of(id)).stream().findFirst()
                .orElseThrow(() -> ProblemException.notFound("article", reference));
        var entries = comments.listNewest(article.id, MAX_COMMENTS).stream()
                .map(comment -> new Feed.FeedEntry(comment, article, urls)).toList();
        // The feed's own URL contains the id of the article, which is valid in every locale.
        var self = new FeedService.FeedRequest(feedRequest.base(), feedRequest.format(), new FeedQuery())
                .selfUrl("/articles/" + article.id + "/comments");
        return new Feed(article.title + " – " + urls.site().title, article.excerpt, urls.site(),
                urls.article(article), self, article.locale, entries);
    }
}
