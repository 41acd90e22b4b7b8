package dev.byline.history;

import static dev.byline.database.UnnestColumns.column;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Stores the revisions of articles. Revisions are JSON documents that are added, read and deleted when old, and never
 * changed.
 */
@ApplicationScoped
public class RevisionStore {
    private final Session database;
    private final int maxRevisions;

    RevisionStore(Session database,
            @ConfigProperty(name = "byline.revisions-kept", defaultValue = "100") int maxRevisions) {
        if (maxRevisions < 1) {
            throw new IllegalStateException("BYLINE_REVISIONS_KEPT is " + maxRevisions + ". Set it to at least 1.");
        }
        this.database = database;
        this.maxRevisions = maxRevisions;
    }

    /** A revision without its content, for lists. */
    public record RevisionEntry(UUID articleId, int version, String title, Instant savedAt, String savedBy) {}

    /** A revision with its content, which is a JSON object. */
    public record StoredRevision(int version, String content, Instant savedAt, String savedBy) {}

    /**
     * Adds a revision, and deletes the oldest revisions of the article beyond {@code BYLINE_REVISIONS_KEPT} (default
     * 100).
     *
     * @param neededVersions
     *            versions that are never deleted as old
     */
    public void add(UUID article, StoredRevision storedRevision, Collection<Integer> neededVersions) {
        database.createNativeMutationQuery("""
                insert into article_revision (article_id, version, content, saved_at, saved_by)
                values (:article, :version, cast(:content as jsonb), :at, :by)""").setParameter("article", article)
                .setParameter("version", storedRevision.version).setParameter("content", storedRevision.content)
                .setParameter("at", storedRevision.savedAt).setParameter("by", storedRevision.savedBy).executeUpdate();
        database.createNativeMutationQuery("""
                delete from article_revision where article_id = :article and version not in (:needed)
                and version < (select min(newest.version) from (
                    select version from article_revision where article_id = :article
                    order by version desc limit :kept) as newest)""")
                .setParameter("article", article).setParameter("needed", neededVersions)
                .setParameter("kept", maxRevisions)
                .executeUpdate();
    }

    /** Adds the first revisions of many articles, given by article id, in one statement. */
    public void addAll(List<Map.Entry<UUID, StoredRevision>> revisions) {
        database.createNativeMutationQuery("""
                insert into article_revision (article_id, version, content, saved_at, saved_by)
                select id, version, cast(content as jsonb), cast(at as timestamptz), saved_by
                from unnest(:articles, cast(:versions as int[]), cast(:contents as text[]), cast(:times as text[]),
                    cast(:by as text[])) as r (id, version, content, at, saved_by)""")
                .setParameter("articles", column(revisions, UUID[]::new, Map.Entry::getKey))
                .setParameter("versions", column(revisions, Integer[]::new, r -> r.getValue().version))
                .setParameter("contents", column(revisions, String[]::new, r -> r.getValue().content))
                .setParameter("times", column(revisions, String[]::new, r -> r.getValue().savedAt.toString()))
                .setParameter("by", column(revisions, String[]::new, r -> r.getValue().savedBy)).executeUpdate();
    }

    /** Finds a revision; empty if it is not stored. */
    public Optional<StoredRevision> find(UUID article, int version) {
        return database.createNativeQuery("""
                select version, cast(content as text) as content, saved_at, saved_by from article_revision
                where article_id = :article and version = :version""", StoredRevision.class)
                .setParameter("article", article).setParameter("version", version).getResultList().stream().findFirst();
    }

    /** Finds the version of the previous revision; empty if none is stored. */
    public Optional<Integer> findPreviousVersion(UUID article, int version) {
        return Optional.ofNullable(database.createNativeQuery(
                "select max(version) from article_revision where article_id = :article and version < :version",
                Integer.class).setParameter("article", article).setParameter("version", version).getSingleResult());
    }

    /** Lists one page of the revisions of an article, newest first. */
    public Page<RevisionEntry> findPage(UUID article, PageQuery query) {
        var keys = new Keyset<>(query, "revisions " + article, true, Integer::valueOf);
        var statement = keys.bind(database.createNativeQuery("""
                select article_id, version, content ->> 'title' as title, saved_at, saved_by from article_revision
                where article_id = :article""" + keys.seekCondition("version", "article_id")
                + keys.orderBy("version", "article_id"), RevisionEntry.class).setParameter("article", article));
        List<RevisionEntry> entries = statement.getResultList();
        return keys.toPage(entries, RevisionEntry::version, RevisionEntry::articleId,
                () -> database
                        .createNativeQuery("select count(*) from article_revision where article_id = :article",
                                Long.class)
                        .setParameter("article", article).getSingleResult());
    }
}
