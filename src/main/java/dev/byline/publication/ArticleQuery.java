package dev.byline.publication;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import jakarta.ws.rs.QueryParam;

/** The filters and the order of the list of published articles. */
public class ArticleQuery {
    @QueryParam("category")
    @Parameter(
            description = "Only articles of this category (id or slug) or of one below it. One of category, tag and author at a time.")
    public String category;

    @QueryParam("exact")
    @Parameter(description = "True leaves out the categories below `category`.")
    public Boolean exact;

    @QueryParam("tag")
    @Parameter(description = "Only articles with this tag (id or slug). One of category, tag and author at a time.")
    public String tag;

    @QueryParam("author")
    @Parameter(description = "Only articles by this author (id or slug). One of category, tag and author at a time.")
    public String author;

    @QueryParam("locale")
    @Parameter(description = "Only articles in this locale.")
    public String locale;

    @QueryParam("sort")
    @Parameter(description = "The order; a leading minus turns it round.", schema = @Schema(enumeration = {
            "-publishedAt",
            "publishedAt" }, defaultValue = "-publishedAt"))
    public String sort;
}
