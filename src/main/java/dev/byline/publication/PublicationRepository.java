package dev.byline.publication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.database.JdbcQueries;
import dev.byline.identity.SlugRow;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.publication.PublicationService.LiveArticle;
import dev.byline.tag.TagRef;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Queries on {@link Publication}, the published copies, and on what they refer to. */
@ApplicationScoped
class PublicationRepository implements PanacheRepositoryBase<Publication, UUID> {
    private static final TypeReference<Map<String, String>> NAMES_TYPE = new TypeReference<>() {
    };
    private static final String EMPTY_NAMES_JSON = "{}";
    private static final String REFS_SQL = """
            select l.article_id, 0, l.position, r.id, r.slug, r.name, r.names
            from publication_author l join author r on r.id = l.author_id where l.article_id = any(:articles)
            union all
            select l.article_id, 1, l.position, r.id, r.slug, r.name, r.names
            from publication_category l join category r on r.id = l.category_id where l.article_id = any(:articles)
            union all
            select l.article_id, 2, l.position, r.id, r.slug, r.name, r.names
            from publication_tag l join tag r on r.id = l.tag_id where l.article_id = any(:articles)
            order by 2, 1, 3""";
    /** Variant of the query for a single article, so that PostgreSQL looks rows up instead of hashing. */
    private static final String REFS_OF_ONE_ARTICLE_SQL = REFS_SQL.replace("any(:articles)", ":articles");

    private final JdbcQueries jdbcQueries;
    private final ObjectMapper json;

    PublicationRepository(JdbcQueries jdbcQueries, ObjectMapper json) {
        this.jdbcQueries = jdbcQueries;
        this.json = json;
    }

