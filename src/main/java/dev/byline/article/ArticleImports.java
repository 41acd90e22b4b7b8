package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.byline.identity.BulkIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import dev.byline.publication.NewPublication;
import dev.byline.publication.PublicationWriter;
import dev.byline.stats.ArticleCounters;
import dev.byline.text.RenderedBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Writes imported articles, many new articles in a few statements. Imported articles obey the same rules as articles of
 * editors.
 */
@ApplicationScoped
public class ArticleImports {
    private final ArticleRepository articles;
    private final ArticleContentWriter contentWriter;
    private final ArticleRevisions revisions;
    private final ArticleLifecycle lifecycle;
    private final MetadataValidator metadataValidator;
    private final BulkIdentities identities;
    private final PublicationWriter publicationWriter;
    private final ArticleCounters articleCounters;
    private final Clock clock;

    ArticleImports(ArticleRepository articles, ArticleContentWriter contentWriter, ArticleRevisions revisions,
            ArticleLifecycle lifecycle, MetadataValidator metadataValidator, BulkIdentities identities,
            PublicationWriter publicationWriter,
            ArticleCounters articleCounters, Clock clock) {
        this.articles = articles;
        this.contentWriter = contentWriter;
        this.revisions = revisions;
        this.lifecycle = lifecycle;
        this.metadataValidator = metadataValidator;
        this.identities = identities;
        this.publicationWriter = publicationWriter;
        this.articleCounters = articleCounters;
        this.clock = clock;
    }

    /** The id, version and slug of an article after the import wrote it. */
    public record WrittenArticle(UUID id, int version, String slug) {}

    /**
     * Renders the body, or returns null if the input has no body. 422 if the rendered body would be too large, or if
     * the metadata breaks a limit.
     */
    public RenderedBody renderBody(ArticleInput input) {
        metadataValidator.validate(input.metadata);
        return input.body == null ? null : input.body.render();
    }

    /** Finds everything that prevents the input from being published; an empty list if it can be published. */
    public List<Violation> findPublishingProblems(ArticleInput input, RenderedBody body) {
        return PublicationBuilder.findMissing(input, body);
    }

    /** Creates new articles, in the given order. The caller holds the shared lock of references. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<WrittenArticle> create(List<ImportedArticle> imported) {
        var now = clock.instant();
        var slugs = identities.create(imported.stream()
                .map(item -> new BulkIdentities.NewIdentity(item.id, item.translationGroup,
                        item.publishedContent().locale, Objects.requireNonNullElse(item.createdAt, now),
                        item.publishedContent().slug,
                        item.state == State.live))
                .toList());
        var rows = imported.stream().map(item -> newArticle(item, slugs.get(item.id), now)).toList();
        // Revisions are taken before publishing changes the dates of the articles.
        var firstRevisions = revisions.createRevisions(rows, imported.get(0).importedBy);
        var publications = new ArrayList<NewPublication>();
        var views = new HashMap<UUID, Long>();
        for (int index = 0; index < rows.size(); index++) {
            var article = rows.get(index);
            var item = imported.get(index);
            if (item.state == State.live) {
                var publication = PublicationBuilder.buildImported(article, item.publishedBody(), item.dates,
                        now);
                article.firstPublishedAt = publication.content().firstPublishedAt;
                article.updatedAt = null;
                publications.add(publication);
            }
            if (item.views != null) {
                views.put(item.id, item.views);
            }
        }
        articles.persist(rows);
        articles.flush();
        identities.addFormerSlugs(imported.stream().flatMap(item -> item.formerSlugs.stream()).toList());
        revisions.saveAll(firstRevisions);
        articleCounters.setViews(views, imported.stream().flatMap(item -> item.viewsByDay.stream()).toList());
        publicationWriter.publishNew(publications);
        for (int index = 0; index < imported.size(); index++) {
            applyLaterChanges(rows.get(index), imported.get(index));
        }
        return rows.stream().map(a -> new WrittenArticle(a.id, a.version, a.slug)).toList();
    }

    private Article newArticle(ImportedArticle imported, String slug, Instant now) {
        var input = imported.publishedContent();
        var article = new Article();
        article.id = imported.id;
        article.createdAt = Objects.requireNonNullElse(imported.createdAt, now);
        article.recordSave(Objects.requireNonNullElse(imported.savedAt, now));
        article.body = input.body;
        article.bodyHtml = imported.publishedBody() == null ? null : imported.publishedBody().html();
        article.slug = slug;
        article.locale = input.locale;
        input.copyTo(article, metadataValidator.validate(input.metadata));
        addIds(input.authors, article.authors);
        addIds(input.categories, article.categories);
        addIds(input.tags, article.tags);
        article.state = imported.state;
        if (imported.state == State.live || imported.state == State.unpublished
                || imported.state == State.trashed && input.firstPublishedAt != null) {
            article.publishedContentVersion = article.contentVersion;
            article.version++;
        }
        return article;
    }

    /** Saves the content that is newer than the published content, and sets the schedule. */
    private void applyLaterChanges(Article article, ImportedArticle imported) {
        if (imported.liveContent != null) {
            save(article, imported.content, imported.importedBy, imported.savedAt);
        }
        applySchedule(article, imported.schedule);
    }

