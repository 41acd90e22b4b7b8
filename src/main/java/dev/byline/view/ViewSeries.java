package dev.byline.view;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** The counters of an article, and its views over time. */
public record ViewSeries(
        @NotNull UUID articleId,
        @NotNull @Schema(description = "All views, also those that no day has because staff set or added them.",
                examples = "8") long views,
        @NotNull @Schema(examples = "7") long visitorDays,
        @NotNull @Schema(examples = "0") int comments,
        @NotNull Instant asOf,
        @NotNull ViewInterval interval,
        @NotNull @Schema(description = "The first day; that of the first whole week or month.") LocalDate from,
        @NotNull @Schema(description = "The last day; that of the last whole week or month.") LocalDate to,
        @NotNull @Schema(
                description = "Every interval of these days, also those without a view.") List<ViewSeriesPoint> points) {

    /** How much time a point stands for. */
    @Schema(name = "ViewInterval", description = "Weeks begin on Monday.")
    public enum ViewInterval {
        day(ChronoUnit.DAYS),
        week(ChronoUnit.WEEKS),
        month(ChronoUnit.MONTHS);

        private final ChronoUnit unit;

        ViewInterval(ChronoUnit unit) {
            this.unit = unit;
        }

        /** The first day of the interval in which the day lies. */
        LocalDate firstDayOf(LocalDate day) {
            return switch (this) {
                case day -> day;
                case week -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case month -> day.withDayOfMonth(1);
            };
        }

        /** The last day of it. */
        LocalDate lastDayOf(LocalDate day) {
            return firstDayOf(day).plus(1, unit).minusDays(1);
        }

        /** How many of them there are from one day to another, both of them whole. */
        long countBetween(LocalDate from, LocalDate to) {
            return unit.between(firstDayOf(from), firstDayOf(to)) + 1;
        }
    }

    /** The views of one interval (UTC), by its first day. */
    @Schema(name = "ViewSeriesPoint")
    public record ViewSeriesPoint(
            @NotNull LocalDate from,
            @NotNull @Schema(examples = "3") long views,
            @NotNull @Schema(examples = "2") long visitorDays) {}
}
