package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

/**
 * The schedule of an article: a transition that the service performs at a given time. A scheduled publication publishes
 * the revision that was current when the schedule was set; later saves do not change it. The slug of that revision
 * stays reserved for the article until the schedule is performed or cancelled.
 */
@Embeddable
record Schedule(
        @Enumerated(EnumType.STRING) @Column(name = "schedule_action") Action action,
        @Column(name = "schedule_at") Instant at,
        @Column(name = "schedule_version") Integer version,
        @Column(name = "schedule_locale") String locale,
        @Column(name = "schedule_slug") String slug,
        @Column(name = "schedule_problem") String problem) {

    /** The transitions that can be scheduled. */
    @Schema(name = "ScheduledAction")
    public enum Action {
        publish,
        unpublish
    }

    /** Whether this schedule reserves the slug. */
    boolean reservesSlug(String otherLocale, String otherSlug) {
        return otherSlug.equals(slug) && otherLocale.equals(locale);
    }

    /**
     * Returns this schedule with the reason of its failure. A failed schedule is not retried; an editor has to set a
     * new schedule or cancel the failed one.
     */
    Schedule withProblem(String reason) {
        return new Schedule(action, at, version, locale, slug, reason);
    }
}
