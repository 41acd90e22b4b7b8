package dev.byline.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.listing.ArticleQuery;
import dev.byline.listing.SearchQueryParser;
import dev.byline.tag.TagService;
import jakarta.enterprise.context.ApplicationScoped;

/** The facets of search results, with the names of their values. */
@ApplicationScoped
class SearchFacets {
    private final ArticleSearch articles;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;

    SearchFacets(ArticleSearch articles, CategoryService categories, TagService tags, AuthorService authors) {
        this.articles = articles;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
    }

    /** Counts the hits of a query by these facets. One statement, and one for each kind of names. */
    Map<String, List<SearchPage.SearchBucket>> count(SearchQueryParser.ParsedSearchQuery query,
            ArticleQuery filterQuery, Set<String> names) {
        var facets = articles.facets(query, filterQuery, names);
        var bucketsByFacet = new LinkedHashMap<String, List<SearchPage.SearchBucket>>();
        facets.forEach((facet, counts) -> bucketsByFacet.put(facet, switch (facet) {
            case "category" -> buckets(counts, categories.refs(ids(counts)), c -> c.slug(), c -> c.name());
            case "tag" -> buckets(counts, tags.refs(ids(counts)), t -> t.slug(), t -> t.name());
            case "author" -> buckets(counts, authors.refs(ids(counts)), a -> a.slug(), a -> a.name());
            default -> counts.stream()
                    .map(facetCount -> new SearchPage.SearchBucket(null, null, facetCount.value(),
                            facetCount.articles()))
                    .toList();
        }));
        return bucketsByFacet;
    }

    private static List<UUID> ids(List<ArticleSearch.FacetCount> counts) {
        return counts.stream().map(facetCount -> UUID.fromString(facetCount.value())).toList();
    }

    private static <R> List<SearchPage.SearchBucket> buckets(List<ArticleSearch.FacetCount> counts, Map<UUID, R> refs,
            Function<R, String> slug, Function<R, String> name) {
        var buckets = new ArrayList<SearchPage.SearchBucket>();
        for (var facetCount : counts) {
            var id = UUID.fromString(facetCount.value());
            var ref = refs.get(id);
            if (ref != null) {
                buckets.add(new SearchPage.SearchBucket(id, slug.apply(ref), name.apply(ref), facetCount.articles()));
            }
        }
        return buckets;
    }
}
