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
    private final WorkingCopies copies;
    private final ArticleRepository articles;
    private final ArticleContent content;
    private final ArticleRevisions revisions;
    private final ArticleIdentities identities;
    private final Publishing publishing;
    private final PublicationWriter publicationWriter;
    private final AuditLog audit;
    private final Event<Scheduled> scheduled;
    private final Clock clock;
    private final Caller caller;

    ArticleLifecycle(WorkingCopies copies, ArticleRepository articles, ArticleContent content,
            ArticleRevisions revisions, ArticleIdentities identities, Publishing publishing,
            PublicationWriter publicationWriter, AuditLog audit, Event<Scheduled> scheduled, Clock clock,
            Caller caller) {
        this.copies = copies;
        this.articles = articles;
        this.content = content;
        this.revisions = revisions;
        this.identities = identities;
        this.publishing = publishing;
        this.publicationWriter = publicationWriter;
        this.audit = audit;
        this.scheduled = scheduled;
        this.clock = clock;
        this.caller = caller;
    }

    /** Something was planned for this time. */
    record Scheduled(Instant at) {}

    /** Uses {@code publish} now, or plans it for a time to come. */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch, Instant at) {
        return at == null ? publish(reference, ifMatch) : plan(reference, ifMatch, Schedule.Action.publish, at);
    }

    /** Uses {@code unpublish} now, or plans it for a time to come. */
    @Transactional
    public WorkingCopy unpublish(String reference, String ifMatch, Instant at) {
        return at == null ? unpublish(reference, ifMatch) : plan(reference, ifMatch, Schedule.Action.unpublish, at);
    }

    /** Copies the working copy to the reading side; 422 with everything that is missing, 409 in the trash. */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch) {
        var article = copies.lock(reference, ifMatch);
        var planned = article.schedule;
        publish(article, article.contentVersion);
        releasePlanned(article, planned);
        return copies.show(article);
    }

    /** Takes the article from the world. */
    private WorkingCopy unpublish(String reference, String ifMatch) {
        var article = copies.lock(reference, ifMatch);
        unpublish(article);
        return copies.show(article);
    }

    /**
     * Plans a verb for a time to come. Publishing then publishes what is saved now, so it must be fit for it now: 422
     * with everything that is missing.
     */
    private WorkingCopy plan(String reference, String ifMatch, Schedule.Action action, Instant at) {
        var article = copies.lock(reference, ifMatch);
        if (!at.isAfter(clock.instant())) {
            throw ProblemException.invalid("/at",
                    "must be in the future; leave it out to " + action + " now"
                            + (action == Schedule.Action.publish ? ", and set publishedAt to date it back" : ""));
        }
        var former = article.schedule;
        boolean publish = action == Schedule.Action.publish;
        article.plan(new Schedule(action, at, article.contentVersion, publish ? article.locale : null,
                publish ? article.slug : null, null));
        if (publish) {
            publishing.check(article, article.contentVersion);
        }
        articles.save(article);
        releasePlanned(article, former);
        audit.record("article.schedule", article.id);
        scheduled.fire(new Scheduled(at));
        return copies.show(article);
    }

    /** Something was planned for this time elsewhere. */
    void planned(Instant at) {
        scheduled.fire(new Scheduled(at));
    }

    /** Nothing is planned for the article any more. */
    @Transactional
    public WorkingCopy cancel(String reference, String ifMatch) {
        var article = copies.lock(reference, ifMatch);
        var planned = article.schedule;
        if (article.cancel()) {
            articles.flush();
            releasePlanned(article, planned);
            audit.record("article.cancel_schedule", article.id);
        }
        return copies.show(article);
    }

    /** The working copy becomes again what readers have; what it was stays a revision. 409 unless live. */
    @Transactional
    public WorkingCopy revert(String reference, String ifMatch) {
        var article = copies.lock(reference, ifMatch);
        var formerLocale = article.locale;
        var formerSlug = article.slug;
        if (article.state == State.live && article.hasUnpublishedChanges()) {
            content.fill(article, revisions.content(article.id, article.publishedContentVersion), false);
        }
        if (article.revert()) {
            articles.save(article);
            content.release(article, formerLocale, formerSlug);
            audit.record("article.revert", article.id);
        }
        return copies.show(article);
    }

    /** Puts the article into the trash, where readers do not see it and nothing of it is lost. */
    @Transactional
    public WorkingCopy trash(String reference, String ifMatch) {
        var article = copies.lock(reference, ifMatch);
        if (article.state == State.live && caller.isStaff() && !caller.may(Scope.PUBLISH)) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "Readers have this article, and taking it from them needs"
                    + " the scope '" + Scope.PUBLISH + "': ask an editor.");
        }
        var planned = article.schedule;
        var before = article.state;
        if (article.trash()) {
            articles.flush();
            releasePlanned(article, planned);
            publicationWriter.remove(article.id);
            recordMove("article.trash", article, before);
        }
        return copies.show(article);
    }

    /** Takes the article out of the trash; it is never live by that. */
    @Transactional
    public WorkingCopy restore(String reference, String ifMatch) {
        var article = copies.lock(reference, ifMatch);
        var before = article.state;
        if (article.restore()) {
            recordMove("article.restore", article, before);
        }
        return copies.show(article);
    }

    /** Removes the article for good, with its slugs, revisions, counters and comments; 409 unless it is trashed. */
    @Transactional
    public void purge(String reference, String ifMatch) {
        var article = copies.lock(reference, ifMatch);
        if (article.state != State.trashed) {
            throw article.illegal("purged");
        }
        articles.delete(article);
        articles.flush();
        identities.remove(article.id);
        audit.record("article.purge", article.id);
    }

    /** Does what is planned, and nothing if it is so already. The row is locked, and the time has come. */
    void runPlanned(Article article) {
        var planned = article.schedule;
        if (planned.action() == Schedule.Action.publish) {
            publish(article, planned.version());
        } else {
            unpublish(article);
        }
        releasePlanned(article, planned);
    }

    /** Keeps what was planned, with the reason why it could not be done. */
    void failPlanned(Article article, String reason) {
        article.failed(reason);
        audit.record("article.schedule_failed", article.id);
    }

    private void publish(Article article, int version) {
        article.refuseInTrash("published");
        // What readers have is fit for them, whatever became since of what it refers to.
        var content = article.shows(version) ? null : publishing.check(article, version);
        var before = article.state;
        if (article.publish(version)) {
            publishing.publish(article, content);
            recordMove("article.publish", article, before);
        }
        articles.flush();
    }

    private void unpublish(Article article) {
        var before = article.state;
        if (article.unpublish()) {
            publicationWriter.remove(article.id);
            recordMove("article.unpublish", article, before);
        }
    }

    private void recordMove(String action, Article article, State before) {
        audit.record(action, article.id, Map.of("state", before), Map.of("state", article.state));
    }

    /** A slug that only the former plan kept is free again. */
    private void releasePlanned(Article article, Schedule planned) {
        if (planned != null && planned.slug() != null) {
            content.release(article, planned.locale(), planned.slug());
        }
    }
}
