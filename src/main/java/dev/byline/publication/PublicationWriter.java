package dev.byline.publication;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.category.CategoryMerged;
import dev.byline.category.CategoryMoved;
import dev.byline.database.LinkTables;
import dev.byline.identity.ArticleIdentities;
import dev.byline.identity.BulkIdentities;
import dev.byline.tag.TagMerged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** Writes the data that readers see: the published copies, their lists, and their entries in the search index. */
@ApplicationScoped
public class PublicationWriter {
    private final PublicationRepository publications;
    private final ArticleLists lists;
    private final SearchIndex searchIndex;
    private final ArticleIdentities identities;
    private final BulkIdentities bulkIdentities;
    private final LinkTables links;
    private final Event<ContentChanged> changed;
    private final Event<ArticlePublished> published;

    PublicationWriter(PublicationRepository publications, ArticleLists lists, SearchIndex searchIndex,
            ArticleIdentities identities,
            BulkIdentities bulkIdentities, LinkTables links, Event<ContentChanged> changed,
            Event<ArticlePublished> published) {
        this.published = published;
        this.publications = publications;
        this.lists = lists;
        this.searchIndex = searchIndex;
        this.identities = identities;
        this.bulkIdentities = bulkIdentities;
        this.links = links;
        this.changed = changed;
    }

    /** Makes the article live, or replaces its published copy. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(NewPublication content) {
        var existing = publications.findById(content.articleId());
        var p = (existing == null ? new Publication() : existing).copyFrom(content);
        publications.persistAndFlush(p);
        lists.refresh(List.of(content.articleId()));
        searchIndex.write(List.of(p));
        changed(identities.markPublished(content.articleId(), content.locale(), content.slug()));
        published.fire(new ArticlePublished(content.articleId(), existing == null, content.publishedAt()));
    }

    /**
     * Makes articles live that have never been live; many articles take a few statements. The slugs of the articles are
     * already marked as published.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publishNew(List<NewPublication> contents) {
        if (contents.isEmpty()) {
            return;
        }
        var rows = contents.stream().map(content -> new Publication().copyFrom(content)).toList();
        publications.persist(rows);
        publications.flush();
        var articles = contents.stream().map(NewPublication::articleId).toList();
        lists.insert(articles);
        searchIndex.write(rows);
        changed(bulkIdentities.findTranslationIds(articles));
    }

    /** Deletes the published copy of an article; its counters and comments stay. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(UUID article) {
        publications.deleteById(article);
        publications.flush();
        changed(identities.findIdsAndSlugs(article));
    }

    private void changed(List<String> names) {
        changed.fire(new ContentChanged(Stream.concat(Stream.of(ChangeTracker.ARTICLES), names.stream()).toList()));
    }

    void onTaxonomyChange(@Observes CategoryMerged merge) {
        links.mergeLinks("publication_category", "category_id", merge.from(), merge.into());
    }

    void onTaxonomyChange(@Observes CategoryMoved moved) {
        lists.refresh(publications.articlesInCategoryTree(moved.category()));
    }

    void onTaxonomyChange(@Observes TagMerged merge) {
        links.mergeLinks("publication_tag", "tag_id", merge.from(), merge.into());
        lists.refresh(publications.articlesWithTag(merge.into()));
    }
}
