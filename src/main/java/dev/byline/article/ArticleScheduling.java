package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;

import dev.byline.audit.AuditLog;
import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/**
 * Sets, cancels and performs the schedules of articles. {@link ScheduleRunner} performs a schedule when it is due.
 */
@ApplicationScoped
class ArticleScheduling {
    private final WorkingCopyAccess workingCopies;
    private final ArticleRepository articles;
    private final ArticleContentWriter contentWriter;
    private final ArticlePublisher publisher;
    private final AuditLog audit;
    private final Event<ArticleScheduled> articleScheduled;
    private final Clock clock;

    ArticleScheduling(WorkingCopyAccess workingCopies, ArticleRepository articles, ArticleContentWriter contentWriter,
            ArticlePublisher publisher, AuditLog audit, Event<ArticleScheduled> articleScheduled, Clock clock) {
        this.workingCopies = workingCopies;
        this.articles = articles;
        this.contentWriter = contentWriter;
        this.publisher = publisher;
        this.audit = audit;
        this.articleScheduled = articleScheduled;
        this.clock = clock;
    }

    /** The event that a transition was scheduled for this time. */
    record ArticleScheduled(Instant at) {}

    /**
     * Schedules a transition. A scheduled publication publishes the content that is saved now, so this content must be
     * publishable now: 422 with everything that is missing.
     */
    @Transactional
    WorkingCopy schedule(String reference, String ifMatch, Schedule.Action action, Instant at) {
        var article = workingCopies.lock(reference, ifMatch);
        if (!at.isAfter(clock.instant())) {
            throw ProblemException.invalid("/at",
                    "must be in the future; POST …/" + action + " does it now"
                            + (action == Schedule.Action.publish
                                    ? ", and `publishedAt` can be set to an earlier date"
                                    : ""));
        }
        var formerSchedule = article.schedule;
        article.setSchedule(newSchedule(article, action, at));
        if (action == Schedule.Action.publish) {
            publisher.requirePublishable(article, article.contentVersion);
        }
        articles.save(article);
        contentWriter.releaseScheduledSlug(article, formerSchedule);
        audit.record("article.schedule", article.id, toAuditedFields(formerSchedule),
                toAuditedFields(article.schedule));
        articleScheduled.fire(new ArticleScheduled(at));
        return workingCopies.toWorkingCopy(article);
    }

    /** Sets the schedule of an imported article, unless the article has one or is in the trash. */
    void scheduleImported(Article article, ImportedArticle.ImportSchedule imported) {
        if (imported != null && article.schedule == null && article.state != State.trashed) {
            article.setSchedule(newSchedule(article, imported.action(), imported.at()));
            articles.save(article);
            articleScheduled.fire(new ArticleScheduled(imported.at()));
        }
    }

    /** Creates a schedule of the current revision; a publication reserves the slug of the revision. */
    private static Schedule newSchedule(Article article, Schedule.Action action, Instant at) {
        boolean publish = action == Schedule.Action.publish;
        return new Schedule(action, at, article.contentVersion, publish ? article.locale : null,
                publish ? article.slug : null, null);
    }

    /** Deletes the schedule of the article, if there is one. */
    @Transactional
    WorkingCopy cancel(String reference, String ifMatch) {
        var article = workingCopies.lock(reference, ifMatch);
        var formerSchedule = article.schedule;
        article.cancelSchedule();
        return workingCopies.toWorkingCopy(article, finishCancellation(article, formerSchedule));
    }

    /**
     * Releases the slug of a schedule that the article no longer has, and records the cancellation; returns the
     * cancelled schedule, or null if the article still has its schedule or had none.
     */
    Schedule finishCancellation(Article article, Schedule formerSchedule) {
        if (formerSchedule == null || article.schedule != null) {
            return null;
        }
        articles.flush();
        contentWriter.releaseScheduledSlug(article, formerSchedule);
        audit.record("article.cancel_schedule", article.id, toAuditedFields(formerSchedule), null);
        return formerSchedule;
    }

    private static Map<String, Object> toAuditedFields(Schedule schedule) {
        return schedule == null ? null : Map.of("action", schedule.action(), "at", schedule.at());
    }

    /**
     * Performs the scheduled transition of an article, and changes nothing if the article has the state already. The
     * caller holds the lock of the row and has checked that the schedule is due.
     */
    void run(Article article) {
        var schedule = article.schedule;
        if (schedule.action() == Schedule.Action.publish) {
            publisher.makeLive(article, schedule.version());
        } else {
            publisher.takeOffline(article);
        }
        contentWriter.releaseScheduledSlug(article, schedule);
    }

    /** Keeps a schedule that failed, with the reason of the failure. */
    void recordFailure(Article article, String reason) {
        article.recordScheduleFailure(reason);
        audit.record("article.schedule_failed", article.id);
    }
}
