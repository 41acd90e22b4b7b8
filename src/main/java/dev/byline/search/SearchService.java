package dev.byline.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.listing.ArticleQuery;
import dev.byline.listing.SearchQueryParser;
import dev.byline.paging.PageQuery;
import dev.byline.publication.PublicationService;
import dev.byline.site.LocaleLookup;
import dev.byline.text.SearchWords;
import jakarta.enterprise.context.ApplicationScoped;

/** Searches published articles: corrects mistyped words, highlights matches, suggests titles. */
@ApplicationScoped
class SearchService {
    static final int MAX_SUGGESTIONS = 10;
    /** Minimum length of a word in which one wrong letter is corrected. */
    private static final int MIN_LENGTH_FOR_ONE_TYPO = 3;
    /** Maximum number of words in a query that is corrected. */
    private static final int MAX_CORRECTED_WORDS = 5;

    private final SearchQueryParser searchQueryParser;
    private final ArticleSearch articles;
    private final TitleWords titleWords;
    private final PublicationService publications;
    private final SearchFacets facetCounts;
    private final LocaleLookup locales;

    SearchService(SearchQueryParser searchQueryParser, ArticleSearch articles, TitleWords titleWords,
            PublicationService publications, SearchFacets facetCounts, LocaleLookup locales) {
        this.searchQueryParser = searchQueryParser;
        this.articles = articles;
        this.titleWords = titleWords;
        this.publications = publications;
        this.facetCounts = facetCounts;
        this.locales = locales;
    }

    /**
     * Finds one page of hits. If the words as typed have no hits, the query is corrected: each word is replaced by the
     * most similar word of a title.
     */
    SearchPage search(String q, ArticleQuery filterQuery, Set<String> facets, PageQuery page) {
        filterQuery.locale = locales.resolve(filterQuery.locale);
        var query = searchQueryParser.parse(q, filterQuery.locale);
        var typed = query;
        var hits = articles.hits(query, typed, filterQuery, page, Highlighter.MAX_TEXT_LENGTH);
        String correctedQuery = null;
        // Also on later pages: a word that titles have is never corrected.
        if (hits.items().isEmpty()) {
            var corrected = (query.wordsOnly() ? correct(query.words()) : Optional.<String>empty())
                    .map(words -> searchQueryParser.parse(words, filterQuery.locale));
            var found = corrected
                    .map(other -> articles.hits(other, typed, filterQuery, page, Highlighter.MAX_TEXT_LENGTH))
                    .filter(other -> !other.items().isEmpty());
            if (found.isPresent()) {
                hits = found.get();
                query = corrected.get();
                correctedQuery = query.words().stream().map(SearchWords::spell).collect(Collectors.joining(" "));
            }
        }
        return new SearchPage(highlight(hits.items(), query.words()), hits.page(), correctedQuery,
                facets.isEmpty() ? null : facetCounts.count(query, filterQuery, facets));
    }

    private List<SearchPage.SearchHit> highlight(List<ArticleSearch.ScoredArticle> hits, List<String> words) {
        var hitsById = new LinkedHashMap<UUID, ArticleSearch.ScoredArticle>();
        hits.forEach(hit -> hitsById.put(hit.article(), hit));
        return publications.summaries(hitsById.keySet(), id -> hitsById.get(id).stats()).stream()
                .map(article -> new SearchPage.SearchHit(article,
                        new SearchPage.SearchHighlights(Highlighter.highlight(article.title, words),
                                Highlighter.fragments(hitsById.get(article.id).text(), words))))
                .toList();
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
        return word.length() < MIN_LENGTH_FOR_ONE_TYPO ? word : titleWords.findNearest(word);
    }

    SearchPage.Suggestions suggest(String q, String locale) {
        var ids = articles.suggestions(q, locales.resolve(locale), MAX_SUGGESTIONS);
        var found = publications.summaries(ids).stream()
                .collect(Collectors.toMap(summary -> summary.id, Function.identity()));
        return new SearchPage.Suggestions(ids.stream().map(found::get).filter(Objects::nonNull)
                .map(a -> new SearchPage.Suggestion(a.id, a.locale, a.slug, a.title)).toList());
    }
}
