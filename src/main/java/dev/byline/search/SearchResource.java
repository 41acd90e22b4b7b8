package dev.byline.search;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.cache.ChangeTracker;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleQuery;
import dev.byline.publication.ArticleSearch;
import dev.byline.publication.SearchQueryParser;
import dev.byline.web.Cached;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Search at the reading door. */
@Path("/api/v1/search")
@Produces("application/json")
@Tag(name = "Reading: search")
class SearchResource {
    private static final String Q_DESCRIPTION = "What to look for, at most 200 characters, with or without accents: all words, `\"a phrase\"`, `-without`, `one or other`; the last word may be a beginning.";

    private final SearchService search;

    SearchResource(SearchService search) {
        this.search = search;
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Operation(operationId = "search", summary = "Search in published articles, the best first",
            description = "Titles count most, then excerpts and tags, then texts; of equals the newest comes first. Of very many matches, those in titles and of this year and the last are compared; pages go through the best 1,000. Only without `sort` and `include`, which lists have.")
    public SearchPage search(@QueryParam("q") @Parameter(description = Q_DESCRIPTION, required = true,
            schema = @Schema(examples = "published copy")) String q,
            @QueryParam("facets") @Parameter(
                    description = "What to count the best hits by, separated by commas: `category`, `tag`, `author`, `year`.") String facets,
            @BeanParam SearchFilter filter, @BeanParam PageQuery page) {
        return search.search(requireValid(q), filter.toArticleQuery(),
                AllowedValues.requireAll("facets", facets, ArticleSearch.FACETS),
                page);
    }

    @GET
    @Path("suggestions")
    @Cached(ChangeTracker.ARTICLES)
    @Operation(operationId = "suggest", summary = "Titles with words that begin as typed, at most 10")
    public SearchPage.Suggestions suggest(@QueryParam("q") @Parameter(
            description = "What has been typed, at most 200 characters.", required = true,
            schema = @Schema(examples = "two co")) String q,
            @QueryParam("locale") @Parameter(description = "Only articles in this locale.") String locale) {
        return search.suggest(requireValid(q), locale);
    }

    private static String requireValid(String q) {
        if (q == null) {
            throw ProblemException.invalidParameter("q", "is missing: say what to look for");
        }
        if (q.codePointCount(0, q.length()) > SearchQueryParser.MAX_LENGTH) {
            throw ProblemException.invalidParameter("q",
                    "must have at most " + SearchQueryParser.MAX_LENGTH + " characters");
        }
        return q;
    }

    /** The filters of lists that searching has as well. */
    public static class SearchFilter {
        @QueryParam("category")
        @Parameter(
                description = "Only articles of this category (id or slug) or of one below it; of several, separated by commas.")
        public String category;
        @QueryParam("exact")
        @Parameter(description = "True leaves out the categories below those of `category`.")
        public Boolean exact;
        @QueryParam("tag")
        @Parameter(description = "Only articles with this tag (id or slug), or one of several, separated by commas.")
        public String tag;
        @QueryParam("author")
        @Parameter(description = "Only articles by this author (id or slug), or by one of several.")
        public String author;
        @QueryParam("locale")
        @Parameter(description = "Only articles in this locale; its dictionary is used.")
        public String locale;

        ArticleQuery toArticleQuery() {
            var query = new ArticleQuery();
            query.category = category;
            query.exact = exact;
            query.tag = tag;
            query.author = author;
            query.locale = locale;
            return query;
        }
    }
}
