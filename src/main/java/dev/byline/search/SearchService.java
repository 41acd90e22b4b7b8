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
import dev.byline.listing.ArticleQuery;
import dev.byline.listing.SearchQueryParser;
import dev.byline.paging.PageQuery;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationService;
import dev.byline.site.LocaleLookup;
import dev.byline.tag.TagService;
import dev.byline.text.SearchWords;
import jakarta.enterprise.context.ApplicationScoped;

/** Searches published articles: corrects mistyped words, highlights matches, counts facets, suggests titles. */
@ApplicationScoped
class SearchService {
    static final int MAX_SUGGESTIONS = 10;
    /** Minimum length of a word in which one wrong letter is corrected. */
    private static final int MIN_LENGTH_FOR_ONE_TYPO = 3;
    /** Minimum length of a word in which two wrong letters are corrected. */
    private static final int MIN_LENGTH_FOR_TWO_TYPOS = 4;
    /** Maximum number of words in a query that is corrected. */
    private static final int MAX_CORRECTED_WORDS = 5;

    private final SearchQueryParser searchQueryParser;
    private final ArticleSearch articles;
    private final PublicationService publications;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;
    private final LocaleLookup locales;

    SearchService(SearchQueryParser searchQueryParser, ArticleSearch articles, PublicationService publications,
            CategoryService categories, TagService tags, AuthorService authors, LocaleLookup locales) {
        this.searchQueryParser = searchQueryParser;
        this.articles = articles;
        this.publications = publications;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
        this.locales = locales;
    }

    /**
     * Finds one page of hits. If the words as typed have no hits, the query is corrected: each word is replaced by the
     * most similar word of a title.
     */
    SearchPage search(String q, ArticleQuery filterQuery, Set<String> facets, PageQuery page) {
        filterQuery.locale = locales.resolve(filterQuery.locale);
        var query = searchQueryParser.parse(q, filterQuery.locale);
        var hits = articles.hits(query, filterQuery, page);
        String correctedQuery = null;
        if (hits.items().isEmpty() && page.cursor == null && page.page == null) {
            var corrected = (query.wordsOnly() ? correct(query.words()) : Optional.<String>empty())
                    .map(words -> searchQueryParser.parse(words, filterQuery.locale));
            var found = corrected.map(other -> articles.hits(other, filterQuery, page))
                    .filter(other -> !other.items().isEmpty());
            if (found.isPresent()) {
                hits = found.get();
                query = corrected.get();
                correctedQuery = query.words().stream().map(SearchWords::spell).collect(Collectors.joining(" "));
            }
        }
        var ids = hits.items().stream().map(ArticleSearch.ScoredArticle::article).toList();
        var texts = publications.texts(ids, Highlighter.MAX_TEXT_LENGTH);
        var words = query.words();
        var items = publications.summaries(ids).stream().map(article -> new SearchPage.SearchHit(article,
                new SearchPage.SearchHighlights(Highlighter.highlight(article.title, words),
                        Highlighter.fragments(texts.getOrDefault(article.id, ""), words))))
                .toList();
        return new SearchPage(items, hits.page(), correctedQuery,
                facets.isEmpty() ? null : toBuckets(articles.facets(query, filterQuery, facets)));
    }

    /** Corrects mistyped words; empty if no word of a title is similar to them, or there are more than 5 words. */
    private Optional<String> correct(List<String> words) {
        if (words.isEmpty() || words.size() > MAX_CORRECTED_WORDS) {
            return Optional.empty();
        }
        var corrected = words.stream().map(this::findNearestWord).toList();
        return corrected.equals(words)
                ? Optional.empty()
                : Optional.of(corrected.stream().map(SearchWords::spell).collect(Collectors.joining(" ")));
    }

    private String findNearestWord(String word) {
        if (word.length() < MIN_LENGTH_FOR_ONE_TYPO) {
            return word;
        }
        var distance = new LevenshteinDistance(word.length() < MIN_LENGTH_FOR_TWO_TYPOS ? 1 : 2);
        String best = word;
        int leastDistance = Integer.MAX_VALUE;
        for (var known : articles.findSimilarWords(word)) {
            int wordDistance = distance.apply(word, known);
            if (wordDistance >= 0 && wordDistance < leastDistance) {
                leastDistance = wordDistance;
                best = known;
            }
        }
        return best;
    }

    private Map<String, List<SearchPage.SearchBucket>> toBuckets(Map<String, List<ArticleSearch.FacetCount>> facets) {
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

    SearchPage.Suggestions suggest(String q, String locale) {
        var ids = articles.suggestions(q, locales.resolve(locale), MAX_SUGGESTIONS);
        var found = publications.summaries(ids).stream()
                .collect(Collectors.toMap(summary -> summary.id, Function.identity()));
        return new SearchPage.Suggestions(ids.stream().map(found::get).filter(Objects::nonNull)
                .map(a -> new SearchPage.Suggestion(a.id, a.locale, a.slug, a.title)).toList());
    }
}
