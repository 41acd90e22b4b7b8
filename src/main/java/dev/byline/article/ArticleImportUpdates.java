package dev.byline.article;

import java.util.HashMap;
import java.util.List;
import java.util.UUID;

import dev.byline.identity.BulkIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.stats.ArticleCounters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Updates articles that an import created before, and adds to new ones what follows their first revision. */
@ApplicationScoped
public class ArticleImportUpdates {
    private final ArticleRepository articles;
    private final ArticleContentWriter contentWriter;
    private final ArticleLifecycle lifecycle;
    private final ArticleScheduling scheduling;
    private final BulkIdentities identities;
    private final ArticleCounters articleCounters;

    ArticleImportUpdates(ArticleRepository articles, ArticleContentWriter contentWriter, ArticleLifecycle lifecycle,
            ArticleScheduling scheduling, BulkIdentities identities, ArticleCounters articleCounters) {
        this.articles = articles;
        this.contentWriter = contentWriter;
        this.lifecycle = lifecycle;
        this.scheduling = scheduling;
        this.identities = identities;
        this.articleCounters = articleCounters;
    }

    /**
     * Updates an existing article with the imported content and state; 409 if it is in the trash, 404 if it was purged.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public ArticleImports.WrittenArticle update(ImportedArticle imported) {
        var article = articles.lock(imported.id);
        if (article == null) {
            throw ProblemException.notFound("article", imported.id);
        }
        article.requireNotTrashed("changed by an import; restore it first");
        if (imported.liveContent != null) {
            contentWriter.saveImported(article, imported.liveContent, imported.importedBy, null);
            lifecycle.publishImported(article, imported.importedAt);
        }
        contentWriter.saveImported(article, imported.content, imported.importedBy, imported.savedAt);
        if (imported.liveContent == null && imported.state == State.live) {
            lifecycle.publishImported(article, imported.importedAt);
        } else if (imported.state == State.trashed) {
            lifecycle.trash(article.id.toString(), "*");
        } else if (imported.state != null && imported.liveContent == null && article.state == State.live) {
            lifecycle.unpublish(article.id.toString(), "*");
        }
        scheduling.scheduleImported(article, imported.schedule);
        addFormerSlugsAndViews(List.of(imported));
        return new ArticleImports.WrittenArticle(article.id, article.version, article.slug);
    }

    /** Saves the content that is newer than the published content, and sets the schedule. */
    void applyLaterChanges(Article article, ImportedArticle imported) {
        if (imported.liveContent != null) {
            contentWriter.saveImported(article, imported.content, imported.importedBy, imported.savedAt);
        }
        scheduling.scheduleImported(article, imported.schedule);
    }

    /** Adds the former slugs of the articles, and sets their view counters where the import has them. */
    void addFormerSlugsAndViews(List<ImportedArticle> imported) {
        identities.addFormerSlugs(imported.stream().flatMap(item -> item.formerSlugs.stream()).toList());
        var views = new HashMap<UUID, Long>();
        imported.stream().filter(item -> item.views != null).forEach(item -> views.put(item.id, item.views));
        articleCounters.setViews(views, imported.stream().flatMap(item -> item.viewsByDay.stream()).toList());
    }
}
