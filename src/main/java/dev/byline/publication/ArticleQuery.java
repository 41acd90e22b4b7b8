package dev.byline.publication;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import jakarta.ws.rs.QueryParam;

/** The filters and the order of the list of published articles. */
public class ArticleQuery {
    /** Whether an article must have one of the things that a filter names, or all of them. */
    @Schema(name = "Match")
    public enum Match {
        any,
        all
    }

    @QueryParam("q")
    @Parameter(
            description = "Only articles in which these words are found, as `/search` reads them; the order stays that of the list.")
    public String q;

    @QueryParam("category")
    @Parameter(
            description = "Only articles of this category (id or slug) or of one below it; of several, separated by commas, at most 20.")
    public String category;

    @QueryParam("exact")
    @Parameter(description = "True leaves out the categories below those of `category`.")
    public Boolean exact;

    @QueryParam("tag")
    @Parameter(description = "Only articles with this tag (id or slug); with several, separated by commas, at most 20.")
    public String tag;

    @QueryParam("author")
    @Parameter(
            description = "Only articles by this author (id or slug); by several, separated by commas, at most 20.")
    public String author;

    @QueryParam("match")
    @Parameter(description = "Where `category`, `tag` or `author` name several: whether one of them is enough.",
            schema = @Schema(implementation = Match.class, defaultValue = "any"))
    public Match match;

    @QueryParam("locale")
    @Parameter(description = "Only articles in this locale.")
    public String locale;

    @QueryParam("pinned")
    @Parameter(description = "Only articles that are pinned, or only the others.")
    public Boolean pinned;

    @QueryParam("ids")
    @Parameter(description = "Only these articles, by id, separated by commas, at most 100.")
    public String ids;

    @QueryParam("slugs")
    @Parameter(description = "Only these articles, by slug, separated by commas, at most 100.")
    public String slugs;

    @QueryParam("exclude")
    @Parameter(description = "Not these articles, by id or slug, separated by commas, at most 100.")
    public String exclude;

    @QueryParam("publishedFrom")
    @Parameter(description = "Only articles published at this time or later.")
    public Instant publishedFrom;

    @QueryParam("publishedTo")
    @Parameter(description = "Only articles published before this time.")
    public Instant publishedTo;

    @QueryParam("updatedFrom")
    @Parameter(description = "Only articles whose last published change is of this time or later.")
    public Instant updatedFrom;

    @QueryParam("updatedTo")
    @Parameter(description = "Only articles whose last published change is before this time.")
    public Instant updatedTo;

    @QueryParam("viewed")
    @Parameter(description = "Only articles that were viewed within so many days (UTC, today being one).",
            schema = @Schema(enumeration = { "1d", "7d", "30d" }))
    public String viewed;

    @QueryParam("sort")
    @Parameter(
            description = "The order; a leading minus turns it round. `views`, and `views1d`, `views7d`, `views30d` (of so many days in UTC, today being one) come from a ranking that is made anew each minute; a walk by cursor keeps to its ranking for 15 minutes.",
            schema = @Schema(enumeration = { "-publishedAt", "publishedAt", "-updatedAt", "updatedAt", "title",
                    "-title", "-views", "views", "-views1d", "views1d", "-views7d", "views7d", "-views30d",
                    "views30d" }, defaultValue = "-publishedAt"))
    public String sort;

    @QueryParam("include")
    @Parameter(description = "`body` adds the articles' bodies, which a list has not by itself.",
            schema = @Schema(enumeration = "body"))
    public String include;
}
