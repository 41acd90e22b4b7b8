package dev.byline.publication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.author.AuthorRef;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.category.CategoryRef;
import dev.byline.database.JdbcQueries;
import dev.byline.identity.SlugRow;
import dev.byline.media.MediaReferences;
import dev.byline.media.ReferencedMedia;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import dev.byline.text.RenderedBody;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Reads the columns of published copies, with their counters and references. This is the only class that reads them;
 * {@link PublicationWriter} is the only class that writes them.
 */
@ApplicationScoped
public class PublicationReader {
    private static final String COLUMNS = """
            select p.article_id, p.kind, p.locale, p.slug, p.title, p.excerpt, p.cover_url, p.cover_alt, p.cover_width,
            p.cover_height, p.pinned, p.comments_policy, p.reading_minutes, p.first_published_at, p.published_at,
            p.updated_at""";
    private static final String COUNTER_COLUMNS = """
            , coalesce(v.views, 0) as views, coalesce(v.visitor_days, 0) as visitor_days,
            coalesce(c.approved, 0) as comments""";
    private static final String JOIN = """

            join publication p on p.article_id = l.article_id""";
    private static final String COUNTER_JOINS = """

            left join article_counter v on v.article_id = l.article_id
            left join article_comment_counter c on c.article_id = l.article_id""";
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
    /** The maximum number of articles whose references are kept in memory: some megabytes. */
    private static final int MAX_KEPT_REFS = 10_000;
    private static final Seo NO_SEO = new Seo(null, null, null, null);
    private static final String EMPTY_NAMES_JSON = "{}";
    private static final TypeReference<Map<String, String>> NAMES_TYPE = new TypeReference<>() {
    };
    private static final TypeReference<List<ArticleDetail.PublishedTranslation>> TRANSLATIONS_TYPE = new TypeReference<>() {
    };
    private static final TypeReference<List<RenderedBody.Heading>> CONTENTS_TYPE = new TypeReference<>() {
    };
    private static final TypeReference<Map<String, Object>> METADATA_TYPE = new TypeReference<>() {
    };

    private final JdbcQueries jdbcQueries;
    private final ObjectMapper json;
    private final MediaReferences media;
    private final KeptValues<UUID, ArticleRefs> keptRefs;

    PublicationReader(JdbcQueries jdbcQueries, ObjectMapper json, MediaReferences media,
            KeptValuesFactory keptValues) {
        this.media = media;
        this.jdbcQueries = jdbcQueries;
        this.json = json;
        this.keptRefs = keptValues.create(MAX_KEPT_REFS,
                (id, refs) -> ArticleRefs.names(id, refs.authors(), refs.categories(), refs.tags()));
    }

    /**
     * Builds a statement that reads published copies.
     *
     * @param parts
     *            the parts to read
     * @param extraColumns
     *            further columns, each with a comma before it and with a name that no other column has
     * @param from
     *            the source of {@code l.article_id}
     * @param suffix
     *            conditions and order
     */
    public static String select(Set<ArticlePart> parts, String extraColumns, String from, String suffix) {
        return COLUMNS + COUNTER_COLUMNS + ArticlePart.columns(parts) + extraColumns + " " + from + JOIN
                + COUNTER_JOINS + suffix;
    }

    /**
     * Builds a statement that reads ids of published copies and their counters.
     *
     * @param extraColumns
     *            further columns, each with a comma before it and with a name that no other column has
     * @param from
     *            the source of {@code l.article_id}
     */
    public static String selectStats(String extraColumns, String from, String suffix) {
        return "select l.article_id" + COUNTER_COLUMNS + extraColumns + " " + from + COUNTER_JOINS + suffix;
    }

    /** Reads the counters in a row of a statement of this class. */
    public static Stats readStats(ResultSet r) throws SQLException {
        return new Stats(r.getLong("views"), r.getLong("visitor_days"), r.getInt("comments"));
    }

    /** Reads a row of a statement that {@link #select} built. */
    public PublicationRow read(ResultSet r, Set<ArticlePart> parts) throws SQLException {
        var content = new PublishedContent();
        content.kind = ArticleKind.valueOf(r.getString("kind"));
        content.locale = r.getString("locale");
        content.slug = r.getString("slug");
        content.title = r.getString("title");
        content.excerpt = r.getString("excerpt");
        content.cover = readCover(r);
        content.pinned = r.getBoolean("pinned");
        content.commentsPolicy = CommentsPolicy.valueOf(r.getString("comments_policy"));
        content.firstPublishedAt = readTime(r, "first_published_at");
        content.publishedAt = readTime(r, "published_at");
        content.updatedAt = readTime(r, "updated_at");
        content.seo = parts.contains(ArticlePart.seo) ? readSeo(r) : null;
        content.metadata = parts.contains(ArticlePart.metadata)
                ? parseJson(r.getString("metadata"), METADATA_TYPE)
                : null;
        return new PublicationRow(r.getObject("article_id", UUID.class), content,
                parts.contains(ArticlePart.body) ? readBody(r) : null, r.getInt("reading_minutes"),
                parts.contains(ArticlePart.translations) ? readTranslations(r) : null, readStats(r));
    }

