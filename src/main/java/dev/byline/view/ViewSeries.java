package dev.byline.view;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.stats.Stats;
import jakarta.validation.constraints.NotNull;

/** The counters of an article, and its views over time. */
public final class ViewSeries {
    @NotNull
    public final UUID articleId;
    @NotNull
    @Schema(description = "All views, including views that staff set or added, which belong to no day.", examples = "8")
    public final long views;
    @NotNull
    @Schema(examples = "7")
    public final long visitorDays;
    @NotNull
    @Schema(examples = "0")
    public final int comments;
    @NotNull
    public final Instant asOf;
    @NotNull
    public final ViewInterval interval;
    @NotNull
    @Schema(description = "The first day of the first interval.")
    public final LocalDate from;
    @NotNull
    @Schema(description = "The last day of the last interval.")
    public final LocalDate to;
    @NotNull
    @Schema(description = "All intervals between these days, also intervals without a view.")
    public final List<ViewSeriesPoint> points;

    ViewSeries(UUID articleId, Stats stats, Instant asOf, ViewInterval interval, LocalDate from, LocalDate to,
            List<ViewSeriesPoint> points) {
        this.articleId = articleId;
        views = stats.views();
        visitorDays = stats.visitorDays();
        comments = stats.comments();
        this.asOf = asOf;
        this.interval = interval;
        this.from = from;
        this.to = to;
        this.points = points;
    }

    /** The length of the intervals of a series. */
    @Schema(name = "ViewInterval", description = "The length of the intervals. Weeks begin on Monday.")
    public enum ViewInterval {
        day(ChronoUnit.DAYS),
        week(ChronoUnit.WEEKS),
        month(ChronoUnit.MONTHS);

        private final ChronoUnit unit;

        ViewInterval(ChronoUnit unit) {
            this.unit = unit;
        }

        /** Returns the first day of the interval that contains a day. */
        LocalDate firstDayOf(LocalDate day) {
            return switch (this) {
                case day -> day;
                case week -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case month -> day.withDayOfMonth(1);
            };
        }

        /** Returns the last day of the interval that contains a day. */
        LocalDate lastDayOf(LocalDate day) {
            return firstDayOf(day).plus(1, unit).minusDays(1);
        }

        /** Counts the intervals from the one that contains the first day to the one that contains the last day. */
        long countBetween(LocalDate from, LocalDate to) {
            return unit.between(firstDayOf(from), firstDayOf(to)) + 1;
        }
    }

    /** The views of one interval (UTC), which is named by its first day. */
    @Schema(name = "ViewSeriesPoint")
    public record ViewSeriesPoint(
            @NotNull LocalDate from,
            @NotNull @Schema(examples = "3") long views,
            @NotNull @Schema(examples = "2") long visitorDays) {}
}
