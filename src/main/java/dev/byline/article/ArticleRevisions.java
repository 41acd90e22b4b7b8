package dev.byline.article;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.audit.AuditLog;
import dev.byline.history.RevisionChange;
import dev.byline.history.RevisionStore;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.ArticleKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Stores and reads the revisions of articles. Each save creates a revision, numbered by the version that it created.
 */
@ApplicationScoped
public class ArticleRevisions {
    private final RevisionStore revisionStore;
    private final ArticleReferences references;
    private final WorkingCopyAccess workingCopies;
    private final AuditLog audit;
    private final ObjectMapper json;

    ArticleRevisions(RevisionStore revisionStore, ArticleReferences references, WorkingCopyAccess workingCopies,
            AuditLog audit, ObjectMapper json) {
        this.revisionStore = revisionStore;
        this.references = references;
        this.workingCopies = workingCopies;
        this.audit = audit;
        this.json = json;
    }

    /** Stores the current content as a revision, saved by the caller of the request. */
    void save(Article article) {
        save(article, audit.actor());
    }

    /**
     * Stores the current content as a revision. The current, the published and the scheduled revision are never deleted
     * as old.
     *
     * @param savedBy
     *            the actor that saved the content
     */
    void save(Article article, String savedBy) {
        var neededVersions = Stream.of(article.contentVersion, article.publishedContentVersion,
                article.schedule == null ? null : article.schedule.version()).filter(version -> version != null)
                .toList();
        revisionStore.add(article.id, toRevision(article, savedBy), neededVersions);
    }

    /**
     * Creates the first revisions of new articles without storing them. The rows of the articles must be written first.
     */
    List<Map.Entry<UUID, RevisionStore.StoredRevision>> createRevisions(Collection<Article> articles, String savedBy) {
        return articles.stream().map(a -> Map.entry(a.id, toRevision(a, savedBy))).toList();
    }

    /** Stores the first revisions of new articles. */
    void saveAll(List<Map.Entry<UUID, RevisionStore.StoredRevision>> firstRevisions) {
        revisionStore.addAll(firstRevisions);
    }

    private RevisionStore.StoredRevision toRevision(Article article, String savedBy) {
        var content = ArticleInput.of(article);
        if (content.kind == ArticleKind.article) {
            // As in all revisions from before there were pages; nodes of the previous release can read these.
            content.kind = null;
        }
        try {
            return new RevisionStore.StoredRevision(article.contentVersion, json.writeValueAsString(content),
                    article.savedAt, savedBy);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Finds the content of a revision, with merged references resolved; 404 if the revision is not stored. */
    ArticleInput findContent(UUID article, int version) {
        return references.resolveMerged(read(find(article, version)));
    }

    /**
     * Finds the content of a revision for restoring. 409 that lists the references that were deleted since, unless they
     * are to be dropped.
     */
    ArticleInput findRestorableContent(UUID article, int version, boolean dropMissing) {
        var content = findContent(article, version);
        var missing = references.findMissing(content);
        if (!missing.isEmpty() && !dropMissing) {
            throw ProblemException.of(ProblemType.CONFLICT, "Revision " + version + " refers to authors, categories or"
                    + " tags that were deleted (" + String.join(", ", missing)
                    + "). Repeat with ?dropMissing=true to restore the revision without them.");
        }
        // The update date belongs to the old change, not to the restoring one.
        var restorable = content.withoutReferences(missing);
        restorable.updatedAt = null;
        return restorable;
    }

    /** Lists one page of revisions, newest first. */
    @Transactional
    Page<RevisionSummary> list(String reference, PageQuery query) {
        var article = workingCopies.find(reference, null);
        return revisionStore.findPage(article.id, query)
                .map(revisionEntry -> RevisionSummary.of(revisionEntry, article));
    }

    /** Reads one revision with its content; 404 if it is not stored. */
    @Transactional
    RevisionDetail read(String reference, int version) {
        var article = workingCopies.find(reference, null);
        var storedRevision = find(article.id, version);
        return RevisionDetail.of(storedRevision, article, read(storedRevision));
    }

    /**
     * Compares a revision with an earlier one; with the previous revision if {@code since} is null. Only changes that
     * staff or imports made count, not the dates that publishing sets and removes.
     */
    @Transactional
    RevisionChanges compare(String reference, int version, Integer since) {
        var article = workingCopies.find(reference, null);
        var after = find(article.id, version);
        var from = since != null ? since : revisionStore.findPreviousVersion(article.id, version).orElse(version);
        var before = find(article.id, from);
        var contentBefore = read(before);
        var contentAfter = read(after);
        if (from <= version) {
            omitDatesOfPublishing(contentBefore, before.savedAt(), contentAfter, after.savedAt());
        } else {
            omitDatesOfPublishing(contentAfter, after.savedAt(), contentBefore, before.savedAt());
        }
        return new RevisionChanges(from, version,
                RevisionChange.between(toJsonWithNames(contentBefore), toJsonWithNames(contentAfter)));
    }

    /**
     * Removes the dates that differ only because the article was published between the two saves: the first publication
     * sets {@code firstPublishedAt}, and each publication removes {@code updatedAt}.
     */
    private static void omitDatesOfPublishing(ArticleInput older, Instant olderSavedAt, ArticleInput newer,
            Instant newerSavedAt) {
        if (newer.updatedAt == null) {
            older.updatedAt = null;
        }
        var first = newer.firstPublishedAt;
        if (older.firstPublishedAt == null && first != null && (first.equals(older.publishedAt)
                || !first.isBefore(olderSavedAt) && !first.isAfter(newerSavedAt))) {
            newer.firstPublishedAt = null;
        }
    }

    /** Parses the version in a path; 404 if it is not a number. */
    static int parseVersion(String version) {
        // Integer.parseInt alone would read the digits of all scripts.
        if (!version.matches("[0-9]{1,9}")) {
            throw ProblemException.notFound("revision", version);
        }
        return Integer.parseInt(version);
    }

    /** Converts content to JSON with names in place of ids; a merged reference has the name of its successor. */
    private JsonNode toJsonWithNames(ArticleInput content) {
        return json.valueToTree(references.replaceIdsByNames(references.resolveMerged(content)));
    }

    private RevisionStore.StoredRevision find(UUID article, int version) {
        return revisionStore.find(article, version).orElseThrow(() -> ProblemException.notFound("revision", version));
    }

    private ArticleInput read(RevisionStore.StoredRevision storedRevision) {
        try {
            var content = json.readValue(storedRevision.content(), ArticleInput.class);
            content.kind = Objects.requireNonNullElse(content.kind, ArticleKind.article);
            return content;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