    private void applySchedule(Article article, ImportedArticle.ImportSchedule importSchedule) {
        if (importSchedule != null && article.schedule == null && article.state != State.trashed) {
            boolean publish = importSchedule.action() == Schedule.Action.publish;
            article.setSchedule(new Schedule(importSchedule.action(), importSchedule.at(), article.contentVersion,
                    publish ? article.locale : null, publish ? article.slug : null, null));
            articles.save(article);
            lifecycle.notifyScheduled(importSchedule.at());
        }
    }

    /**
     * Updates an existing article with the imported content and state; 409 if it is in the trash, 404 if it was purged.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public WrittenArticle update(ImportedArticle imported) {
        var article = articles.lock(imported.id);
        if (article == null) {
            throw ProblemException.notFound("article", imported.id);
        }
        article.requireNotTrashed("changed by an import; restore it first");
        if (imported.liveContent != null) {
            save(article, imported.liveContent, imported.importedBy, null);
            lifecycle.publish(article.id.toString(), "*");
        }
        save(article, imported.content, imported.importedBy, imported.savedAt);
        if (imported.liveContent == null && imported.state == State.live) {
            lifecycle.publish(article.id.toString(), "*");
        } else if (imported.state == State.trashed) {
            lifecycle.trash(article.id.toString(), "*");
        } else if (imported.state != null && imported.liveContent == null && article.state == State.live) {
            lifecycle.unpublish(article.id.toString(), "*", null);
        }
        applySchedule(article, imported.schedule);
        identities.addFormerSlugs(imported.formerSlugs);
        articleCounters.setViews(imported.views == null ? Map.of() : Map.of(article.id, imported.views),
                imported.viewsByDay);
        return new WrittenArticle(article.id, article.version, article.slug);
    }

    private void save(Article article, ArticleInput input, String savedBy, Instant savedAt) {
        var before = ArticleInput.of(article);
        try {
            contentWriter.applyInput(article, input, false);
        } catch (ProblemException e) {
            if (e.type != ProblemType.SLUG_TAKEN) {
                throw e;
            }
            // Another article had the slug when this article was imported first, so this article keeps the slug that it
            // got then.
            var withFormerSlug = input.copy();
            withFormerSlug.slug = article.slug;
            contentWriter.applyInput(article, withFormerSlug, false);
        }
        if (!before.equals(ArticleInput.of(article))) {
            article.recordSave(Objects.requireNonNullElse(savedAt, clock.instant()));
            articles.save(article);
            revisions.save(article, savedBy);
            contentWriter.releaseSlug(article, before.locale, before.slug);
        }
    }

    private static void addIds(List<String> from, List<UUID> into) {
        if (from != null) {
            from.forEach(id -> into.add(UUID.fromString(id)));
        }
    }
}
