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
import dev.byline.history.Change;
import dev.byline.history.History;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** What articles were: each save is a revision, named by the version that it made. */
@ApplicationScoped
public class ArticleRevisions {
    private final History history;
    private final ArticleLinks links;
    private final WorkingCopies copies;
    private final AuditLog audit;
    private final ObjectMapper json;

    ArticleRevisions(History history, ArticleLinks links, WorkingCopies copies, AuditLog audit, ObjectMapper json) {
        this.history = history;
        this.links = links;
        this.copies = copies;
        this.audit = audit;
        this.json = json;
    }

    /** Keeps what was saved just now. */
    void keep(Article a) {
        keep(a, audit.actor());
    }

    /** The same, saved by somebody. */
    void keep(Article a, String by) {
        var needed = Stream.of(a.contentVersion, a.publishedContentVersion,
                a.schedule == null ? null : a.schedule.version()).filter(version -> version != null).toList();
        history.add(a.id, revision(a, by), needed);
    }

    /** What was saved of new articles, to be kept when they are written. */
    List<Map.Entry<UUID, History.Revision>> of(Collection<Article> articles, String by) {
        return articles.stream().map(a -> Map.entry(a.id, revision(a, by))).toList();
    }

    /** Keeps what was saved of new articles. */
    void keepAll(List<Map.Entry<UUID, History.Revision>> saved) {
        history.addAll(saved);
    }

    private History.Revision revision(Article a, String by) {
        try {
            return new History.Revision(a.contentVersion, json.writeValueAsString(ArticleInput.of(a)), a.savedAt, by);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a save made of the article, with what its references mean now; 404 if it is not kept. */
    ArticleInput content(UUID article, int version) {
        return links.current(read(find(article, version)));
    }

    /**
     * The same with what it refers to; 409 that lists what does not exist any more, unless that is to be left out.
     */
    ArticleInput restorable(UUID article, int version, boolean dropMissing) {
        var content = content(article, version);
        var missing = links.missing(content);
        if (!missing.isEmpty() && !dropMissing) {
            throw ProblemException.of(ProblemType.CONFLICT, "Revision " + version + " refers to what does not exist"
                    + " any more (" + String.join(", ", missing)
                    + "). Repeat with ?dropMissing=true to restore it without.");
        }
        // The date of a change is the date of that change.
        return content.without(missing).withUpdatedAt(null);
    }

    /** One page, newest first. */
    @Transactional
    Page<RevisionSummary> list(String reference, PageQuery query) {
        var article = copies.find(reference, null);
        return history.page(article.id, query).map(entry -> RevisionSummary.of(entry, article));
    }

    @Transactional
    RevisionDetail read(String reference, int version) {
        var article = copies.find(reference, null);
        var revision = find(article.id, version);
        return RevisionDetail.of(revision, article, read(revision));
    }

    /** What differs between two revisions; without {@code since} from the one before. */
    @Transactional
    RevisionChanges compare(String reference, int version, Integer since) {
        var article = copies.find(reference, null);
        var after = find(article.id, version);
        var from = since != null ? since : history.before(article.id, version).orElse(version);
        var before = find(article.id, from);
        return new RevisionChanges(from, version, Change.between(named(before), named(after)));
    }

    /** The version that a path names; 404 for what is none. */
    static int number(String version) {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw ProblemException.notFound("revision", version);
        }
    }

    /** As JSON, with names in place of ids. */
    private JsonNode named(History.Revision revision) {
        return json.valueToTree(links.named(read(revision)));
    }

    private History.Revision find(UUID article, int version) {
        return history.find(article, version).orElseThrow(() -> ProblemException.notFound("revision", version));
    }

    private ArticleInput read(History.Revision revision) {
        try {
            return json.readValue(revision.content(), ArticleInput.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
