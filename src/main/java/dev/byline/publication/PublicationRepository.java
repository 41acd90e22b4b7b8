package dev.byline.publication;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.database.JdbcQueries;
import dev.byline.identity.SlugRow;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.tag.TagRef;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds published copies by slug, id, translation group, category and tag, without their content. */
@ApplicationScoped
class PublicationRepository {
    private final JdbcQueries jdbcQueries;
    private final Session database;

    PublicationRepository(JdbcQueries jdbcQueries, Session database) {
        this.jdbcQueries = jdbcQueries;
        this.database = database;
    }

    /**
     * Finds the live articles that readers have seen under this slug, current or former; articles that have this slug
     * now come first. One statement.
     */
    List<SlugMatch> findBySlug(String slug) {
        return jdbcQueries.list("""
                select s.article_id, s.locale, p.locale, p.published_at, p.comments_policy, p.kind
                from article_slug s join publication p on p.article_id = s.article_id
                where s.slug = :slug and s.was_published
                order by (s.slug, s.locale) = (p.slug, p.locale) desc""", Map.of("slug", slug), r -> {
            var id = r.getObject(1, UUID.class);
            return new SlugMatch(new SlugRow(id, r.getString(2), slug),
                    new LiveArticle(id, r.getString(3), JdbcQueries.readTime(r, 4),
                            CommentsPolicy.valueOf(r.getString(5)), ArticleKind.valueOf(r.getString(6))));
        });
    }

    /**
     * Finds the slugs, current or former, under which readers have seen live articles; current slugs come first.
     * Returns no further data of the articles. One statement.
     */
    List<SlugRow> findBySlug(Collection<String> slugs) {
        return jdbcQueries.list("""
                select s.article_id, s.locale, s.slug
                from article_slug s join publication p on p.article_id = s.article_id
                where s.slug = any(:slugs) and s.was_published
                order by (s.slug, s.locale) = (p.slug, p.locale) desc""",
                Map.of("slugs", slugs.toArray(String[]::new)),
                r -> new SlugRow(r.getObject(1, UUID.class), r.getString(2), r.getString(3)));
    }

    /**
     * Finds the current slugs of the live articles one of whose former addresses ends in this part, each article once.
     * One statement.
     */
    List<SlugRow> findByFormerName(String lastPart) {
        return jdbcQueries.list("""
                select distinct p.article_id, p.locale, p.slug
                from former_address a join publication p on p.article_id = a.article_id
                where a.last_part = :part limit 100""", Map.of("part", lastPart),
                r -> new SlugRow(r.getObject(1, UUID.class), r.getString(2), r.getString(3)));
    }

    /** A slug, current or former, and the live article that it belongs to. */
    record SlugMatch(SlugRow slug, LiveArticle found) {}

    /** Finds a live article by its id, without its text. */
    Optional<LiveArticle> findLive(UUID article) {
        return database.createSelectionQuery("""
                select p.articleId, p.content.locale, p.content.publishedAt, p.content.commentsPolicy,
                    p.content.kind
                from Publication p where p.articleId = :article""", LiveArticle.class)
                .setParameter("article", article).uniqueResultOptional();
    }

    /** Finds the slug and the dates of a live article, without its text. */
    Optional<PublicationDates> findDates(UUID article) {
        return database.createSelectionQuery("""
                select p.content.slug, p.content.firstPublishedAt, p.content.publishedAt, p.content.updatedAt
                from Publication p where p.articleId = :article""", PublicationDates.class)
                .setParameter("article", article).uniqueResultOptional();
    }

    /** Finds the other live articles of the same translation group, ordered by locale. One statement. */
    List<ArticleDetail.PublishedTranslation> translations(UUID article) {
        return database.createNativeQuery("""
                select p.locale, p.slug, p.title from article_identity own
                join article_identity other on other.translation_group_id = own.translation_group_id
                    and other.id <> own.id
                join publication p on p.article_id = other.id where own.id = :article order by p.locale, p.slug""",
                ArticleDetail.PublishedTranslation.class).setParameter("article", article).getResultList();
    }

