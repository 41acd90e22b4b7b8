package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.hibernate.Session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Reads the data of site maps: the slugs, locales and dates of all live articles and pages that search engines may
 * index, in the order of article ids. Any number of articles is divided into parts of equal size, and streamed row by row. Articles
 * with {@code seo.noIndex} are left out, also as translations.
 */
@ApplicationScoped
public class SiteMapArticles {
    private static final int FETCH_SIZE = 1000;
    /** Condition that the canonical URL of an article is not the URL of its page on this site. */
    private static final String ELSEWHERE_SQL = """
            (%1$s.seo_canonical_url is not null and %1$s.seo_canonical_url is distinct from
                replace(replace(case when %1$s.kind = 'page' then cast(:pageUrl as text) else cast(:articleUrl as text) end,
                    '{slug}', %1$s.slug), '{locale}', %1$s.locale))""";

    private final Session database;

    SiteMapArticles(Session database) {
        this.database = database;
    }

    /**
     * One part of all articles, with their number. {@code number} counts from 1; {@code updatedAt} is the newest change
     * of its articles.
     */
    public record SiteMapPart(int number, Instant updatedAt, long articles) {}

    /**
     * A live article with one article of its translation group; one of the rows pairs the article with itself.
     *
     * @param translation
     *            the id of the other article; {@code translationKind}, {@code translationLocale} and
     *            {@code translationSlug} are its kind, locale and slug
     */
    public record SiteMapRow(
            UUID articleId,
            String kind,
            String locale,
            String slug,
            Instant updatedAt,
            UUID translation,
            String translationKind,
            String translationLocale,
            String translationSlug) {}

    /** Lists the parts of at most {@code size} articles; empty if there are no articles. One statement. */
    public List<SiteMapPart> parts(int size) {
        return database.createNativeQuery("""
                select cast((n - 1) / :size + 1 as int) as number, max(updated_at) as updated_at,
                    count(*) as articles
                from (select updated_at, row_number() over (order by article_id) as n
                    from publication where seo_no_index is not true) numbered
                group by 1 order by 1""", SiteMapPart.class).setParameter("size", size).getResultList();
    }

    /**
     * Passes the rows of one part to the visitor while they are read from the database; the rows of one article follow
     * each other. At most 1,000 rows are in memory at a time. Articles whose canonical URL is elsewhere are left out,
     * also as translations; they count for the size of the part, so that an index finds its beginning. One statement.
     *
     * @param articleUrl
     *            the template of the URLs of articles, or null; {@code pageUrl} is that of pages
     */
    @Transactional
    public void forEachRow(int part, int size, String articleUrl, String pageUrl, Consumer<SiteMapRow> visitor) {
        // The index alone finds the first article of the part; the part is then a range of that index.
        var rows = database.createNativeQuery("""
                with part as (
                    select article_id, kind, locale, slug, updated_at, seo_canonical_url from publication
                    where seo_no_index is not true and article_id >= (
                        select article_id from publication where seo_no_index is not true
                        order by article_id offset :skipped limit 1)
                    order by article_id limit :size)
                select part.article_id, part.kind, part.locale, part.slug, part.updated_at,
                    other.article_id as translation, other.kind as translation_kind,
                    other.locale as translation_locale, other.slug as translation_slug
                from part
                join article_identity own on own.id = part.article_id
                join article_identity member on member.translation_group_id = own.translation_group_id
                join publication other on other.article_id = member.id and other.seo_no_index is not true
                    and not %s
                where not %s
                order by part.article_id, other.locale, other.article_id"""
                .formatted(ELSEWHERE_SQL.formatted("other"), ELSEWHERE_SQL.formatted("part")), SiteMapRow.class)
                .setParameter("articleUrl", articleUrl, String.class)
                .setParameter("pageUrl", pageUrl, String.class)
                .setParameter("skipped", (part - 1L) * size).setParameter("size", size).setFetchSize(FETCH_SIZE)
                .getResultList().stream();
        try (rows) {
            rows.forEach(visitor);
        }
    }
}