    private ArticleDetail.PublishedBody readBody(ResultSet r) throws SQLException {
        return new ArticleDetail.PublishedBody(r.getString("html"), parseJson(r.getString("contents"), CONTENTS_TYPE));
    }

    private List<ArticleDetail.PublishedTranslation> readTranslations(ResultSet r) throws SQLException {
        var translations = parseJson(r.getString("translations"), TRANSLATIONS_TYPE);
        return translations == null ? List.of() : translations;
    }

    private static Cover readCover(ResultSet r) throws SQLException {
        var url = r.getString("cover_url");
        return url == null
                ? null
                : new Cover(url, r.getString("cover_alt"), r.getObject("cover_width", Integer.class),
                        r.getObject("cover_height", Integer.class));
    }

    private static Seo readSeo(ResultSet r) throws SQLException {
        var seo = new Seo(r.getString("seo_title"), r.getString("seo_description"), r.getString("seo_canonical_url"),
                r.getObject("seo_no_index", Boolean.class));
        return seo.equals(NO_SEO) ? null : seo;
    }

    private static Instant readTime(ResultSet r, String column) throws SQLException {
        return JdbcQueries.readTime(r, r.findColumn(column));
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
     * A full live article.
     *
     * @param slug
     *            the slug that the article was found by, with its locale; null if the article was found by its id
     */
    record FullPublication(PublicationRow row, SlugRow slug) {
        /** Tells whether the article was found by a former slug. */
        boolean isFoundByFormerSlug() {
            return slug != null
                    && !(slug.slug().equals(row.content().slug) && slug.locale().equals(row.content().locale));
        }
    }

    private List<FullPublication> findAllFull(String from, Object reference, String suffix) {
        var sql = select(ArticlePart.ALL, ", l.locale as found_locale, l.slug as found_slug", "from (" + from + ") l",
                suffix);
        return jdbcQueries.list(sql, Map.of("reference", reference), r -> {
            var row = read(r, ArticlePart.ALL);
            var locale = r.getString("found_locale");
            return new FullPublication(row,
                    locale == null ? null : new SlugRow(row.articleId(), locale, r.getString("found_slug")));
        });
    }

    /** Finds the live articles among these ids, as lists show them, in no particular order. One statement. */
    List<PublicationRow> rows(Collection<UUID> articles) {
        return jdbcQueries.list(select(ArticlePart.NONE, "", "from unnest(:articles) as l (article_id)", ""),
                Map.of("articles", articles.toArray(UUID[]::new)), r -> read(r, ArticlePart.NONE));
    }

    /**
     * Finds the live articles among these ids with the given parts, by id, as the database has them now: nothing comes
     * from memory except media. Two statements, one more for media that are not in memory, or none without ids.
     */
    public Map<UUID, ArticleSummary> findCurrent(Collection<UUID> articles, Set<ArticlePart> parts) {
        var found = new HashMap<UUID, ArticleSummary>();
        if (!articles.isEmpty()) {
            var rows = jdbcQueries.list(select(parts, "", "from unnest(:articles) as l (article_id)", ""),
                    Map.of("articles", articles.toArray(UUID[]::new)), r -> read(r, parts));
            var refs = readRefs(articles);
            var referenced = findMedia(rows);
            rows.forEach(row -> found.put(row.articleId(),
                    new ArticleSummary(row, refs.get(row.articleId()), referenced)));
        }
        return found;
    }

    /** Finds the counters of the live articles among these ids. One statement, or none without ids. */
    public Map<UUID, Stats> stats(Collection<UUID> articles) {
        var stats = new HashMap<UUID, Stats>();
        if (articles.isEmpty()) {
            return stats;
        }
        jdbcQueries.list(selectStats("", "from unnest(:articles) as l (article_id)" + JOIN, ""),
                Map.of("articles", articles.toArray(UUID[]::new)),
                r -> stats.put(r.getObject(1, UUID.class), readStats(r)));
        return stats;
    }

    /**
     * Finds the authors, categories and tags of the articles, each kind in its order, by article. One statement, or none
     * if all are in memory.
     */
    public Map<UUID, ArticleRefs> findRefs(Collection<UUID> articles) {
        return keptRefs.getAll(articles, this::readRefs);
    }

    /** Finds the media that articles refer to. One statement, or none if all are in memory or there are none. */
    public ReferencedMedia findMedia(Collection<PublicationRow> rows) {
        return media.find(rows.stream().flatMap(PublicationRow::textsWithMedia));
    }

    private Map<UUID, ArticleRefs> readRefs(Collection<UUID> articles) {
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
        var names = parseNames(r.getString(7));
        return switch (r.getInt(2)) {
            case 0 -> articleRefs.authors().add(new AuthorRef(id, slug, name, names));
            case 1 -> articleRefs.categories().add(new CategoryRef(id, slug, name, names));
            default -> articleRefs.tags().add(new TagRef(id, slug, name, names));
        };
    }

    /** Parses a JSON column with the names in other locales. */
    Map<String, String> parseNames(String column) {
        return EMPTY_NAMES_JSON.equals(column) ? Map.of() : parseJson(column, NAMES_TYPE);
    }

    /** Parses a JSON column; null stays null. */
    private <T> T parseJson(String column, TypeReference<T> type) {
        try {
            return column == null ? null : json.readValue(column, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