    /**
     * Finds the titles of live articles, by the ids that are asked for: in the locale, if the article has a live
     * translation in it, or else the article itself. One statement.
     *
     * @param locale
     *            the preferred locale, or null
     */
    Map<UUID, LiveTitle> findTitles(Collection<UUID> articles, String locale) {
        var titles = new HashMap<UUID, LiveTitle>();
        jdbcQueries.list("""
                select own.id, p.article_id, p.kind, p.locale, p.slug, p.title from article_identity own
                join article_identity member on member.translation_group_id = own.translation_group_id
                join publication p on p.article_id = member.id and (member.id = own.id or p.locale = :locale)
                where own.id = any(:ids) order by own.id, p.locale = :locale desc, p.article_id""",
                Map.of("ids", articles.toArray(UUID[]::new), "locale", locale == null ? "" : locale),
                r -> titles.putIfAbsent(r.getObject(1, UUID.class), new LiveTitle(r.getObject(2, UUID.class),
                        ArticleKind.valueOf(r.getString(3)), r.getString(4), r.getString(5), r.getString(6))));
        return titles;
    }

    /** Finds the live article of a translation group whose locale comes first among these locales. One statement. */
    Optional<UUID> findInLocales(UUID article, List<String> locales) {
        return database.createNativeQuery("""
                select p.article_id from article_identity own
                join article_identity member on member.translation_group_id = own.translation_group_id
                join publication p on p.article_id = member.id
                where own.id = :article and p.locale = any(:locales)
                order by array_position(cast(:locales as text[]), p.locale), p.article_id limit 1""", UUID.class)
                .setParameter("article", article).setParameter("locales", locales.toArray(String[]::new))
                .getResultList().stream().findFirst();
    }

    /** Finds the live articles in a category or in a category below it. One statement. */
    List<UUID> articlesInCategoryTree(UUID category) {
        return database.createNativeQuery("""
                select distinct l.article_id from category c
                join category below on below.path >= c.path and below.path < c.path || '/'
                join publication_category l on l.category_id = below.id where c.id = :category""", UUID.class)
                .setParameter("category", category).getResultList();
    }

    /** Finds the live articles with a tag. One statement. */
    List<UUID> articlesWithTag(UUID tag) {
        return database
                .createNativeQuery("select article_id from publication_tag where tag_id = :tag", UUID.class)
                .setParameter("tag", tag).getResultList();
    }

    /** Finds the live articles that an author signs. One statement. */
    List<UUID> articlesOfAuthor(UUID author) {
        return database
                .createNativeQuery("select article_id from publication_author where author_id = :author", UUID.class)
                .setParameter("author", author).getResultList();
    }

    /** Returns whether an article or a page with this tag is live. One statement. */
    boolean isTagPublished(UUID tag) {
        return !database.createNativeQuery("select 1 from publication_tag where tag_id = :tag limit 1", Integer.class)
                .setParameter("tag", tag).getResultList().isEmpty();
    }

    /** Reads one page of the tags of published articles, ordered by name; a tag of drafts only is left out. */
    Page<TagRef> tags(PageQuery query, IdAndSlugQuery nameQuery, Sort<IdAndSlugQuery.NameSortKey> sort) {
        var from = " from Tag t where exists (select 1 from Publication p join p.tags l where l = t.id)"
                + nameQuery.conditions("t");
        var columns = "select t.id, t.slug, t.name, t.names";
        if (sort == null) {
            return nameQuery.pageInOrderOfIds(query, "published tags ",
                    nameQuery.bind(database.createQuery(columns + from, TagRef.class)).getResultList(), TagRef::id);
        }
        var keys = new Keyset<>(query, "published tags " + nameQuery + sort, sort.descending(), String::toString);
        var statement = nameQuery.bind(database.createQuery(columns + from
                + keys.seekCondition("t.name", "t.id") + keys.orderBy("t.name", "t.id"), TagRef.class));
        return keys.toPage(keys.bind(statement).getResultList(), TagRef::name, TagRef::id, () -> nameQuery
                .bind(database.createQuery("select count(*)" + from, Long.class)).getSingleResult());
    }
}
