package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.hibernate.Session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * What search engines may know of all live articles, in the order of their ids: any number of articles, divided into
 * parts of one size, read one by one. Articles with {@code seo.noIndex} are left out, also as translations.
 */
@ApplicationScoped
public class SiteMapArticles {
    private static final int FETCH_SIZE = 1000;

    private final Session database;

    SiteMapArticles(Session database) {
        this.database = database;
    }

    /** One part of all articles. {@code number} counts from 1, {@code updatedAt} is the newest of its articles. */
    public record SiteMapPart(int number, Instant updatedAt) {}

    /**
     * A live article together with one article of its translation group, which is itself in one of the rows.
     *
     * @param translation
     *            the other one's id, {@code translationLocale} and {@code translationSlug} what it is called
     */
    public record SiteMapRow(
            UUID articleId,
            String locale,
            String slug,
            Instant updatedAt,
            UUID translation,
            String translationLocale,
            String translationSlug) {}

    /** The parts of at most {@code size} articles; empty if there are no articles. One statement. */
    public List<SiteMapPart> parts(int size) {
        return database.createNativeQuery("""
                select cast((n - 1) / :size + 1 as int) as number, max(updated_at) as updated_at
                from (select updated_at, row_number() over (order by article_id) as n
                    from publication where seo_no_index is not true) numbered
                group by 1 order by 1""", SiteMapPart.class).setParameter("size", size).getResultList();
    }

    /**
     * Gives the rows of one part to the visitor, those of one article behind each other, while they come from the
     * database: never more than 1,000 of them are in memory. One statement.
     */
    @Transactional
    public void forEachRow(int part, int size, Consumer<SiteMapRow> visitor) {
        // Where the part begins is found in the index alone; from there on it is a range of that index.
        var rows = database.createNativeQuery("""
                with part as (
                    select article_id, locale, slug, updated_at from publication
                    where seo_no_index is not true and article_id >= (
                        select article_id from publication where seo_no_index is not true
                        order by article_id offset :skipped limit 1)
                    order by article_id limit :size)
                select part.article_id, part.locale, part.slug, part.updated_at, other.article_id as translation,
                    other.locale as translation_locale, other.slug as translation_slug
                from part
                join article_identity own on own.id = part.article_id
                join article_identity member on member.translation_group_id = own.translation_group_id
                join publication other on other.article_id = member.id and other.seo_no_index is not true
                order by part.article_id, other.locale, other.article_id""", SiteMapRow.class)
                .setParameter("skipped", (part - 1L) * size).setParameter("size", size).setFetchSize(FETCH_SIZE)
                .getResultStream();
        try (rows) {
            rows.forEach(visitor);
        }
    }
}
