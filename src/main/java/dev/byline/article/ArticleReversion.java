package dev.byline.article;

import dev.byline.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Discards the unpublished changes of live articles. */
@ApplicationScoped
class ArticleReversion {
    private final WorkingCopyAccess workingCopies;
    private final ArticleRepository articles;
    private final ArticleContentWriter contentWriter;
    private final ArticleRevisions revisions;
    private final ArticleScheduling scheduling;
    private final AuditLog audit;

    ArticleReversion(WorkingCopyAccess workingCopies, ArticleRepository articles, ArticleContentWriter contentWriter,
            ArticleRevisions revisions, ArticleScheduling scheduling, AuditLog audit) {
        this.workingCopies = workingCopies;
        this.articles = articles;
        this.contentWriter = contentWriter;
        this.revisions = revisions;
        this.scheduling = scheduling;
        this.audit = audit;
    }

    /**
     * Replaces the working copy by the published content, and cancels a scheduled publication. The discarded content
     * stays a revision. 409 unless the article is live.
     */
    @Transactional
    WorkingCopy revert(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerLocale = article.locale;
        var formerSlug = article.slug;
        var formerSchedule = article.schedule;
        if (article.hasUnpublishedChanges()) {
            contentWriter.applyInput(article, revisions.findContent(article.id, article.publishedContentVersion),
                    false);
        }
        if (article.revert()) {
            articles.save(article);
            contentWriter.releaseSlug(article, formerLocale, formerSlug);
            audit.record("article.revert", article.id);
        }
        return workingCopies.toWorkingCopy(article, scheduling.finishCancellation(article, formerSchedule));
    }
}
