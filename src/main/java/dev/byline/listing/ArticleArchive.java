package dev.byline.listing;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.category.CategoryService;
import dev.byline.database.JdbcQueries;
import dev.byline.paging.AllowedValues;
import dev.byline.site.LocaleLookup;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;

/** Counts published articles by month, for archive pages. */
@ApplicationScoped
public class ArticleArchive {
    private static final int QUERY_TIMEOUT_SECONDS = 3;

    private final JdbcQueries jdbcQueries;
    private final CategoryService categories;
    private final SiteService site;

    ArticleArchive(JdbcQueries jdbcQueries, CategoryService categories, SiteService site) {
        this.jdbcQueries = jdbcQueries;
        this.categories = categories;
        this.site = site;
    }

    /** The months in which articles were published. */
    @Schema(name = "Archive", description = "The months in which articles were published, newest first.")
    public record Archive(@NotNull List<ArchiveMonth> items) {}

    /** A month in which articles were published, with the bounds that a list of its articles takes. */
    @Schema(name = "ArchiveMonth", description = "A month in which articles were published. `publishedFrom` and "
            + "`publishedTo` are the filters of the list of its articles.")
    public record ArchiveMonth(
            @NotNull @Schema(examples = "2026-11") String month,
            @NotNull @Schema(description = "The beginning of the month in the site's `timeZone`.",
                    examples = "2026-11-01T00:00:00Z") Instant publishedFrom,
            @NotNull @Schema(description = "The end of the month, which does not belong to it.",
                    examples = "2026-12-01T00:00:00Z") Instant publishedTo,
            @NotNull @Schema(description = "Number of articles published in the month.",
                    examples = "4") long articles) {}

    /**
     * Counts the articles of each month, newest month first; months without articles are left out. Months begin in the
     * time zone of the site. Three statements, one more for a category.
     *
     * @param locale
     *            the only locale of the articles, or null for all locales; 400 for a locale that the site does not have
     * @param category
     *            the id or slug of a category, which includes the categories below it, or null; 400 if it does not
     *            exist
     */
    public Archive countByMonth(String locale, String category) {
        // Only one category is allowed: the query reads along the list of that category.
        var list = category == null
                ? "all:"
                : "category:" + categories
                        .resolveFilter("category", AllowedValues.split("category", List.of(category), 1)).get(0) + ":";
        var settings = site.readPublic();
        var key = ArticleFilter.listKey(list, LocaleLookup.resolve(settings.locales, locale));
        return new Archive(findMonths(key, ZoneId.of(settings.timeZone))
                .map(months -> countArticles(key, months)).orElse(List.of()));
    }

    /** Returns the months from that of the first article of a list to that of the last one; empty without articles. */
    private Optional<ZonedMonths> findMonths(UUID list, ZoneId zone) {
        return jdbcQueries.single("select min(published_at), max(published_at) from listing where list = :list",
                Map.of("list", list), QUERY_TIMEOUT_SECONDS,
                r -> r.getObject(1) == null
                        ? Optional.empty()
                        : Optional.of(ZonedMonths.between(JdbcQueries.readTime(r, 1), JdbcQueries.readTime(r, 2),
                                zone)));
    }

    /** Finds each month from the one before it, and counts its articles as a range of the same index. */
    private List<ArchiveMonth> countArticles(UUID list, ZonedMonths months) {
        return jdbcQueries.list("""
                with recursive bounds as materialized (select cast(:bounds as timestamptz[]) as times),
                month (number) as (
                    (select width_bucket(l.published_at, (select times from bounds)) from listing l where l.list = :list
                    order by l.published_at limit 1)
                    union all
                    select (select width_bucket(l.published_at, bounds.times) from listing l
                        where l.list = :list and l.published_at >= bounds.times[m.number + 1]
                        order by l.published_at limit 1)
                    from month m cross join bounds where m.number is not null)
                select m.number, c.articles from month m cross join bounds
                cross join lateral (
                    select count(*) as articles from listing l where l.list = :list
                    and l.published_at >= bounds.times[m.number] and l.published_at < bounds.times[m.number + 1]) c
                where m.number is not null order by m.number desc""",
                Map.of("list", list, "bounds", months.bounds()), QUERY_TIMEOUT_SECONDS, r -> {
                    int index = r.getInt(1) - 1;
                    return new ArchiveMonth(months.name(index), months.start(index), months.end(index), r.getLong(2));
                });
    }
}
