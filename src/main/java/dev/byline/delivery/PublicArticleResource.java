package dev.byline.delivery;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.cache.ChangeTracker;
import dev.byline.listing.ArticleLists;
import dev.byline.listing.ArticleQuery;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationService;
import dev.byline.web.Cached;
import dev.byline.web.Paths;
import dev.byline.web.TrackingParameters;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriBuilder;

/** Endpoints of the public API for published articles. */
@Path(Paths.PUBLIC_API + "/articles")
@Produces("application/json")
@Tag(name = "Reading: articles")
class PublicArticleResource {
    private static final int MAX_FALLBACKS = 10;
    private static final int MAX_RELATED = 20;

    private final PublicationService publications;
    private final ArticleLists lists;
    private final ArticleAssembler articleAssembler;

    PublicArticleResource(PublicationService publications, ArticleLists lists, ArticleAssembler articleAssembler) {
        this.publications = publications;
        this.lists = lists;
        this.articleAssembler = articleAssembler;
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Operation(operationId = "listArticles", summary = "List published articles, newest first",
            description = "A list with one filter by category, tag, author, locale or `pinned`, in any order, takes "
                    + "the same time at any size and depth. Other combinations of filters are searched for, with a "
                    + "time limit: 400 `query-too-expensive` means that the query took too long.")
    public Page<ArticleSummary> list(@BeanParam ArticleQuery query, @BeanParam PageQuery page) {
        return lists.list(query, page);
    }

    @GET
    @Path("{article}")
    @Cached
    @Operation(operationId = "getArticle", summary = "Read a full published article by id or slug",
            description = "A request with a former slug is redirected to the current slug with status 308.")
    @APIResponseSchema(value = ArticleResponse.class, responseDescription = "OK")
    @APIResponse(responseCode = "308", description = "The slug is a former one; `Location` is the current address of "
            + "the article.")
    public RestResponse<ArticleResponse> read(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @QueryParam("fallback") @Parameter(
                    description = "At most " + MAX_FALLBACKS
                            + " locales. With `fallback` the response is the article in `locale`, or else in the "
                            + "first of these locales in which the article is published.",
                    schema = @Schema(type = SchemaType.ARRAY, maxItems = MAX_FALLBACKS)) List<String> fallback,
            @QueryParam("include") @Parameter(
                    description = "Further parts of the response. `translations` is accepted, but translations are "
                            + "always included.",
                    schema = @Schema(type = SchemaType.ARRAY,
                            enumeration = { "related", "neighbors", "comments", "jsonLd",
                                    "translations" })) List<String> include,
            @Context HttpServerRequest request) {
        var includes = AllowedValues.requireAll("include", include, ArticleAssembler.INCLUDES);
        var found = publications.read(article, locale,
                fallback.isEmpty() ? null : AllowedValues.split("fallback", fallback, MAX_FALLBACKS));
        if (found.movedTo() != null) {
            // The redirect names the locale, because another article may have the same slug in another locale.
            var current = UriBuilder.fromUri(TrackingParameters.removeFrom(request.uri()))
                    .replacePath(Paths.PUBLIC_API + "/articles/" + found.movedTo())
                    .replaceQueryParam("locale", found.locale()).build();
            return RestResponse.ResponseBuilder.<ArticleResponse>create(RestResponse.Status.PERMANENT_REDIRECT)
                    .location(current).header("Cache-Control", "public, max-age=60").build();
        }
        return RestResponse.ok(articleAssembler.assemble(found.article(), found.locale(), includes));
    }

    @GET
    @Path("{article}/related")
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Operation(operationId = "listRelatedArticles", summary = "List the articles that are most similar to an article",
            description = "Shared tags count most, then a shared category, then recency. All are in the locale of the "
                    + "article.")
    public ArticleResponse.RelatedArticles related(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @QueryParam("size") @Parameter(description = "Maximum number of articles, 1 to " + MAX_RELATED + ".",
                    schema = @Schema(defaultValue = "" + ArticleAssembler.DEFAULT_RELATED_SIZE,
                            minimum = "1", maximum = "" + MAX_RELATED)) Integer size) {
        if (size != null && (size < 1 || size > MAX_RELATED)) {
            throw ProblemException.invalidParameter("size", "must be 1 to " + MAX_RELATED + ", not " + size);
        }
        return articleAssembler.related(article, locale, size == null ? ArticleAssembler.DEFAULT_RELATED_SIZE : size);
    }

    @GET
    @Path("{article}/neighbors")
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Operation(operationId = "getNeighbors",
            summary = "Read the articles published right before and right after an article",
            description = "Both are in the locale of the article.")
    public ArticleResponse.NeighborArticles neighbors(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @QueryParam("category") @Parameter(
                    description = "Only articles in this category (id or slug) "
                            + "or in a category below it.") String category) {
        return articleAssembler.neighbors(article, locale, category);
    }
}
