package dev.byline.delivery;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.listing.ArticleQuery;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import jakarta.ws.rs.QueryParam;

/** Query parameters of a category, a tag or an author: whether the response has a page of its articles. */
public class TaxonomyQuery {
    private static final String ARTICLES = "articles";

    @QueryParam("locale")
    @Parameter(description = "The locale of the names in the response, where a name exists in this locale (or in its "
            + "language). With `include=articles`, only articles in this locale.")
    public String locale;

    @QueryParam("include")
    @Parameter(description = "`articles` adds the first page of the articles, as `GET /api/v1/articles` lists them. "
            + "`articles.page.next` is the `cursor` of that list for the next page, with the same `locale` and `sort`.",
            schema = @Schema(type = SchemaType.ARRAY, enumeration = ARTICLES))
    public List<String> include = List.of();

    @QueryParam("size")
    @Parameter(description = "The number of articles on the page, 1 to " + PageQuery.MAX_SIZE
            + "; only with `include=articles`.",
            schema = @Schema(defaultValue = "" + PageQuery.DEFAULT_SIZE, minimum = "1",
                    maximum = "" + PageQuery.MAX_SIZE))
    public Integer size;

    @QueryParam("sort")
    @Parameter(description = "The order of the articles, as in `GET /api/v1/articles`; only with `include=articles`.",
            schema = @Schema(enumeration = { "-publishedAt", "publishedAt", "pinned,-publishedAt", "-updatedAt",
                    "updatedAt", "title", "-title", "-views", "views", "-views1d", "views1d", "-views7d", "views7d",
                    "-views30d", "views30d" }, defaultValue = "-publishedAt"))
    public String sort;

    /** Whether the response has articles; 400 for parameters of articles without them. */
    boolean includesArticles() {
        boolean included = !AllowedValues.requireAll("include", include, List.of(ARTICLES)).isEmpty();
        if (!included && (size != null || sort != null)) {
            throw ProblemException.invalidParameter(size != null ? "size" : "sort",
                    "is only allowed together with include=" + ARTICLES);
        }
        return included;
    }

    /** Returns the query of the list of articles in the requested locale and order, without a further filter. */
    ArticleQuery articles() {
        var query = new ArticleQuery();
        query.locale = locale;
        query.sort = sort;
        return query;
    }

    /** Returns the query of the first page. */
    PageQuery firstPage() {
        var page = new PageQuery();
        page.size = size;
        return page;
    }
}
