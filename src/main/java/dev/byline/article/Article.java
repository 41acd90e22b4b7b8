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
import jakarta.persistence.Version;

/** The working copy of an article: what editors change. */
@Entity
class Article {
    @Id
    UUID id;
    @Version
    int version = 1;
    /** Grows with every save that changes something; {@code version} grows with verbs too. */
    int contentVersion;
    Integer publishedContentVersion;
    @Enumerated(EnumType.STRING)
    State state = State.never_published;

    String locale;
    String slug;
    String title;
    String excerpt;
    @Embedded
    Body body;
    String bodyHtml;
    String bodyText;
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

    Instant createdAt;
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

    /** Content was saved. */
    void saved(Instant now) {
        contentVersion++;
        savedAt = now;
    }

    /** Becomes live with the content that it has; false if readers have exactly that already. */
    boolean publish() {
        refuseIn(State.trashed, "published");
        if (state == State.live && !hasUnpublishedChanges()) {
            return false;
        }
        state = State.live;
        publishedContentVersion = contentVersion;
        // A date of this change has been used; the next change has its own.
        updatedAt = null;
        return true;
    }

    /** Leaves the world; false if it was not in it. */
    boolean unpublish() {
        refuseIn(State.trashed, "unpublished");
        if (state != State.live) {
            return false;
        }
        state = State.unpublished;
        return true;
    }

    /** Goes to the trash; false if it lies there already. */
    boolean trash() {
        if (state == State.trashed) {
            return false;
        }
        state = State.trashed;
        return true;
    }

    /** 409 in the trash, where nothing changes. */
    void refuseIn(State refused, String verb) {
        if (state == refused) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "The article is " + state + ", and in that state it cannot be " + verb + ".");
        }
    }
}