    /**
     * Finds the live articles that readers have seen under this slug, current or former; articles that have this slug
     * now come first. One statement.
     */
    List<SlugMatch> findBySlug(String slug) {
        return jdbcQueries.list("""
                select s.article_id, s.locale, p.locale, p.published_at, p.comments_policy
                from article_slug s join publication p on p.article_id = s.article_id
                where s.slug = :slug and s.was_published
                order by (s.slug, s.locale) = (p.slug, p.locale) desc""", Map.of("slug", slug), r -> {
            var id = r.getObject(1, UUID.class);
            return new SlugMatch(new SlugRow(id, r.getString(2), slug),
                    new LiveArticle(id, r.getString(3), JdbcQueries.readTime(r, 4),
                            CommentsPolicy.valueOf(r.getString(5))));
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

    /** A slug, current or former, and the live article that it belongs to. */
    record SlugMatch(SlugRow slug, LiveArticle found) {}

    /** Finds a live article by its id, without its text. */
    Optional<LiveArticle> findLive(UUID article) {
        return find("select articleId, locale, publishedAt, commentsPolicy from Publication where articleId = ?1",
                article).project(LiveArticle.class).firstResultOptional();
    }

    /** Finds the slug and the dates of a live article, without its text. */
    Optional<PublicationService.PublicationDates> findDates(UUID article) {
        return find("select slug, firstPublishedAt, publishedAt, updatedAt from Publication where articleId = ?1",
                article)
                .project(PublicationService.PublicationDates.class).firstResultOptional();
    }

    /** Finds the full live article by its id. One statement. */
    Optional<FullPublication> findFull(UUID article) {
        return findAllFull("select cast(:reference as uuid) as article_id, null as locale, null as slug", article, "")
                .stream().findFirst();
    }

    /** Finds the full live articles that have or had this slug; current slugs come first. One statement. */
    List<FullPublication> findAllFull(String slug) {
        return findAllFull(
                "select article_id, locale, slug from article_slug where slug = :reference and was_published",
                slug, " order by (l.slug, l.locale) = (p.slug, p.locale) desc");
    }

    /**
     * A full live article with its translations, which are JSON.
     *
     * @param slug
     *            the slug that the article was found by, with its locale; null if the article was found by its id
     */
    record FullPublication(PublicationRow row, SlugRow slug, String translations) {
        /** Tells whether the article was found by a former slug. */
        boolean isFoundByFormerSlug() {
            return slug != null && !(slug.slug().equals(row.slug()) && slug.locale().equals(row.locale()));
        }
    }

    private List<FullPublication> findAllFull(String from, Object reference, String suffix) {
        var sql = PublicationRow.select(true, """
                , l.locale, l.slug, (
                    select json_agg(json_build_object('locale', o.locale, 'slug', o.slug, 'title', o.title)
                        order by o.locale, o.slug)
                    from article_identity own join article_identity other
                        on other.translation_group_id = own.translation_group_id and other.id <> own.id
                    join publication o on o.article_id = other.id where own.id = p.article_id)""",
                "from (" + from + ") l", suffix);
        int columnsBefore = PublicationRow.columnCount(true);
        return jdbcQueries.list(sql, Map.of("reference", reference), r -> {
            var row = PublicationRow.of(r, true, null);
            var locale = r.getString(columnsBefore + 1);
            return new FullPublication(row,
                    locale == null ? null : new SlugRow(row.articleId(), locale, r.getString(columnsBefore + 2)),
                    r.getString(columnsBefore + 3));
        });
    }

    /** Finds the live articles among these ids, as lists show them, in no particular order. One statement. */
    List<PublicationRow> rows(Collection<UUID> articles) {
        return jdbcQueries.list(PublicationRow.select(false, "", "from unnest(:articles) as l (article_id)", ""),
                Map.of("articles", articles.toArray(UUID[]::new)), r -> PublicationRow.of(r, false, null));
    }

    /**
     * Finds the first {@code maxLength} characters of the texts of the live articles among these ids. One statement.
     */
    Map<UUID, String> texts(Collection<UUID> articles, int maxLength) {
        var texts = new HashMap<UUID, String>();
        jdbcQueries.list("select article_id, left(text, :length) from publication where article_id = any(:articles)",
                Map.of("articles", articles.toArray(UUID[]::new), "length", maxLength),
                r -> texts.put(r.getObject(1, UUID.class), r.getString(2)));
        return texts;
    }

    /** Finds the other live articles of the same translation group, ordered by locale. One statement. */
    List<ArticleDetail.PublishedTranslation> translations(UUID article) {
        return getSession().createNativeQuery("""
                select p.locale, p.slug, p.title from article_identity own
                join article_identity other on other.translation_group_id = own.translation_group_id
                    and other.id <> own.id
                join publication p on p.article_id = other.id where own.id = :article order by p.locale, p.slug""",
                ArticleDetail.PublishedTranslation.class).setParameter("article", article).getResultList();
    }

    /** Finds the live article of a translation group whose locale comes first among these locales. One statement. */
    Optional<UUID> findInLocales(UUID article, List<String> locales) {
        return getSession().createNativeQuery("""
                select p.article_id from article_identity own
                join article_identity member on member.translation_group_id = own.translation_group_id
                join publication p on p.article_id = member.id
                where own.id = :article and p.locale = any(:locales)
                order by array_position(cast(:locales as text[]), p.locale), p.article_id limit 1""", UUID.class)
                .setParameter("article", article).setParameter("locales", locales.toArray(String[]::new))
                .getResultStream().findFirst();
    }

    /** Finds the authors, categories and tags of the articles, each kind in its order, by article. One statement. */
    Map<UUID, ArticleRefs> findRefs(Collection<UUID> articles) {
        var refs = new HashMap<UUID, ArticleRefs>();
        articles.forEach(article -> refs.put(article, ArticleRefs.empty()));
        if (articles.size() == 1) {
            jdbcQueries.list(REFS_OF_ONE_ARTICLE_SQL, Map.of("articles", articles.iterator().next()),
                    r -> addRef(refs.get(r.getObject(1, UUID.class)), r));
        } else {
            jdbcQueries.list(REFS_SQL, Map.of("articles", articles.toArray(UUID[]::new)),
                    r -> addRef(refs.get(r.getObject(1, UUID.class)), r));
        }
        return refs;
    }

    private boolean addRef(ArticleRefs articleRefs, ResultSet r) throws SQLException {
        var id = r.getObject(4, UUID.class);
        var slug = r.getString(5);
        var name = r.getString(6);
        var column = r.getString(7);
        Map<String, String> names = EMPTY_NAMES_JSON.equals(column) ? Map.of() : parseJson(column, NAMES_TYPE);
        return switch (r.getInt(2)) {
            case 0 -> articleRefs.authors().add(new AuthorRef(id, slug, name, names));
            case 1 -> articleRefs.categories().add(new CategoryRef(id, slug, name, names));
            default -> articleRefs.tags().add(new TagRef(id, slug, name, names));
        };
    }

    /** Parses a JSON column; null stays null. */
    <T> T parseJson(String column, TypeReference<T> type) {
        try {
            return column == null ? null : json.readValue(column, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Finds the live articles in a category or in a category below it. One statement. */
    List<UUID> articlesInCategoryTree(UUID category) {
        return getSession().createNativeQuery("""
                select distinct l.article_id from category c
                join category below on below.path >= c.path and below.path < c.path || '/'
                join publication_category l on l.category_id = below.id where c.id = :category""", UUID.class)
                .setParameter("category", category).getResultList();
    }

    /** Finds the live articles with a tag. One statement. */
    List<UUID> articlesWithTag(UUID tag) {
        return getSession()
                .createNativeQuery("select article_id from publication_tag where tag_id = :tag", UUID.class)
                .setParameter("tag", tag).getResultList();
    }

    /** Reads one page of the tags of published articles, ordered by name; a tag of drafts only is left out. */
    Page<TagRef> tags(PageQuery query, IdAndSlugQuery nameQuery, Sort<IdAndSlugQuery.NameSortKey> sort) {
        var keys = new Keyset<>(query, "published tags " + nameQuery + sort, sort.descending(), String::toString);
        var from = " from Tag t where exists (select 1 from Publication p join p.tags l where l = t.id)"
                + nameQuery.conditions("t");
        var statement = nameQuery.bind(getEntityManager().createQuery("select t.id, t.slug, t.name, t.names" + from
                + keys.seekCondition("t.name", "t.id") + keys.orderBy("t.name", "t.id"), TagRef.class));
        return keys.toPage(keys.bind(statement).getResultList(), TagRef::name, TagRef::id, () -> nameQuery
                .bind(getEntityManager().createQuery("select count(*)" + from, Long.class)).getSingleResult());
    }
}
