package dev.byline.search;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.cache.ChangeTracker;
import dev.byline.listing.ArticleQuery;
import dev.byline.listing.SearchQueryParser;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.PageQuery;
import dev.byline.paging.ReferenceResolver;
import dev.byline.problem.ProblemException;
import dev.byline.web.Cached;
import dev.byline.web.Paths;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Endpoints of the public API for search in published articles. */
@Path(Paths.PUBLIC_API + "/search")
@Produces("application/json")
@Tag(name = "Reading: search")
class SearchResource {
    private static final String Q_DESCRIPTION = "The search query, at most " + SearchQueryParser.MAX_LENGTH
            + " characters, with or without accents. All words must occur; `\"a phrase\"`, "
            + "`-excluded` and `one or other` are supported. In a query of words only, the last word may be the beginning of a word.";

    private final SearchService search;

    SearchResource(SearchService search) {
        this.search = search;
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Operation(operationId = "search", summary = "Search published articles, best match first",
            description = "Matches in titles count most, then matches in excerpts and tags, then matches in texts; "
                    + "among equal matches the newest article comes first. If very many articles match, matches in "
                    + "titles and articles of this year and last year are preferred as candidates; the pages contain "
                    + "the best " + ArticleSearch.MAX_HITS
                    + ". The parameters `sort` and `include` of lists are not supported.")
    public SearchPage search(@QueryParam("q") @Parameter(description = Q_DESCRIPTION, required = true,
            schema = @Schema(examples = "published copy")) String q,
            @QueryParam("facets") @Parameter(
                    description = "Facets by which to count the best hits.",
                    schema = @Schema(type = SchemaType.ARRAY,
                            enumeration = { "category", "tag", "author", "year" })) List<String> facets,
            @BeanParam SearchFilter filter, @BeanParam PageQuery page) {
        return search.search(requireValid(q), filter.toArticleQuery(),
                AllowedValues.requireAll("facets", facets, ArticleSearch.FACETS),
                page);
    }

    @GET
    @Path("suggestions")
    @Cached(ChangeTracker.ARTICLES)
    @Operation(operationId = "suggest", summary = "Suggest at most " + SearchService.MAX_SUGGESTIONS
            + " articles whose titles have words that begin with the typed text",
            description = "For a search box, while the reader types.")
    public SearchPage.Suggestions suggest(@QueryParam("q") @Parameter(
            description = "The text that the reader has typed, at most " + SearchQueryParser.MAX_LENGTH
                    + " characters.",
            required = true,
            schema = @Schema(examples = "two co")) String q,
            @QueryParam("locale") @Parameter(
                    description = "Only articles in this locale of the site; `vi-VN` and `VI` mean `vi`.") String locale) {
        return search.suggest(requireValid(q), locale);
    }

    private static String requireValid(String q) {
        if (q == null) {
            throw ProblemException.invalidParameter("q", "is missing; it must contain the search query");
        }
        if (q.codePointCount(0, q.length()) > SearchQueryParser.MAX_LENGTH) {
            throw ProblemException.invalidParameter("q",
                    "must have at most " + SearchQueryParser.MAX_LENGTH + " characters");
        }
        return q;
    }

    /** Filters of article lists that search supports as well. */
    public static class SearchFilter {
        @QueryParam("category")
        @Parameter(
                description = "Only articles in this category (id or slug) or in a category below it; at most "
                        + ReferenceResolver.MAX_FILTER_REFERENCES + " categories.",
                schema = @Schema(type = SchemaType.ARRAY, maxItems = ReferenceResolver.MAX_FILTER_REFERENCES))
        public List<String> category = List.of();
        @QueryParam("exact")
        @Parameter(description = "True leaves out the categories below those in `category`.")
        public Boolean exact;
        @QueryParam("tag")
        @Parameter(description = "Only articles with one of these tags (id or slug), at most "
                + ReferenceResolver.MAX_FILTER_REFERENCES + ".",
                schema = @Schema(type = SchemaType.ARRAY, maxItems = ReferenceResolver.MAX_FILTER_REFERENCES))
        public List<String> tag = List.of();
        @QueryParam("author")
        @Parameter(description = "Only articles by one of these authors (id or slug), at most "
                + ReferenceResolver.MAX_FILTER_REFERENCES + ".",
                schema = @Schema(type = SchemaType.ARRAY, maxItems = ReferenceResolver.MAX_FILTER_REFERENCES))
        public List<String> author = List.of();
        @QueryParam("locale")
        @Parameter(
                description = "Only articles in this locale of the site; `vi-VN` and `VI` mean `vi`. The query is read "
                        + "with the dictionary of this locale.")
        public String locale;

        @QueryParam("kind")
        @Parameter(description = "Only articles of these kinds; `article` if absent.",
                schema = @Schema(type = SchemaType.ARRAY, enumeration = { "article", "page" }))
        public List<String> kind = List.of();

        ArticleQuery toArticleQuery() {
            var query = new ArticleQuery();
            query.kind = kind;
            query.category = category;
            query.exact = exact;
            query.tag = tag;
            query.author = author;
            query.locale = locale;
            return query;
        }
    }
}
