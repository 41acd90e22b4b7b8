package dev.byline.listing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import dev.byline.author.AuthorService;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.category.CategoryService;
import dev.byline.identity.FormerAddress;
import dev.byline.identity.FormerAddresses;
import dev.byline.listing.ArticleQuery.Match;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleKind;
import dev.byline.site.LocaleLookup;
import dev.byline.tag.TagService;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;

/** Creates the filter of a list of published articles from its query parameters; an unknown name is a 400. */
@ApplicationScoped
public class ArticleFilterFactory {
    /** The maximum number of values of filters whose ids are kept in memory, each as long as a URL at most. */
    private static final int MAX_KEPT_REFERENCES = 1_000;
    private static final Map<String, Integer> DAYS_BY_VIEWED_VALUE = new TreeMap<>(Map.of("1d", 1, "7d", 7, "30d", 30));

    private final SearchQueryParser searchQueryParser;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;
    private final FormerAddresses formerAddresses;
    private final LocaleLookup locales;
    private final KeptValues<FilterValue, Collection<UUID>> resolved;

    /** The value of a filter by category, tag or author: ids and slugs. */
    private record FilterValue(String parameter, List<String> references) {}

    ArticleFilterFactory(SearchQueryParser searchQueryParser, CategoryService categories, TagService tags,
            AuthorService authors, FormerAddresses formerAddresses, LocaleLookup locales,
            KeptValuesFactory keptValues) {
        this.searchQueryParser = searchQueryParser;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
        this.formerAddresses = formerAddresses;
        this.locales = locales;
        this.resolved = keptValues.create(MAX_KEPT_REFERENCES, (named, ids) -> List.of(ChangeTracker.TAXONOMY));
    }

    public ArticleFilter create(ArticleQuery query) {
        var locale = locales.resolve(query.locale);
        var filter = new ArticleFilter(locale, kinds(query));
        if (Boolean.TRUE.equals(query.exact) && query.category.isEmpty()) {
            throw ProblemException.invalidParameter("exact", "is only allowed together with category");
        }
        if (query.match == ArticleQuery.Match.all && query.category.isEmpty() && query.tag.isEmpty()
                && query.author.isEmpty()) {
            throw ProblemException.invalidParameter("match", "is only allowed together with category, tag or author");
        }
        boolean exact = Boolean.TRUE.equals(query.exact);
        addReferences(filter, query.match, exact ? "exact" : "category", "category", query.category,
                categories::resolveFilter);
        addReferences(filter, query.match, "tag", "tag", query.tag, tags::resolveFilter);
        addReferences(filter, query.match, "author", "author", query.author, authors::resolveFilter);
        if (Boolean.TRUE.equals(query.pinned)) {
            filter.inAnyList(List.of("pinned:"));
        } else if (query.pinned != null) {
            filter.addCondition("f.pinned = :pinned", "pinned", false);
        }
        addNamedArticles(filter, query);
        if (query.formerAddress != null) {
            var address = FormerAddress.parse(query.formerAddress).orElseThrow(
                    () -> ProblemException.invalidParameter("formerAddress", "must be a URL or a path of at most "
                            + FormerAddress.MAX_LENGTH + " characters, such as https://old.example/2019/update/"));
            filter.addCondition("l.article_id = any(:formerArticles)", "formerArticles",
                    formerAddresses.find(address).toArray(UUID[]::new));
        }
        if (query.q != null) {
            filter.addCondition("""
                    exists (select 1 from search_document s
                    where s.article_id = l.article_id and s.document @@ cast(:found as tsquery))""", "found",
                    searchQueryParser.parse(query.q, locale).tsquery());
        }
        if (query.viewed != null) {
            int days = DAYS_BY_VIEWED_VALUE
                    .get(AllowedValues.requireOne("viewed", query.viewed, DAYS_BY_VIEWED_VALUE.keySet()));
            filter.addCondition("""
                    exists (select 1 from article_view_day d
                    where d.article_id = l.article_id and d.views > 0
                    and d.day > cast(now() at time zone 'UTC' as date) - :viewedDays)""", "viewedDays", days);
        }
        filter.addTimeBound("published_at", ">=", "publishedFrom", query.publishedFrom);
        filter.addTimeBound("published_at", "<", "publishedTo", query.publishedTo);
        filter.addTimeBound("updated_at", ">=", "updatedFrom", query.updatedFrom);
        filter.addTimeBound("updated_at", "<", "updatedTo", query.updatedTo);
        return filter;
    }

    /** Returns the kinds of the articles: both if the query names the articles, unless it names kinds, too. */
    private static Set<ArticleKind> kinds(ArticleQuery query) {
        if (query.kind.isEmpty()) {
            return query.ids.isEmpty() && query.slugs.isEmpty() && query.formerAddress == null
                    ? Set.of(ArticleKind.article)
                    : Set.of(ArticleKind.values());
        }
        return AllowedValues.requireAll("kind", query.kind, ArticleQuery.KINDS).stream().map(ArticleKind::valueOf)
                .collect(Collectors.toSet());
    }

    private void addReferences(ArticleFilter filter, Match match, String list, String parameter,
            List<String> references,
            BiFunction<String, List<String>, Collection<UUID>> find) {
        if (references.isEmpty()) {
            return;
        }
        var ids = resolved.get(new FilterValue(parameter, references), () -> find.apply(parameter, references));
        var lists = ids.stream().map(id -> list + ":" + id + ":").toList();
        if (match == Match.all) {
            lists.forEach(one -> filter.inAnyList(List.of(one)));
        } else {
            filter.inAnyList(lists);
        }
    }

    private static void addNamedArticles(ArticleFilter filter, ArticleQuery query) {
        if (!query.ids.isEmpty()) {
            filter.addCondition("l.article_id = any(:ids)", "ids",
                    IdAndSlugQuery.ids("ids", query.ids).toArray(UUID[]::new));
        }
        if (!query.slugs.isEmpty()) {
            filter.addCondition("l.article_id in (select article_id from publication where slug = any(:slugs))",
                    "slugs",
                    AllowedValues.split("slugs", query.slugs, IdAndSlugQuery.MAX_REFERENCES).toArray(String[]::new));
        }
        if (!query.exclude.isEmpty()) {
            var named = AllowedValues.split("exclude", query.exclude, ArticleQuery.MAX_EXCLUDED);
            filter.addCondition("l.article_id <> all(:excludedIds)", "excludedIds",
                    named.stream().filter(Slugs::isId).map(UUID::fromString).toArray(UUID[]::new));
            filter.addCondition("""
                    not exists (select 1 from publication x
                    where x.article_id = l.article_id and x.slug = any(:excludedSlugs))""", "excludedSlugs",
                    named.stream().filter(name -> !Slugs.isId(name)).toArray(String[]::new));
        }
    }
}
