package dev.byline.publication;

import java.util.List;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.problem.ProblemException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

/** Published articles at the reading door. */
@Path("/api/v1/articles")
@Produces("application/json")
@Tag(name = "Reading: articles")
class PublicationResource {
    private static final int MAX_FALLBACKS = 10;

    private final PublicationService publications;

    PublicationResource(PublicationService publications) {
        this.publications = publications;
    }

    @GET
    @Operation(operationId = "listArticles", summary = "List published articles, newest first")
    public Page<ArticleSummary> list(@BeanParam ArticleQuery query, @BeanParam PageQuery page) {
        return publications.list(query, page);
    }

    @GET
    @Path("{article}")
    @Operation(operationId = "getArticle", summary = "Read a published article, whole, by id or slug",
            description = "A former slug answers 308 to the current one.")
    @APIResponseSchema(value = ArticleDetail.class, responseDescription = "OK")
    @APIResponse(responseCode = "308", description = "A former slug: the article is at `Location` now.")
    public RestResponse<ArticleDetail> read(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @QueryParam("fallback") @Parameter(
                    description = "Locales, separated by commas, at most 10. With it the answer is the article in `locale`, or else in the first of these in which it is published, for instance `en,vi`.") String fallback,
            @Context UriInfo uri) {
        var locales = locales(locale, fallback);
        var found = publications.find(article, locales);
        var other = fallback == null ? null : publications.inLocale(found.articleId(), locales);
        if (other != null && !other.equals(found.articleId())) {
            return RestResponse.ok(publications.read(other));
        }
        if (found.underFormerSlug()) {
            // With its locale: the same slug may be another article's elsewhere.
            var current = uri.getRequestUriBuilder().replacePath("/api/v1/articles/" + found.currentSlug())
                    .replaceQueryParam("locale", found.locale()).build();
            return RestResponse.ResponseBuilder.<ArticleDetail>create(RestResponse.Status.PERMANENT_REDIRECT)
                    .location(current).header("Cache-Control", "public, max-age=60").build();
        }
        return RestResponse.ok(publications.read(found.articleId()));
    }

    private static List<String> locales(String locale, String fallback) {
        if (fallback == null) {
            return locale == null ? List.of() : List.of(locale);
        }
        var fallbacks = List.of(fallback.split(",", -1));
        if (fallbacks.size() > MAX_FALLBACKS || fallbacks.stream().anyMatch(String::isBlank)) {
            throw ProblemException.invalidParameter("fallback",
                    "must be 1 to " + MAX_FALLBACKS + " locales, separated by commas");
        }
        return Stream.concat(Stream.ofNullable(locale), fallbacks.stream()).toList();
    }
}
