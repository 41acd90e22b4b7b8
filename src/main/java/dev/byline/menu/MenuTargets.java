package dev.byline.menu;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.author.AuthorRef;
import dev.byline.author.AuthorService;
import dev.byline.category.CategoryRef;
import dev.byline.category.CategoryService;
import dev.byline.database.LinkTables;
import dev.byline.listing.ArticleCounts;
import dev.byline.publication.LiveTitle;
import dev.byline.publication.PublicationService;
import dev.byline.tag.TagRef;
import dev.byline.tag.TagService;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds what the items of menus link to, as readers see it, in a constant number of statements. */
@ApplicationScoped
class MenuTargets {
    private final PublicationService publications;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;
    private final ArticleCounts articleCounts;
    private final LinkTables links;

    MenuTargets(PublicationService publications, CategoryService categories, TagService tags, AuthorService authors,
            ArticleCounts articleCounts, LinkTables links) {
        this.publications = publications;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
        this.articleCounts = articleCounts;
        this.links = links;
    }

    /**
     * The targets of menus that exist, by the ids in the items; of articles only those that readers see.
     *
     * @param tagsWithArticles
     *            the tags that readers see
     */
    record FoundTargets(
            Map<UUID, LiveTitle> articles,
            Map<UUID, CategoryRef> categories,
            Map<UUID, TagRef> tags,
            Map<UUID, AuthorRef> authors,
            Set<UUID> tagsWithArticles) {}

    /**
     * Finds the targets. A category, tag or author that was merged into another one is that one.
     *
     * @param locale
     *            the locale in which articles are wanted, where they have a live translation; null for none
     */
    FoundTargets find(Collection<Menu> menus, String locale) {
        var items = items(menus);
        var categoryIds = ids(items, item -> item.category);
        var tagIds = ids(items, item -> item.tag);
        var authorIds = ids(items, item -> item.author);
        var merges = links.findMerges(
                Stream.of(categoryIds, tagIds, authorIds).flatMap(Set::stream).toList());
        var tagsById = follow(tagIds, merges, tags::refs);
        var counts = articleCounts.byTag(tagsById.values().stream().map(TagRef::id).toList());
        return new FoundTargets(publications.findTitles(ids(items, item -> item.article), locale),
                follow(categoryIds, merges, categories::refs), tagsById, follow(authorIds, merges, authors::refs),
                counts.keySet());
    }

    /** Returns the ids of the articles that items of the menus link to. */
    static Set<UUID> articleIds(Collection<Menu> menus) {
        return ids(items(menus), item -> item.article);
    }

    private static List<MenuItem> items(Collection<Menu> menus) {
        return menus.stream().flatMap(menu -> menu.items.stream()).flatMap(MenuItem::withAllBelow).toList();
    }

    private static Set<UUID> ids(List<MenuItem> items, Function<MenuItem, String> target) {
        return items.stream().map(target).filter(id -> id != null).map(UUID::fromString)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static <R> Map<UUID, R> follow(Collection<UUID> ids, Map<UUID, UUID> merges,
            Function<Collection<UUID>, Map<UUID, R>> find) {
        var found = find.apply(ids.stream().map(id -> merges.getOrDefault(id, id)).distinct().toList());
        return ids.stream().filter(id -> found.containsKey(merges.getOrDefault(id, id)))
                .collect(Collectors.toMap(Function.identity(), id -> found.get(merges.getOrDefault(id, id))));
    }
}
