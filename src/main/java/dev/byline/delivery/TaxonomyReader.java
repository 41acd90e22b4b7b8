package dev.byline.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.author.AuthorDetail;
import dev.byline.author.AuthorService;
import dev.byline.category.CategoryDetail;
import dev.byline.category.CategoryQuery;
import dev.byline.category.CategoryService;
import dev.byline.listing.ArticleCounts;
import dev.byline.media.MediaReferences;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.PageQuery;
import dev.byline.publication.PublicationService;
import dev.byline.tag.TagRef;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Reads categories, tags and authors as the public API shows them. Nothing comes from memory. Each method takes at most
 * {@link PageQuery#MAX_SIZE} of them; the result lacks those that readers do not see.
 */
@ApplicationScoped
public class TaxonomyReader {
    private final CategoryService categories;
    private final PublicationService publications;
    private final AuthorService authors;
    private final ArticleCounts articleCounts;
    private final MediaReferences media;

    TaxonomyReader(CategoryService categories, PublicationService publications, AuthorService authors,
            ArticleCounts articleCounts, MediaReferences media) {
        this.media = media;
        this.categories = categories;
        this.publications = publications;
        this.authors = authors;
        this.articleCounts = articleCounts;
    }

    /** Finds categories; four statements, or none without ids. */
    public Map<UUID, PublicTaxonomy.Category> categories(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : showCategories(categories.list(new CategoryQuery(), filter(ids), page()).items(), null);
    }

    /** Finds tags of live articles; two statements, or none without ids. */
    public Map<UUID, PublicTaxonomy.Tag> tags(Collection<UUID> ids) {
        return ids.isEmpty() ? Map.of() : showTags(publications.tags(page(), filter(ids), null).items(), null);
    }

    /** Finds authors; two statements and one for avatars that are media, or none without ids. */
    public Map<UUID, PublicTaxonomy.Author> authors(Collection<UUID> ids) {
        return ids.isEmpty() ? Map.of() : showAuthors(authors.list(page(), filter(ids), null).items(), null);
    }

    /** Adds the counts of articles to categories, and their names in a locale, or their own for null; by id. */
    Map<UUID, PublicTaxonomy.Category> showCategories(List<CategoryDetail> found, String locale) {
        var ids = found.stream().map(category -> category.id).toList();
        var counts = articleCounts.byCategory(ids);
        var inTree = articleCounts.byCategoryTree(ids);
        return byId(found.stream()
                .map(c -> new PublicTaxonomy.Category(c, locale, counts.get(c.id), inTree.get(c.id))).toList(),
                category -> category.id);
    }

    /** Adds the counts of articles to tags, and their names in a locale, or their own for null; by id. */
    Map<UUID, PublicTaxonomy.Tag> showTags(List<TagRef> found, String locale) {
        var counts = articleCounts.byTag(found.stream().map(TagRef::id).toList());
        return byId(found.stream().map(tag -> PublicTaxonomy.Tag.of(tag, locale, counts.get(tag.id()))).toList(),
                PublicTaxonomy.Tag::id);
    }

    /** Adds the counts of articles to authors, and their names in a locale, or their own for null; by id. */
    Map<UUID, PublicTaxonomy.Author> showAuthors(List<AuthorDetail> found, String locale) {
        var counts = articleCounts.byAuthor(found.stream().map(author -> author.id).toList());
        var avatars = media.find(found.stream().map(author -> author.avatarUrl));
        return byId(found.stream()
                .map(author -> PublicTaxonomy.Author.of(author, locale, counts.get(author.id), avatars)).toList(),
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
