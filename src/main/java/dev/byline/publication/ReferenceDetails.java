package dev.byline.publication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.author.AuthorRef;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.category.CategoryRef;
import dev.byline.database.JdbcQueries;
import dev.byline.media.MediaReferences;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Reads what a full article shows of its authors and categories beside their names. The details are kept in memory by
 * author and by category, because many articles share them.
 */
@ApplicationScoped
class ReferenceDetails {
    /** The maximum number of authors and categories in memory: some megabytes with long biographies. */
    private static final int MAX_KEPT_DETAILS = 2_000;
    /** The path of a category begins with the paths of its ancestors; six characters lead from one level to the next. */
    private static final String DETAILS_SQL = """
            select r.id, r.bio, r.avatar_url, null as ancestor, null as slug, null as name, null as names, 0 as length
            from author r where r.id = any(:ids)
            union all
            select r.id, null, null, a.id, a.slug, a.name, cast(a.names as text), length(a.path)
            from category r left join category a on a.path = any (array(
                select left(r.path, 6 * level - 1) from generate_series(1, (length(r.path) + 1) / 6 - 1) as level))
            where r.id = any(:ids)
            order by 1, 8""";

    private final JdbcQueries jdbcQueries;
    private final PublicationReader publicationReader;
    private final MediaReferences media;
    private final KeptValues<UUID, ReferenceDetail> kept;

    ReferenceDetails(JdbcQueries jdbcQueries, PublicationReader publicationReader, MediaReferences media,
            KeptValuesFactory keptValues) {
        this.media = media;
        this.jdbcQueries = jdbcQueries;
        this.publicationReader = publicationReader;
        this.kept = keptValues.create(MAX_KEPT_DETAILS, ReferenceDetail::names);
    }

    /**
     * Details of an author or of a category.
     *
     * @param ancestors
     *            the categories above the category, from the root down; empty for an author
     */
    record ReferenceDetail(String bio, String avatarUrl, List<CategoryRef> ancestors) {
        static final ReferenceDetail NONE = new ReferenceDetail(null, null, List.of());

        /** Returns the names of everything that the detail of an id depends on, as changes name them. */
        private static List<String> names(UUID id, ReferenceDetail detail) {
            return Stream.concat(Stream.of(id), detail.ancestors.stream().map(CategoryRef::id)).map(UUID::toString)
                    .toList();
        }
    }

    /**
     * Creates a full article from its row, with the details of its authors and categories, and with its media. Two
     * statements, or none if all of them are in memory.
     */
    ArticleDetail createArticle(PublicationRow row, ArticleRefs refs) {
        var details = find(refs);
        var avatars = details.values().stream().map(ReferenceDetail::avatarUrl);
        return new ArticleDetail(row, refs, details, media.find(Stream.concat(row.textsWithMedia(), avatars)));
    }

    /** Finds the details of the authors and categories, by id. One statement, or none if all are in memory. */
    private Map<UUID, ReferenceDetail> find(ArticleRefs refs) {
        var ids = Stream.concat(refs.authors().stream().map(AuthorRef::id),
                refs.categories().stream().map(CategoryRef::id)).toList();
        return kept.getAll(ids, this::read);
    }

    private Map<UUID, ReferenceDetail> read(Collection<UUID> ids) {
        var details = new HashMap<UUID, ReferenceDetail>();
        jdbcQueries.list(DETAILS_SQL, Map.of("ids", ids.toArray(UUID[]::new)), r -> addTo(details, r));
        return details;
    }

    private boolean addTo(Map<UUID, ReferenceDetail> details, ResultSet r) throws SQLException {
        var bio = r.getString(2);
        var avatarUrl = r.getString(3);
        var detail = details.computeIfAbsent(r.getObject(1, UUID.class),
                id -> new ReferenceDetail(bio, avatarUrl, new ArrayList<>()));
        var ancestor = r.getObject(4, UUID.class);
        return ancestor != null && detail.ancestors
                .add(new CategoryRef(ancestor, r.getString(5), r.getString(6),
                        publicationReader.parseNames(r.getString(7))));
    }
}
