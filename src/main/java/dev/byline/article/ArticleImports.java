package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.byline.identity.BulkIdentities;
import dev.byline.publication.NewPublication;
import dev.byline.publication.PublicationWriter;
import dev.byline.text.RenderedBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Creates imported articles, many articles in a few statements. {@link ArticleImportUpdates} updates them. Imported articles obey the same rules as articles of
 * editors.
 */
@ApplicationScoped
public class ArticleImports {
    private final ArticleRepository articles;
    private final ArticleRevisions revisions;
    private final MetadataValidator metadataValidator;
    private final BulkIdentities identities;
    private final PublicationWriter publicationWriter;
    private final ArticleImportUpdates updates;
    private final Clock clock;

    ArticleImports(ArticleRepository articles, ArticleRevisions revisions, MetadataValidator metadataValidator,
            BulkIdentities identities, PublicationWriter publicationWriter, ArticleImportUpdates updates,
            Clock clock) {
        this.articles = articles;
        this.revisions = revisions;
        this.metadataValidator = metadataValidator;
        this.identities = identities;
        this.publicationWriter = publicationWriter;
        this.updates = updates;
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

    /** Tells whether readers of the article would see anything: a body with text or pictures, or a cover. */
    public boolean isPublishable(ArticleInput input, RenderedBody body) {
        return input.cover != null || body != null && ArticlePublisher.hasContent(body);
    }

    /** Finds the articles that would not get their slug, because another article has it; one statement. */
    public Set<UUID> findRefusedSlugs(List<ImportedArticle> imported) {
        return identities.findRefused(imported.stream().map(item -> new BulkIdentities.RequestedSlug(item.id,
                item.publishedContent().locale, item.publishedContent().slug)).toList());
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
        for (int index = 0; index < rows.size(); index++) {
            var article = rows.get(index);
            var item = imported.get(index);
            if (item.state == State.live) {
                var publication = ArticlePublisher.buildImported(article, item);
                article.firstPublishedAt = publication.content().firstPublishedAt;
                article.updatedAt = null;
                publications.add(publication);
            }
        }
        articles.persist(rows);
        articles.flush();
        revisions.saveAll(firstRevisions);
        updates.addFormerSlugsAndViews(imported);
        publicationWriter.addAll(publications);
        for (int index = 0; index < imported.size(); index++) {
            updates.applyLaterChanges(rows.get(index), imported.get(index));
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

    private static void addIds(List<String> from, List<UUID> into) {
        if (from != null) {
            from.forEach(id -> into.add(UUID.fromString(id)));
        }
    }
}
