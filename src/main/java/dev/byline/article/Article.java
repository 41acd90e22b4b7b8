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

/** The working copy of an article: what editors change. */
@Entity
class Article {
    @Id
    UUID id;
    /** Grows with every change. Not Hibernate's: each change holds the row's lock, and revisions are named by it. */
    int version;
    /** The version that saved this content, which is its revision. */
    int contentVersion;
    Integer publishedContentVersion;
    @Enumerated(EnumType.STRING)
    State state = State.never_published;

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

    /** Dates that staff have set; null leaves them to publishing. */
    Instant firstPublishedAt;
    Instant publishedAt;
    Instant updatedAt;

    @Embedded
    Schedule schedule;

    Instant createdAt;
    /** The account that wrote it first; null if none did. */
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

    /** Whether readers do not see yet what editors have saved. */
    boolean hasUnpublishedChanges() {
        return state == State.live && contentVersion != publishedContentVersion;
    }

    /** Whether readers have the content of this revision. */
    boolean isLiveWith(int revision) {
        return state == State.live && publishedContentVersion == revision;
    }

    /** Content was saved. */
    void recordSave(Instant now) {
        version++;
        contentVersion = version;
        savedAt = now;
    }

    /** Becomes live with the content of a revision; false if readers have exactly that already. */
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
            // A date of this change has been used; the next change has its own.
            updatedAt = null;
        }
        return incrementVersionIf(true);
    }

    /** Leaves the world; false if it was not in it. */
    boolean unpublish() {
        requireNotTrashed("unpublished");
        boolean scheduleDropped = dropSchedule(Schedule.Action.unpublish);
        if (state != State.live) {
            incrementVersionIf(scheduleDropped);
            return false;
        }
        state = State.unpublished;
        return incrementVersionIf(true);
    }

    /** Has the content of what is live again; false if it had it already. */
    boolean revert() {
        if (state != State.live) {
            throw illegalTransition("reverted");
        }
        if (!hasUnpublishedChanges()) {
            return false;
        }
        contentVersion = publishedContentVersion;
        updatedAt = null;
        return incrementVersionIf(true);
    }

    /** Goes to the trash, and nothing is planned for it any more; false if it lies there already. */
    boolean trash() {
        if (state == State.trashed) {
            return false;
        }
        state = State.trashed;
        schedule = null;
        return incrementVersionIf(true);
    }

    /** Comes out of the trash, and is not live; false if it was not in it. */
    boolean restore() {
        if (state != State.trashed) {
            return false;
        }
        state = publishedContentVersion == null ? State.never_published : State.unpublished;
        return incrementVersionIf(true);
    }

    /** Plans what is to happen; the same action planned before is planned anew. */
    void setSchedule(Schedule newSchedule) {
        requireNotTrashed("scheduled");
        if (newSchedule.action() == Schedule.Action.unpublish && state != State.live) {
            throw illegalTransition("unpublished");
        }
        if (schedule != null && schedule.problem() == null && schedule.action() != newSchedule.action()) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "The article is to be " + schedule.action() + "ed at " + schedule.at()
                            + " already, and one thing is planned at a time: cancel that first (DELETE …/schedule).");
        }
        schedule = newSchedule;
        incrementVersionIf(true);
    }

    /** Nothing is planned any more; false if nothing was. */
    boolean cancelSchedule() {
        boolean hadSchedule = schedule != null;
        schedule = null;
        return incrementVersionIf(hadSchedule);
    }

    /** What was planned could not be done. */
    void recordScheduleFailure(String reason) {
        schedule = schedule.withProblem(reason);
        incrementVersionIf(true);
    }

    /** 409 in the trash, where nothing changes. */
    void requireNotTrashed(String participle) {
        if (state == State.trashed) {
            throw illegalTransition(participle);
        }
    }

    /** 409 that names the state and the moves that are allowed in it. */
    ProblemException illegalTransition(String participle) {
        return ProblemException.illegalTransition(
                "The article is " + state + ", and in that state it cannot be " + participle
                        + ". Possible are: " + String.join(", ", state.transitions) + ".",
                state.name(), state.transitions);
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
