package dev.byline.article;

import java.time.Instant;
import java.util.Map;

import dev.byline.audit.AuditLog;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Performs the transitions of articles. Readers see a change of an article only through a transition. A transition that
 * changes nothing succeeds. A transition cancels a schedule that would undo or repeat it. The states are those of
 * {@link State}:
 * <ol>
 * <li>A new article is {@code never_published}. Publishing makes it {@code live}.
 * <li>Unpublishing makes a {@code live} article {@code unpublished}. Publishing makes it {@code live} again.
 * <li>Reverting a {@code live} article discards the unpublished changes of its working copy; the state stays (see
 * {@link ArticleReversion}).
 * <li>Trashing makes an article of every other state {@code trashed}, and deletes its schedule.
 * <li>Restoring makes a {@code trashed} article {@code never_published} or {@code unpublished}. Purging deletes it.
 * </ol>
 * {@link ArticleScheduling} schedules publishing and unpublishing.
 */
@ApplicationScoped
public class ArticleLifecycle {
    private final WorkingCopyAccess workingCopies;
    private final ArticleRepository articles;
    private final ArticleIdentities identities;
    private final ArticlePublisher publisher;
    private final ArticleScheduling scheduling;
    private final AuditLog audit;
    private final Caller caller;

    ArticleLifecycle(WorkingCopyAccess workingCopies, ArticleRepository articles, ArticleIdentities identities,
            ArticlePublisher publisher, ArticleScheduling scheduling, AuditLog audit, Caller caller) {
        this.workingCopies = workingCopies;
        this.articles = articles;
        this.identities = identities;
        this.publisher = publisher;
        this.scheduling = scheduling;
        this.audit = audit;
        this.caller = caller;
    }

    /**
     * Publishes the working copy; 422 with everything that is missing or if its date is in the future, 409 if the
     * article is in the trash.
     */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerSchedule = article.schedule;
        publisher.publishNow(article);
        return workingCopies.toWorkingCopy(article, scheduling.finishCancellation(article, formerSchedule));
    }

    /**
     * Publishes an article that is published in the source of an import. The caller has locked the article.
     *
     * @param importedAt
     *            the date of publication if the article has none
     */
    void publishImported(Article article, Instant importedAt) {
        var formerSchedule = article.schedule;
        publisher.makeImportedLive(article, importedAt);
        scheduling.finishCancellation(article, formerSchedule);
    }

    /** Unpublishes the article, and cancels its schedule. */
    @Transactional
    public WorkingCopy unpublish(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerSchedule = article.schedule;
        publisher.takeOffline(article);
        return workingCopies.toWorkingCopy(article, scheduling.finishCancellation(article, formerSchedule));
    }

    /** Moves the article to the trash, where readers do not see it and its content is kept. */
    @Transactional
    public WorkingCopy trash(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        if (article.state == State.live && caller.isStaff() && !caller.hasScope(Scope.ARTICLES_PUBLISH)) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "The article is live, and moving a live article to the "
                    + "trash needs the scope '" + Scope.ARTICLES_PUBLISH + "'. Ask an editor to do it.");
        }
        var formerSchedule = article.schedule;
        publisher.moveToTrash(article);
        return workingCopies.toWorkingCopy(article, scheduling.finishCancellation(article, formerSchedule));
    }

    /** Takes the article out of the trash without making it live. */
    @Transactional
    public WorkingCopy restore(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var before = article.state;
        if (article.restore()) {
            publisher.recordTransition("article.restore", article, before);
        }
        return workingCopies.toWorkingCopy(article);
    }

    /**
     * Deletes the article permanently, with its slugs, revisions, counters and comments; 409 unless it is in the trash.
     */
    @Transactional
    public void purge(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        if (article.state != State.trashed) {
            throw article.illegalTransition("purged");
        }
        articles.delete(article);
        articles.flush();
        identities.delete(article.id);
        audit.record("article.purge", article.id, Map.of("title", article.title), null);
    }
}
