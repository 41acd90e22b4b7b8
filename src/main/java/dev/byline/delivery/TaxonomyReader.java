package dev.byline.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryQuery;
import dev.byline.category.CategoryService;
import dev.byline.listing.ArticleCounts;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.PageQuery;
import dev.byline.publication.PublicationService;
import dev.byline.tag.TagRef;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Reads categories, tags and authors by their ids as the public API shows them, with their own names. Nothing comes from
 * memory. Each method takes at most {@link PageQuery#MAX_SIZE} ids; ids of what readers do not see are missing in the
 * result.
 */
@ApplicationScoped
public class TaxonomyReader {
    private final CategoryService categories;
    private final PublicationService publications;
    private final AuthorService authors;
    private final ArticleCounts articleCounts;

    TaxonomyReader(CategoryService categories, PublicationService publications, AuthorService authors,
            ArticleCounts articleCounts) {
        this.categories = categories;
        this.publications = publications;
        this.authors = authors;
        this.articleCounts = articleCounts;
    }

    /** Finds categories; four statements, or none without ids. */
    public Map<UUID, PublicTaxonomy.Category> categories(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var found = categories.list(new CategoryQuery(), filter(ids), page()).items();
        var existing = found.stream().map(category -> category.id).toList();
        var counts = articleCounts.byCategory(existing);
        var inTree = articleCounts.byCategoryTree(existing);
        return byId(found.stream().map(c -> new PublicTaxonomy.Category(c, null, counts.get(c.id), inTree.get(c.id)))
                .toList(), category -> category.id);
    }

    /** Finds tags of live articles; two statements, or none without ids. */
    public Map<UUID, PublicTaxonomy.Tag> tags(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var found = publications.tags(page(), filter(ids), null).items();
        var counts = articleCounts.byTag(found.stream().map(TagRef::id).toList());
        return byId(found.stream().map(tag -> PublicTaxonomy.Tag.of(tag, null, counts.get(tag.id()))).toList(),
                PublicTaxonomy.Tag::id);
    }

    /** Finds authors; two statements, or none without ids. */
    public Map<UUID, PublicTaxonomy.Author> authors(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var found = authors.list(page(), filter(ids), null).items();
        var counts = articleCounts.byAuthor(found.stream().map(author -> author.id).toList());
        return byId(
                found.stream().map(author -> PublicTaxonomy.Author.of(author, null, counts.get(author.id))).toList(),
                PublicTaxonomy.Author::id);
    }

    private static PageQuery page() {
        var page = new PageQuery();
        page.size = PageQuery.MAX_SIZE;
        return page;
    }

    private static IdAndSlugQuery filter(Collection<UUID> ids) {
        var filter = new IdAndSlugQuery();
        filter.ids = ids.stream().map(UUID::toString).toList();
        return filter;
    }

    private static <T> Map<UUID, T> byId(List<T> items, Function<T, UUID> id) {
        return items.stream().collect(Collectors.toMap(id, Function.identity()));
    }
}
