package dev.byline.delivery;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.author.AuthorService;
import dev.byline.cache.ChangeTracker;
import dev.byline.category.CategoryQuery;
import dev.byline.category.CategoryService;
import dev.byline.listing.ArticleLists;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.publication.PublicationService;
import dev.byline.site.LocaleLookup;
import dev.byline.tag.TagRef;
import dev.byline.tag.TagService;
import dev.byline.web.Cached;
import dev.byline.web.Paths;
import dev.byline.web.PermanentRedirect;
import dev.byline.web.TrackingParameters;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;

/** Endpoints of the public API for categories, tags and authors. */
@Path(Paths.PUBLIC_API)
class PublicTaxonomyResource {
    private static final String LOCALE_DESCRIPTION = "The locale of the names in the response, where a name exists in this locale "
            + "(or in its language).";

    private static final String FORMER_SLUG_DESCRIPTION = "A request with a former slug is redirected to the current slug "
            + "with status 308, also after a merge.";
    private static final String REDIRECT_DESCRIPTION = "The slug is a former one; `Location` is the current address.";

    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;
    private final PublicationService publications;
    private final TaxonomyReader reader;
    private final ArticleLists lists;
    private final LocaleLookup locales;

    PublicTaxonomyResource(CategoryService categories, TagService tags, AuthorService authors,
            PublicationService publications, TaxonomyReader reader, ArticleLists lists, LocaleLookup locales) {
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
        this.publications = publications;
        this.reader = reader;
        this.lists = lists;
        this.locales = locales;
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Path("categories")
    @Tag(name = "Reading: categories, tags, authors")
    @Operation(operationId = "listCategories",
            summary = "List categories, as a tree or by name, with counts of published articles",
            description = "`publishedArticlesInTree` counts the articles of the categories below as well.")
    public Page<PublicTaxonomy.Category> categories(@BeanParam CategoryQuery query,
            @BeanParam IdAndSlugQuery nameQuery,
            @QueryParam("locale") @Parameter(description = LOCALE_DESCRIPTION) String locale,
            @BeanParam PageQuery page) {
        var asked = locales.resolveForNames(locale);
        var found = categories.list(query, nameQuery, page);
        var shown = reader.showCategories(found.items(), asked);
        return found.map(category -> shown.get(category.id));
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Path("categories/{category}")
    @Tag(name = "Reading: categories, tags, authors")
    @Operation(operationId = "getCategory", summary = "Read a category by id or slug, with its articles",
            description = FORMER_SLUG_DESCRIPTION)
    @APIResponseSchema(value = TaxonomyResponse.CategoryPage.class, responseDescription = "OK")
    @APIResponse(responseCode = "308", description = REDIRECT_DESCRIPTION)
    public RestResponse<TaxonomyResponse.CategoryPage> category(@PathParam("category") String category,
            @BeanParam TaxonomyQuery query, @Context HttpServerRequest request) {
        var asked = locales.resolveForNames(query.locale);
        boolean withArticles = query.includesArticles();
        var found = categories.read(category);
        if (PermanentRedirect.isNeeded(category, found.slug)) {
            return redirect("/categories/" + found.slug, request);
        }
        var articles = query.articles();
        articles.category = List.of(found.id.toString());
        return RestResponse.ok(new TaxonomyResponse.CategoryPage(
                reader.showCategories(List.of(found), asked).get(found.id),
                withArticles ? lists.list(articles, query.firstPage()) : null));
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Path("tags")
    @Tag(name = "Reading: categories, tags, authors")
    @Operation(operationId = "listTags", summary = "List the tags of published articles by name, with counts",
            description = "`publishedArticles` counts the published articles that have the tag.")
    public Page<PublicTaxonomy.Tag> tags(@BeanParam IdAndSlugQuery nameQuery,
            @QueryParam("sort") @Parameter(description = "The order; a leading minus reverses it.",
                    schema = @Schema(enumeration = { "name", "-name" }, defaultValue = "name")) String sort,
            @QueryParam("locale") @Parameter(description = LOCALE_DESCRIPTION) String locale,
            @BeanParam PageQuery page) {
        var asked = locales.resolveForNames(locale);
        var found = publications.tags(page, nameQuery, sort);
        var shown = reader.showTags(found.items(), asked);
        return found.map(tag -> shown.get(tag.id()));
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Path("tags/{tag}")
    @Tag(name = "Reading: categories, tags, authors")
    @Operation(operationId = "getTag",
            summary = "Read a tag of published articles by id or slug, with its articles",
            description = FORMER_SLUG_DESCRIPTION)
    @APIResponseSchema(value = TaxonomyResponse.TagPage.class, responseDescription = "OK")
    @APIResponse(responseCode = "308", description = REDIRECT_DESCRIPTION)
    public RestResponse<TaxonomyResponse.TagPage> tag(@PathParam("tag") String tag, @BeanParam TaxonomyQuery query,
            @Context HttpServerRequest request) {
        var asked = locales.resolveForNames(query.locale);
        boolean withArticles = query.includesArticles();
        var found = tags.read(tag);
        var shown = reader.showTags(List.of(new TagRef(found.id(), found.slug(), found.name(), found.names())), asked)
                .get(found.id());
        // A tag that only pages have is listed, too.
        if (shown.publishedArticles() == 0 && !publications.isTagPublished(found.id())) {
            throw ProblemException.notFound("tag", tag);
        }
        if (PermanentRedirect.isNeeded(tag, found.slug())) {
            return redirect("/tags/" + found.slug(), request);
        }
        var articles = query.articles();
        articles.tag = List.of(found.id().toString());
        return RestResponse.ok(new TaxonomyResponse.TagPage(
                shown,
                withArticles ? lists.list(articles, query.firstPage()) : null));
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Path("authors")
    @Tag(name = "Reading: categories, tags, authors")
    @Operation(operationId = "listAuthors", summary = "List authors by name, with counts of published articles",
            description = "`publishedArticles` counts the published articles that name the author.")
    public Page<PublicTaxonomy.Author> authors(@BeanParam IdAndSlugQuery nameQuery,
            @QueryParam("sort") @Parameter(description = "The order; a leading minus reverses it.",
                    schema = @Schema(enumeration = { "name", "-name" }, defaultValue = "name")) String sort,
            @QueryParam("locale") @Parameter(description = LOCALE_DESCRIPTION) String locale,
            @BeanParam PageQuery page) {
        var asked = locales.resolveForNames(locale);
        var found = authors.list(page, nameQuery, sort);
        var shown = reader.showAuthors(found.items(), asked);
        return found.map(author -> shown.get(author.id));
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY })
    @Path("authors/{author}")
    @Tag(name = "Reading: categories, tags, authors")
    @Operation(operationId = "getAuthor", summary = "Read an author by id or slug, with the author's articles",
            description = FORMER_SLUG_DESCRIPTION)
    @APIResponseSchema(value = TaxonomyResponse.AuthorPage.class, responseDescription = "OK")
    @APIResponse(responseCode = "308", description = REDIRECT_DESCRIPTION)
    public RestResponse<TaxonomyResponse.AuthorPage> author(@PathParam("author") String author,
            @BeanParam TaxonomyQuery query, @Context HttpServerRequest request) {
        var asked = locales.resolveForNames(query.locale);
        boolean withArticles = query.includesArticles();
        var found = authors.read(author);
        if (PermanentRedirect.isNeeded(author, found.slug)) {
            return redirect("/authors/" + found.slug, request);
        }
        var articles = query.articles();
        articles.author = List.of(found.id.toString());
        return RestResponse.ok(new TaxonomyResponse.AuthorPage(
                reader.showAuthors(List.of(found), asked).get(found.id),
                withArticles ? lists.list(articles, query.firstPage()) : null));
    }

    private static <T> RestResponse<T> redirect(String path, HttpServerRequest request) {
        var uri = TrackingParameters.removeFrom(request.uri());
        int query = uri.indexOf('?');
        return PermanentRedirect.to(Paths.PUBLIC_API + path + (query < 0 ? "" : uri.substring(query)));
    }

}
