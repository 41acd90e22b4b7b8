package dev.byline.publication;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.hibernate.Session;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.identity.ArticleIdentities;
import dev.byline.identity.BulkIdentities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Writes the data that readers see: the published copies, their lists, and their entries in the search index. */
@ApplicationScoped
public class PublicationWriter {
    private final Session database;
    private final ListingWriter lists;
    private final SearchIndex searchIndex;
    private final ArticleIdentities identities;
    private final BulkIdentities bulkIdentities;
    private final Event<ContentChanged> changed;
    private final Event<ArticlePublished> published;

    PublicationWriter(Session database, ListingWriter lists, SearchIndex searchIndex, ArticleIdentities identities,
            BulkIdentities bulkIdentities, Event<ContentChanged> changed, Event<ArticlePublished> published) {
        this.database = database;
        this.lists = lists;
        this.searchIndex = searchIndex;
        this.identities = identities;
        this.bulkIdentities = bulkIdentities;
        this.changed = changed;
        this.published = published;
    }

    /** Makes the article live, or replaces its published copy. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(NewPublication copy) {
        var existing = database.find(Publication.class, copy.articleId());
        var p = (existing == null ? new Publication() : existing).copyFrom(copy);
        database.persist(p);
        database.flush();
        lists.refresh(List.of(p.articleId));
        searchIndex.write(List.of(p));
        changed(identities.markPublished(p.articleId, p.content.locale, p.content.slug));
        published.fire(new ArticlePublished(p.articleId, p.content.kind, existing == null, p.content.publishedAt));
    }

    /**
     * Makes articles live that have never been live; many articles take a few statements. The slugs of the articles are
     * already marked as published.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void addAll(List<NewPublication> copies) {
        if (copies.isEmpty()) {
            return;
        }
        var rows = copies.stream().map(copy -> new Publication().copyFrom(copy)).toList();
        rows.forEach(database::persist);
        database.flush();
        var articles = copies.stream().map(NewPublication::articleId).toList();
        lists.insert(articles);
        searchIndex.write(rows);
        changed(bulkIdentities.findTranslationIds(articles));
    }

    /** Deletes the published copy of an article; its counters and comments stay. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(UUID article) {
        var existing = database.find(Publication.class, article);
        if (existing != null) {
            database.remove(existing);
            database.flush();
        }
        changed(identities.findIdsAndSlugs(article));
    }

    private void changed(List<String> names) {
        changed.fire(new ContentChanged(Stream.concat(Stream.of(ChangeTracker.ARTICLES), names.stream()).toList()));
    }
}
