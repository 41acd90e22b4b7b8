package dev.byline.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.category.CategoryService;
import dev.byline.database.JdbcQueries;
import dev.byline.paging.AllowedValues;
import dev.byline.site.LocaleLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;

/** Counts published articles by month, for archive pages. */
@ApplicationScoped
public class ArticleArchive {
    /** The time zone in which months begin. */
    private static final ZoneId TIME_ZONE = ZoneId.of("UTC");
    private static final int QUERY_TIMEOUT_SECONDS = 3;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MM").withZone(TIME_ZONE);

    private final JdbcQueries jdbcQueries;
    private final CategoryService categories;
    private final LocaleLookup locales;

    ArticleArchive(JdbcQueries jdbcQueries, CategoryService categories, LocaleLookup locales) {
        this.jdbcQueries = jdbcQueries;
        this.categories = categories;
        this.locales = locales;
    }

    /** The months in which articles were published. */
    @Schema(name = "Archive", description = "The months in which articles were published, newest first.")
    public record Archive(@NotNull List<ArchiveMonth> items) {}

    /** A month in which articles were published, with the bounds that a list of its articles takes. */
    @Schema(name = "ArchiveMonth", description = "A month in which articles were published. `publishedFrom` and "
            + "`publishedTo` are the filters of the list of its articles.")
    public record ArchiveMonth(
            @NotNull @Schema(examples = "2026-11") String month,
            @NotNull @Schema(description = "The beginning of the month.",
                    examples = "2026-11-01T00:00:00Z") Instant publishedFrom,
            @NotNull @Schema(description = "The end of the month, which does not belong to it.",
                    examples = "2026-12-01T00:00:00Z") Instant publishedTo,
            @NotNull @Schema(description = "Number of articles published in the month.",
                    examples = "4") long articles) {}

    /**
     * Counts the articles of each month, newest month first; months without articles are left out. One statement, one
     * more for each filter.
     *
     * @param locale
     *            the only locale of the articles, or null for all locales; 400 for a locale that the site does not have
     * @param category
     *            the id or slug of a category, which includes the categories below it, or null; 400 if it does not
     *            exist
     */
    public Archive countByMonth(String locale, String category) {
        // Only one category is allowed: the query reads along the list of that category.
        AllowedValues.split("category", category, 1);
        var list = category == null
                ? "all:"
                : "category:" + categories.resolveFilter("category", category).get(0) + ":";
        // Each month is found from the one before it, and counted as a range of the same index.
        var months = jdbcQueries.list("""
                with recursive month (start) as (
                    (select date_trunc('month', l.published_at, :zone) from listing l where l.list = :list
                    order by l.published_at limit 1)
                    union all
                    select (select date_trunc('month', l.published_at, :zone) from listing l where l.list = :list
                        and l.published_at >= (m.start at time zone :zone + interval '1 month') at time zone :zone
                        order by l.published_at limit 1)
                    from month m where m.start is not null)
                select m.start, n.start, c.articles from month m
                cross join lateral (
                    select (m.start at time zone :zone + interval '1 month') at time zone :zone as start) n
                cross join lateral (
                    select count(*) as articles from listing l
                    where l.list = :list and l.published_at >= m.start and l.published_at < n.start) c
                where m.start is not null order by m.start desc""",
                Map.of("list", ArticleFilter.listKey(list, locales.resolve(locale)), "zone", TIME_ZONE.getId()),
                QUERY_TIMEOUT_SECONDS, r -> {
                    var from = JdbcQueries.readTime(r, 1);
                    return new ArchiveMonth(MONTH.format(from), from, JdbcQueries.readTime(r, 2), r.getLong(3));
                });
        return new Archive(months);
    }
}
