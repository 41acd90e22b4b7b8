package dev.byline.listing;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.ReferenceResolver;
import dev.byline.publication.ArticleKind;
import jakarta.ws.rs.QueryParam;

/** Query parameters of the list of published articles: filters and order. */
public class ArticleQuery {
    /** The maximum number of articles in {@code exclude}. */
    static final int MAX_EXCLUDED = 100;
    /** The kinds of articles, as the parameter {@code kind} names them. */
    static final List<String> KINDS = Arrays.stream(ArticleKind.values()).map(ArticleKind::name).toList();

    /** Combination of several values of a filter: an article must match any of the values, or all of them. */
    @Schema(name = "Match")
    public enum Match {
        any,
        all
    }

    @QueryParam("q")
    @Parameter(
            description = "Only articles that match this search query, which is read as in `/search`; the list keeps "
                    + "its order.")
    public String q;

    @QueryParam("kind")
    @Parameter(
            description = "Only articles of these kinds. If absent: `article`, and both kinds where `ids`, `slugs` or "
                    + "`formerAddress` name the articles.",
            schema = @Schema(type = SchemaType.ARRAY, enumeration = { "article", "page" }))
    public List<String> kind = List.of();

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
    @Parameter(description = "Only articles with this tag (id or slug); at most "
            + ReferenceResolver.MAX_FILTER_REFERENCES + " tags.",
            schema = @Schema(type = SchemaType.ARRAY, maxItems = ReferenceResolver.MAX_FILTER_REFERENCES))
    public List<String> tag = List.of();

    @QueryParam("author")
    @Parameter(
            description = "Only articles by this author (id or slug); at most "
                    + ReferenceResolver.MAX_FILTER_REFERENCES + " authors.",
            schema = @Schema(type = SchemaType.ARRAY, maxItems = ReferenceResolver.MAX_FILTER_REFERENCES))
    public List<String> author = List.of();

    @QueryParam("match")
    @Parameter(description = "Whether an article must match any or all of the values, where `category`, `tag` or "
            + "`author` has several values.",
            schema = @Schema(implementation = Match.class, defaultValue = "any"))
    public Match match;

    @QueryParam("locale")
    @Parameter(description = "Only articles in this locale of the site; `vi-VN` and `VI` mean `vi`.")
    public String locale;

    @QueryParam("pinned")
    @Parameter(description = "True returns only pinned articles, false only articles that are not pinned.")
    public Boolean pinned;

    @QueryParam("ids")
    @Parameter(description = "Only the articles with these ids, at most "
            + IdAndSlugQuery.MAX_REFERENCES + "; in the order of the ids unless `sort` is given.",
            schema = @Schema(type = SchemaType.ARRAY, format = "uuid", maxItems = IdAndSlugQuery.MAX_REFERENCES))
    public List<String> ids = List.of();

    @QueryParam("slugs")
    @Parameter(description = "Only the articles with these slugs, at most "
            + IdAndSlugQuery.MAX_REFERENCES + ".",
            schema = @Schema(type = SchemaType.ARRAY, maxItems = IdAndSlugQuery.MAX_REFERENCES))
    public List<String> slugs = List.of();

    @QueryParam("formerAddress")
    @Parameter(description = "Only the article that had this address before, here or in another system: a URL, or a "
            + "path if the host does not matter. The comparison ignores percent-encoding, upper case, `www.`, `.html` "
            + "and a slash at the end, the fragment, and the query except `?p=42`. Two articles in the response had "
            + "the same path on different hosts.")
    public String formerAddress;

    @QueryParam("exclude")
    @Parameter(description = "Leaves out these articles, by id or slug, at most "
            + MAX_EXCLUDED + ".",
            schema = @Schema(type = SchemaType.ARRAY, maxItems = MAX_EXCLUDED))
    public List<String> exclude = List.of();

    @QueryParam("publishedFrom")
    @Parameter(description = "Only articles published at this time or later.")
    public Instant publishedFrom;

    @QueryParam("publishedTo")
    @Parameter(description = "Only articles published before this time.")
    public Instant publishedTo;

    @QueryParam("updatedFrom")
    @Parameter(description = "Only articles whose last published change was made at this time or later.")
    public Instant updatedFrom;

    @QueryParam("updatedTo")
    @Parameter(description = "Only articles whose last published change was made before this time.")
    public Instant updatedTo;

    @QueryParam("viewed")
    @Parameter(description = "Only articles that were viewed within this number of days (UTC), today included.",
            schema = @Schema(enumeration = { "1d", "7d", "30d" }))
    public String viewed;

    @QueryParam("sort")
    @Parameter(
            description = "The order; a leading minus reverses it. `pinned,-publishedAt` has the pinned articles "
                    + "first, and these and the others newest first. `views` (all views) and `views1d`, `views7d`, "
                    + "`views30d` (views of the last 1, 7 or 30 days in UTC, today included) come from a ranking that "
                    + "is refreshed every minute. A client that pages by cursor stays in the same ranking for "
                    + ViewRankings.RETENTION_MINUTES + " minutes.",
            schema = @Schema(enumeration = { "-publishedAt", "publishedAt", "pinned,-publishedAt", "-updatedAt",
                    "updatedAt", "title",
                    "-title", "-views", "views", "-views1d", "views1d", "-views7d", "views7d", "-views30d",
                    "views30d" }, defaultValue = "-publishedAt"))
    public String sort;

    @QueryParam("include")
    @Parameter(
            description = "Adds parts of the articles that a list leaves out by default. With all of them, a page of "
                    + "a list has everything that a static site builds pages from.",
            schema = @Schema(type = SchemaType.ARRAY, enumeration = { "body", "seo", "metadata", "translations" }))
    public List<String> include = List.of();
}
