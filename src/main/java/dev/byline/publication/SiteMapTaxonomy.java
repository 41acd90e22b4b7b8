package dev.byline.publication;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Reads the categories, tags and authors of site maps: those with live articles, with the newest change of these. */
@ApplicationScoped
public class SiteMapTaxonomy {
    private static final int FETCH_SIZE = 1000;
    /** The terms of one kind, which is the name of the table and of the lists. An index finds each newest change. */
    private static final String KIND_SQL = """
            select '%1$s' as kind, t.slug, l.locale, (
                select max(x.updated_at) from listing x
                where x.list = cast(md5('%1$s:' || t.id || ':' || l.locale) as uuid)) as updated_at
            from %1$s t cross join unnest(cast(:%1$s as text[])) as l (locale)""";

    private final Session database;

    SiteMapTaxonomy(Session database) {
        this.database = database;
    }

    /**
     * A category, tag or author.
     *
     * @param kind
     *            {@code category}, {@code tag} or {@code author}
     * @param locale
     *            the locale of the page; empty if one page is for all locales
     */
    public record SiteMapTerm(String kind, String slug, String locale, Instant updatedAt) {}

    /**
     * Counts the terms with live articles. One statement, or none without kinds.
     *
     * @param localesByKind
     *            the locales of the pages of each kind; the empty locale stands for all locales
     */
    public long count(Map<String, String[]> localesByKind) {
        return localesByKind.isEmpty()
                ? 0
                : bind(database.createNativeQuery("select count(*)" + from(localesByKind), Long.class), localesByKind)
                        .getSingleResult();
    }

    /** Passes one part of the terms to the visitor, by kind, slug and locale. One statement, or none without kinds. */
    @Transactional
    public void forEach(Map<String, String[]> localesByKind, int part, int size, Consumer<SiteMapTerm> visitor) {
        if (localesByKind.isEmpty()) {
            return;
        }
        bind(database.createNativeQuery("select kind, slug, locale, updated_at" + from(localesByKind)
                + " order by kind, slug, locale offset :skipped limit :size", SiteMapTerm.class), localesByKind)
                .setParameter("skipped", (part - 1L) * size).setParameter("size", size).setFetchSize(FETCH_SIZE)
                .getResultList().forEach(visitor);
    }

    private static String from(Map<String, String[]> localesByKind) {
        return localesByKind.keySet().stream().map(KIND_SQL::formatted)
                .collect(Collectors.joining(" union all ", " from (", ") term where updated_at is not null"));
    }

    private static <T> NativeQuery<T> bind(NativeQuery<T> query, Map<String, String[]> localesByKind) {
        localesByKind.forEach(query::setParameter);
        return query;
    }
}
