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

/** The verbs: the only ways in which what readers see changes. One that changes nothing succeeds. */
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

    /** Something was planned for this time. */
    record ArticleScheduled(Instant at) {}

    /** Uses {@code publish} now, or plans it for a time to come. */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch, Instant at) {
        return at == null ? publish(reference, ifMatch) : schedule(reference, ifMatch, Schedule.Action.publish, at);
    }

    /** Uses {@code unpublish} now, or plans it for a time to come. */
    @Transactional
    public WorkingCopy unpublish(String reference, String ifMatch, Instant at) {
        return at == null ? unpublish(reference, ifMatch) : schedule(reference, ifMatch, Schedule.Action.unpublish, at);
    }

    /** Copies the working copy to the reading side; 422 with everything that is missing, 409 in the trash. */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerSchedule = article.schedule;
        publish(article, article.contentVersion);
        releaseScheduledSlug(article, formerSchedule);
        return workingCopies.toWorkingCopy(article);
    }

    /** Takes the article from the world. */
    private WorkingCopy unpublish(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        unpublish(article);
        return workingCopies.toWorkingCopy(article);
    }

    /**
     * Plans a verb for a time to come. Publishing then publishes what is saved now, so it must be fit for it now: 422
     * with everything that is missing.
     */
    private WorkingCopy schedule(String reference, String ifMatch, Schedule.Action action, Instant at) {
        var article = workingCopies.lock(reference, ifMatch);
        if (!at.isAfter(clock.instant())) {
            throw ProblemException.invalid("/at",
                    "must be in the future; leave it out to " + action + " now"
                            + (action == Schedule.Action.publish ? ", and set publishedAt to date it back" : ""));
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

    /** Something was planned for this time elsewhere. */
    void notifyScheduled(Instant at) {
        articleScheduled.fire(new ArticleScheduled(at));
    }

    /** Nothing is planned for the article any more. */
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

    /** The working copy becomes again what readers have; what it was stays a revision. 409 unless live. */
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

    /** Puts the article into the trash, where readers do not see it and nothing of it is lost. */
    @Transactional
    public WorkingCopy trash(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        if (article.state == State.live && caller.isStaff() && !caller.may(Scope.PUBLISH)) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "Readers have this article, and taking it from them needs"
                    + " the scope '" + Scope.PUBLISH + "': ask an editor.");
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

    /** Takes the article out of the trash; it is never live by that. */
    @Transactional
    public WorkingCopy restore(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var before = article.state;
        if (article.restore()) {
            recordTransition("article.restore", article, before);
        }
        return workingCopies.toWorkingCopy(article);
    }

    /** Removes the article for good, with its slugs, revisions, counters and comments; 409 unless it is trashed. */
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

    /** Does what is planned, and nothing if it is so already. The row is locked, and the time has come. */
    void runSchedule(Article article) {
        var schedule = article.schedule;
        if (schedule.action() == Schedule.Action.publish) {
            publish(article, schedule.version());
        } else {
            unpublish(article);
        }
        releaseScheduledSlug(article, schedule);
    }

    /** Keeps what was planned, with the reason why it could not be done. */
    void recordScheduleFailure(Article article, String reason) {
        article.recordScheduleFailure(reason);
        audit.record("article.schedule_failed", article.id);
    }

    private void publish(Article article, int revision) {
        article.requireNotTrashed("published");
        // What readers have is fit for them, whatever became since of what it refers to.
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

    /** A slug that only the former plan kept is free again. */
    private void releaseScheduledSlug(Article article, Schedule formerSchedule) {
        if (formerSchedule != null && formerSchedule.slug() != null) {
            contentWriter.releaseSlug(article, formerSchedule.locale(), formerSchedule.slug());
        }
    }
}
