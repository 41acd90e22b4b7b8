package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;

import dev.byline.audit.AuditLog;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationWriter;
import dev.byline.security.Caller;
import dev.byline.security.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/**
 * Performs the transitions of articles. Readers see a change of an article only through a transition. A transition that
 * changes nothing succeeds. The states are those of {@link State}:
 * <ol>
 * <li>A new article is {@code never_published}. Publishing makes it {@code live}.
 * <li>Unpublishing makes a {@code live} article {@code unpublished}. Publishing makes it {@code live} again.
 * <li>Reverting a {@code live} article discards the unpublished changes of its working copy; the state stays.
 * <li>Trashing makes an article of every other state {@code trashed}, and deletes its schedule.
 * <li>Restoring makes a {@code trashed} article {@code never_published} or {@code unpublished}. Purging deletes it.
 * </ol>
 * Publishing and unpublishing can be scheduled.
 */
@ApplicationScoped
public class ArticleLifecycle {
    private final WorkingCopyAccess workingCopies;
    private final ArticleRepository articles;
    private final ArticleContentWriter contentWriter;
    private final ArticleRevisions revisions;
    private final ArticleIdentities identities;
    private final PublicationBuilder publicationBuilder;
    private final PublicationWriter publicationWriter;
    private final AuditLog audit;
    private final Event<ArticleScheduled> articleScheduled;
    private final Clock clock;
    private final Caller caller;

    ArticleLifecycle(WorkingCopyAccess workingCopies, ArticleRepository articles, ArticleContentWriter contentWriter,
            ArticleRevisions revisions, ArticleIdentities identities, PublicationBuilder publicationBuilder,
            PublicationWriter publicationWriter, AuditLog audit, Event<ArticleScheduled> articleScheduled, Clock clock,
            Caller caller) {
        this.workingCopies = workingCopies;
        this.articles = articles;
        this.contentWriter = contentWriter;
        this.revisions = revisions;
        this.identities = identities;
        this.publicationBuilder = publicationBuilder;
        this.publicationWriter = publicationWriter;
        this.audit = audit;
        this.articleScheduled = articleScheduled;
        this.clock = clock;
        this.caller = caller;
    }

    /** The event that a transition was scheduled for this time. */
    record ArticleScheduled(Instant at) {}

