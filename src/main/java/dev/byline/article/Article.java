package dev.byline.article;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;

/** The working copy of an article, which editors change. Readers see the publication, not the working copy. */
@Entity
class Article {
    @Id
    UUID id;
    /**
     * The version of the working copy, which every change increments. Hibernate's {@code @Version} is not used: each
     * change holds the lock of the row, and revisions are numbered by this version.
     */
    int version;
    /** The version that saved the current content. It is the number of the revision with that content. */
    int contentVersion;
    Integer publishedContentVersion;
    @Enumerated(EnumType.STRING)
    State state = State.never_published;

    @Enumerated(EnumType.STRING)
    ArticleKind kind = ArticleKind.article;
    String locale;
    String slug;
    String title;
    String excerpt;
    @Embedded
    ArticleBody body;
    String bodyHtml;
    @Embedded
    Cover cover;
    boolean pinned;
    @Embedded
    Seo seo;
    @Enumerated(EnumType.STRING)
    CommentsPolicy commentsPolicy;
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> metadata;

    /** Dates that editors have set. A date that is null is set by publishing. */
    Instant firstPublishedAt;
    Instant publishedAt;
    Instant updatedAt;

    @Embedded
    Schedule schedule;

    Instant createdAt;
    /** The account that created the article; null if an import or a key without an account created it. */
    UUID createdBy;
    Instant savedAt;

    @ElementCollection
    @CollectionTable(name = "article_author", joinColumns = @JoinColumn(name = "article_id"))
    @OrderColumn(name = "position")
    @Column(name = "author_id")
    List<UUID> authors = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "article_category", joinColumns = @JoinColumn(name = "article_id"))
    @OrderColumn(name = "position")
    @Column(name = "category_id")
    List<UUID> categories = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "article_tag", joinColumns = @JoinColumn(name = "article_id"))
    @OrderColumn(name = "position")
    @Column(name = "tag_id")
    List<UUID> tags = new ArrayList<>();

    /** Whether the article is live and editors have saved content that is not published yet. */
    boolean hasUnpublishedChanges() {
        return state == State.live && contentVersion != publishedContentVersion;
    }

    /** Whether the article is live with the content of this revision. */
    boolean isLiveWith(int revision) {
        return state == State.live && publishedContentVersion == revision;
    }

    /** Increments the version and records it as the revision of the content that was just saved. */
    void recordSave(Instant now) {
        version++;
        contentVersion = version;
        savedAt = now;
    }

    /** Makes the article live with the content of a revision; false if it is live with that revision already. */
    boolean publish(int revision) {
        requireNotTrashed("published");
        boolean scheduleDropped = dropSchedule(Schedule.Action.publish);
        if (isLiveWith(revision)) {
            incrementVersionIf(scheduleDropped);
            return false;
        }
        state = State.live;
        publishedContentVersion = revision;
        if (revision == contentVersion) {
            // The update date belongs to the change that is published now. The next change gets a date of its own.
            updatedAt = null;
        }
        return incrementVersionIf(true);
    }

    /**
     * Makes a live article unpublished; false if it was not live. Also deletes a scheduled publication, which would
     * make the article live again.
     */
    boolean unpublish() {
        requireNotTrashed("unpublished");
        boolean scheduleDropped = schedule != null;
        schedule = null;
        if (state != State.live) {
            incrementVersionIf(scheduleDropped);
            return false;
        }
        state = State.unpublished;
        return incrementVersionIf(true);
    }

    /**
     * Makes the published revision the content of the working copy again; false if it was already. Also deletes a
     * scheduled publication, which would publish the discarded content. 409 unless live.
     */
    boolean revert() {
        if (state != State.live) {
            throw illegalTransition("reverted");
        }
        boolean scheduleDropped = dropSchedule(Schedule.Action.publish);
        if (!hasUnpublishedChanges()) {
            incrementVersionIf(scheduleDropped);
            return false;
        }
        contentVersion = publishedContentVersion;
        updatedAt = null;
        return incrementVersionIf(true);
    }

    /** Moves the article to the trash and deletes its schedule; false if the article was in the trash already. */
    boolean trash() {
        if (state == State.trashed) {
            return false;
        }
        state = State.trashed;
        schedule = null;
        return incrementVersionIf(true);
    }

    /** Takes the article out of the trash without making it live; false if it was not in the trash. */
    boolean restore() {
        if (state != State.trashed) {
            return false;
        }
        state = publishedContentVersion == null ? State.never_published : State.unpublished;
        return incrementVersionIf(true);
    }

    /**
     * Sets the schedule. A schedule of the same action, or one that failed, is replaced. 409 if a schedule of the other
     * action is pending, and if a scheduled unpublication meets an article that is not live.
     */
    void setSchedule(Schedule newSchedule) {
        requireNotTrashed("scheduled");
        if (newSchedule.action() == Schedule.Action.unpublish && state != State.live) {
            throw illegalTransition("unpublished");
        }
        if (schedule != null && schedule.problem() == null && schedule.action() != newSchedule.action()) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "The article is already scheduled to be " + schedule.action() + "ed at " + schedule.at()
                            + ", and an article has one schedule at a time. Cancel that schedule first "
                            + "(DELETE …/schedule).");
        }
        schedule = newSchedule;
        incrementVersionIf(true);
    }

    /** Deletes the schedule; false if there was none. */
    boolean cancelSchedule() {
        boolean hadSchedule = schedule != null;
        schedule = null;
        return incrementVersionIf(hadSchedule);
    }

    /** Records the reason why the scheduled transition failed. */
    void recordScheduleFailure(String reason) {
        schedule = schedule.withProblem(reason);
        incrementVersionIf(true);
    }

    /**
     * Throws a 409 if the article is in the trash, where nothing can be changed.
     *
     * @param participle
     *            the attempted action as a past participle, for the problem text: "published"
     */
    void requireNotTrashed(String participle) {
        if (state == State.trashed) {
            throw illegalTransition(participle);
        }
    }

    /** Creates a 409 that names the state of the article and the actions that are allowed in it. */
    ProblemException illegalTransition(String participle) {
        return ProblemException.illegalTransition("An article in state " + state + " cannot be " + participle
                + ". The actions allowed in this state are: "
                + String.join(", ", state.transitions) + ".", state.name(), state.transitions);
    }

    private boolean dropSchedule(Schedule.Action action) {
        if (schedule == null || schedule.action() != action) {
            return false;
        }
        schedule = null;
        return true;
    }

    private boolean incrementVersionIf(boolean changed) {
        if (changed) {
            version++;
        }
        return changed;
    }
}
