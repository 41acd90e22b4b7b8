package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/**
 * What is to happen to an article by itself, and when. It pins what was saved when it was made: later saves change
 * nothing of it. The slug of what is pinned stays the article's meanwhile.
 */
@Embeddable
record Schedule(
        @Enumerated(EnumType.STRING) @Column(name = "schedule_action") Action action,
        @Column(name = "schedule_at") Instant at,
        @Column(name = "schedule_version") Integer version,
        @Column(name = "schedule_locale") String locale,
        @Column(name = "schedule_slug") String slug,
        @Column(name = "schedule_problem") String problem) {

    /** What can happen at a time. */
    @Schema(name = "ScheduledAction")
    public enum Action {
        publish,
        unpublish
    }

    boolean reservesSlug(String otherLocale, String otherSlug) {
        return otherSlug.equals(slug) && otherLocale.equals(locale);
    }

    /** The same, with the reason why it could not be done. It waits for somebody to look at it. */
    Schedule withProblem(String reason) {
        return new Schedule(action, at, version, locale, slug, reason);
    }
}
