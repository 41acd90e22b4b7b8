package dev.byline.article;

import java.util.Collection;
import java.util.List;
import java.util.Map;
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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** What articles were: each save is a revision, named by the version that it made. */
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

    /** Keeps what was saved just now. */
    void save(Article article) {
        save(article, audit.actor());
    }

    /** The same, saved by somebody. */
    void save(Article article, String savedBy) {
        var neededVersions = Stream.of(article.contentVersion, article.publishedContentVersion,
                article.schedule == null ? null : article.schedule.version()).filter(version -> version != null)
                .toList();
        revisionStore.add(article.id, toRevision(article, savedBy), neededVersions);
    }

    /** What was saved of new articles, to be kept when they are written. */
    List<Map.Entry<UUID, RevisionStore.StoredRevision>> createRevisions(Collection<Article> articles, String savedBy) {
        return articles.stream().map(a -> Map.entry(a.id, toRevision(a, savedBy))).toList();
    }

    /** Keeps what was saved of new articles. */
    void saveAll(List<Map.Entry<UUID, RevisionStore.StoredRevision>> firstRevisions) {
        revisionStore.addAll(firstRevisions);
    }

    private RevisionStore.StoredRevision toRevision(Article article, String savedBy) {
        try {
            return new RevisionStore.StoredRevision(article.contentVersion,
                    json.writeValueAsString(ArticleInput.of(article)), article.savedAt, savedBy);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a save made of the article, with what its references mean now; 404 if it is not kept. */
    ArticleInput findContent(UUID article, int version) {
        return references.resolveMerged(read(find(article, version)));
    }

    /**
     * The same with what it refers to; 409 that lists what does not exist any more, unless that is to be left out.
     */
    ArticleInput findRestorableContent(UUID article, int version, boolean dropMissing) {
        var content = findContent(article, version);
        var missing = references.findMissing(content);
        if (!missing.isEmpty() && !dropMissing) {
            throw ProblemException.of(ProblemType.CONFLICT, "Revision " + version + " refers to what does not exist"
                    + " any more (" + String.join(", ", missing)
                    + "). Repeat with ?dropMissing=true to restore it without.");
        }
        // The date of a change is the date of that change.
        return content.withoutReferences(missing).withUpdatedAt(null);
    }

    /** One page, newest first. */
    @Transactional
    Page<RevisionSummary> list(String reference, PageQuery query) {
        var article = workingCopies.find(reference, null);
        return revisionStore.findPage(article.id, query)
                .map(revisionEntry -> RevisionSummary.of(revisionEntry, article));
    }

    @Transactional
    RevisionDetail read(String reference, int version) {
        var article = workingCopies.find(reference, null);
        var storedRevision = find(article.id, version);
        return RevisionDetail.of(storedRevision, article, read(storedRevision));
    }

    /** What differs between two revisions; without {@code since} from the one before. */
    @Transactional
    RevisionChanges compare(String reference, int version, Integer since) {
        var article = workingCopies.find(reference, null);
        var after = find(article.id, version);
        var from = since != null ? since : revisionStore.findPreviousVersion(article.id, version).orElse(version);
        var before = find(article.id, from);
        return new RevisionChanges(from, version,
                RevisionChange.between(toJsonWithNames(before), toJsonWithNames(after)));
    }

    /** The version that a path names; 404 for what is none. */
    static int parseVersion(String version) {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw ProblemException.notFound("revision", version);
        }
    }

    /** As JSON, with names in place of ids. */
    private JsonNode toJsonWithNames(RevisionStore.StoredRevision storedRevision) {
        return json.valueToTree(references.replaceIdsByNames(read(storedRevision)));
    }

    private RevisionStore.StoredRevision find(UUID article, int version) {
        return revisionStore.find(article, version).orElseThrow(() -> ProblemException.notFound("revision", version));
    }

    private ArticleInput read(RevisionStore.StoredRevision storedRevision) {
        try {
            return json.readValue(storedRevision.content(), ArticleInput.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
