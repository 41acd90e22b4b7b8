package dev.byline.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.commons.text.similarity.LevenshteinDistance;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.http.PageQuery;
import dev.byline.publication.ArticleQuery;
import dev.byline.publication.ArticleSearch;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationService;
import dev.byline.publication.SearchQuery;
import dev.byline.tag.TagService;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds, corrects, highlights, counts. */
@ApplicationScoped
class SearchService {
    private static final int SUGGESTIONS = 10;
    /** Words of which a letter may be wrong, and those of which two may. */
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int MOST_CORRECTED = 5;

    private final SearchQuery queries;
    private final ArticleSearch articles;
    private final PublicationService publications;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;

    SearchService(SearchQuery queries, ArticleSearch articles, PublicationService publications,
            CategoryService categories, TagService tags, AuthorService authors) {
        this.queries = queries;
        this.articles = articles;
        this.publications = publications;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
    }

    /** One page of hits; where there are none for the words as they are, of the words most like them in titles. */
    SearchPage search(String q, ArticleQuery narrow, Set<String> facets, PageQuery page) {
        var query = queries.parse(q, narrow.locale);
        var hits = articles.hits(query, narrow, page);
        String correctedQuery = null;
        if (hits.items().isEmpty() && page.cursor == null && page.page == null) {
            var corrected = (query.plain() ? correct(query.words()) : Optional.<String>empty())
                    .map(words -> queries.parse(words, narrow.locale));
            var found = corrected.map(other -> articles.hits(other, narrow, page))
                    .filter(other -> !other.items().isEmpty());
            if (found.isPresent()) {
                hits = found.get();
                query = corrected.get();
                correctedQuery = String.join(" ", query.words());
            }
        }
        var ids = hits.items().stream().map(ArticleSearch.Hit::article).toList();
        var texts = publications.texts(ids);
        var words = query.words();
        var items = publications.summaries(ids).stream().map(article -> new SearchPage.Item(article,
                new SearchPage.Highlights(Highlighter.all(article.title(), words),
                        Highlighter.fragments(texts.getOrDefault(article.id(), ""), words))))
                .toList();
        return new SearchPage(items, hits.page(), correctedQuery,
                facets.isEmpty() ? null : named(articles.facets(query, narrow, facets)));
    }

    /** What the words may have been meant to be; empty if there is nothing like them. */
    private Optional<String> correct(List<String> words) {
        if (words.isEmpty() || words.size() > MOST_CORRECTED) {
            return Optional.empty();
        }
        var corrected = words.stream().map(this::nearest).toList();
        return corrected.equals(words) ? Optional.empty() : Optional.of(String.join(" ", corrected));
    }

    private String nearest(String word) {
        if (word.length() < SHORT) {
            return word;
        }
        var distance = new LevenshteinDistance(word.length() < LONG ? 1 : 2);
        String best = word;
        int least = Integer.MAX_VALUE;
        for (var known : articles.wordsLike(word)) {
            int far = distance.apply(word, known);
            if (far >= 0 && far < least) {
                least = far;
                best = known;
            }
        }
        return best;
    }

    private Map<String, List<SearchPage.Bucket>> named(Map<String, List<ArticleSearch.Count>> facets) {
        var named = new LinkedHashMap<String, List<SearchPage.Bucket>>();
        facets.forEach((facet, counts) -> named.put(facet, switch (facet) {
            case "category" -> buckets(counts, categories.refs(ids(counts)), c -> c.slug(), c -> c.name());
            case "tag" -> buckets(counts, tags.refs(ids(counts)), t -> t.slug(), t -> t.name());
            case "author" -> buckets(counts, authors.refs(ids(counts)), a -> a.slug(), a -> a.name());
            default -> counts.stream()
                    .map(count -> new SearchPage.Bucket(null, null, count.value(), count.articles())).toList();
        }));
        return named;
    }

    private static List<UUID> ids(List<ArticleSearch.Count> counts) {
        return counts.stream().map(count -> UUID.fromString(count.value())).toList();
    }

    private static <R> List<SearchPage.Bucket> buckets(List<ArticleSearch.Count> counts, Map<UUID, R> refs,
            Function<R, String> slug, Function<R, String> name) {
        var buckets = new ArrayList<SearchPage.Bucket>();
        for (var count : counts) {
            var id = UUID.fromString(count.value());
            var ref = refs.get(id);
            if (ref != null) {
                buckets.add(new SearchPage.Bucket(id, slug.apply(ref), name.apply(ref), count.articles()));
            }
        }
        return buckets;
    }

    SearchPage.Suggestions suggest(String q, String locale) {
        var ids = articles.suggestions(q, locale, SUGGESTIONS);
        var found = publications.summaries(ids).stream()
                .collect(Collectors.toMap(ArticleSummary::id, Function.identity()));
        return new SearchPage.Suggestions(ids.stream().map(found::get).filter(Objects::nonNull)
                .map(a -> new SearchPage.Suggestion(a.id(), a.locale(), a.slug(), a.title())).toList());
    }
}