    /** Publishes the article now, or schedules its publication if a time is given. */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch, Instant at) {
        return at == null ? publish(reference, ifMatch) : schedule(reference, ifMatch, Schedule.Action.publish, at);
    }

    /** Unpublishes the article now, or schedules its unpublication if a time is given. */
    @Transactional
    public WorkingCopy unpublish(String reference, String ifMatch, Instant at) {
        return at == null ? unpublish(reference, ifMatch) : schedule(reference, ifMatch, Schedule.Action.unpublish, at);
    }

    /** Publishes the working copy; 422 with everything that is missing, 409 if the article is in the trash. */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerSchedule = article.schedule;
        publish(article, article.contentVersion);
        releaseScheduledSlug(article, formerSchedule);
        return workingCopies.toWorkingCopy(article);
    }

    /** Unpublishes the article now. */
    private WorkingCopy unpublish(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        unpublish(article);
        return workingCopies.toWorkingCopy(article);
    }

    /**
     * Schedules a transition. A scheduled publication publishes the content that is saved now, so this content must be
     * publishable now: 422 with everything that is missing.
     */
    private WorkingCopy schedule(String reference, String ifMatch, Schedule.Action action, Instant at) {
        var article = workingCopies.lock(reference, ifMatch);
        if (!at.isAfter(clock.instant())) {
            throw ProblemException.invalid("/at",
                    "must be in the future; leave `at` out to " + action + " now"
                            + (action == Schedule.Action.publish ? ", and set `publishedAt` to an earlier date" : ""));
        }
        var formerSchedule = article.schedule;
        boolean publish = action == Schedule.Action.publish;
        article.setSchedule(new Schedule(action, at, article.contentVersion, publish ? article.locale : null,
                publish ? article.slug : null, null));
        if (publish) {
            publicationBuilder.requirePublishable(article, article.contentVersion);
        }
        articles.save(article);
        releaseScheduledSlug(article, formerSchedule);
        audit.record("article.schedule", article.id);
        articleScheduled.fire(new ArticleScheduled(at));
        return workingCopies.toWorkingCopy(article);
    }

    /** Announces that an import scheduled a transition for this time. */
    void notifyScheduled(Instant at) {
        articleScheduled.fire(new ArticleScheduled(at));
    }

    /** Deletes the schedule of the article, if there is one. */
    @Transactional
    public WorkingCopy cancelSchedule(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerSchedule = article.schedule;
        if (article.cancelSchedule()) {
            articles.flush();
            releaseScheduledSlug(article, formerSchedule);
            audit.record("article.cancel_schedule", article.id);
        }
        return workingCopies.toWorkingCopy(article);
    }

    /**
     * Replaces the working copy by the published content. The discarded content stays a revision. 409 unless the
     * article is live.
     */
    @Transactional
    public WorkingCopy revert(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerLocale = article.locale;
        var formerSlug = article.slug;
        if (article.state == State.live && article.hasUnpublishedChanges()) {
            contentWriter.applyInput(article, revisions.findContent(article.id, article.publishedContentVersion),
                    false);
        }
        if (article.revert()) {
            articles.save(article);
            contentWriter.releaseSlug(article, formerLocale, formerSlug);
            audit.record("article.revert", article.id);
        }
        return workingCopies.toWorkingCopy(article);
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
        var before = article.state;
        if (article.trash()) {
            articles.flush();
            releaseScheduledSlug(article, formerSchedule);
            publicationWriter.remove(article.id);
            recordTransition("article.trash", article, before);
        }
        return workingCopies.toWorkingCopy(article);
    }

    /** Takes the article out of the trash without making it live. */
    @Transactional
    public WorkingCopy restore(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var before = article.state;
        if (article.restore()) {
            recordTransition("article.restore", article, before);
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
        audit.record("article.purge", article.id);
    }

    /**
     * Performs the scheduled transition of an article, and changes nothing if the article has the state already. The
     * caller holds the lock of the row and has checked that the schedule is due.
     */
    void runSchedule(Article article) {
        var schedule = article.schedule;
        if (schedule.action() == Schedule.Action.publish) {
            publish(article, schedule.version());
        } else {
            unpublish(article);
        }
        releaseScheduledSlug(article, schedule);
    }

    /** Keeps a schedule that failed, with the reason of the failure. */
    void recordScheduleFailure(Article article, String reason) {
        article.recordScheduleFailure(reason);
        audit.record("article.schedule_failed", article.id);
    }

    private void publish(Article article, int revision) {
        article.requireNotTrashed("published");
        // Published content is not checked again: it stays publishable even if its references were deleted since.
        var publishableContent = article.isLiveWith(revision)
                ? null
                : publicationBuilder.requirePublishable(article, revision);
        var before = article.state;
        if (article.publish(revision)) {
            publicationBuilder.publish(article, publishableContent);
            recordTransition("article.publish", article, before);
        }
        articles.flush();
    }

    private void unpublish(Article article) {
        var before = article.state;
        if (article.unpublish()) {
            publicationWriter.remove(article.id);
            recordTransition("article.unpublish", article, before);
        }
    }

    private void recordTransition(String action, Article article, State before) {
        audit.record(action, article.id, Map.of("state", before), Map.of("state", article.state));
    }

    /** Releases a slug that only the former schedule reserved. */
    private void releaseScheduledSlug(Article article, Schedule formerSchedule) {
        if (formerSchedule != null && formerSchedule.slug() != null) {
            contentWriter.releaseSlug(article, formerSchedule.locale(), formerSchedule.slug());
        }
    }
}
