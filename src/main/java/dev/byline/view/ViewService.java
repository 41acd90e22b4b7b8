package dev.byline.view;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ContentChanged;
import dev.byline.database.LongRunning;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationService;
import dev.byline.publication.PublicationService.ArticleReference;
import dev.byline.stats.ArticleCounters;
import dev.byline.view.ViewSeries.ViewInterval;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Reads and changes view counters. {@link ViewBatchWriter} counts the views of readers. */
@ApplicationScoped
class ViewService {
    static final int MAX_ARTICLES = 100;
    static final int MAX_POINTS = 400;
    /** Intervals of a series that names no first day. */
    static final int DEFAULT_POINTS = 30;

    private final PublicationService publications;
    private final ArticleIdentities identities;
    private final ArticleCounters articleCounters;
    private final ViewRepository views;
    private final AuditLog audit;
    private final Event<ContentChanged> changed;
    private final Clock clock;

    ViewService(PublicationService publications, ArticleIdentities identities, ArticleCounters articleCounters,
            ViewRepository views, AuditLog audit, Event<ContentChanged> changed, Clock clock) {
        this.publications = publications;
        this.identities = identities;
        this.articleCounters = articleCounters;
        this.views = views;
        this.audit = audit;
        this.changed = changed;
        this.clock = clock;
    }

    /** Reads the counters of a live article; 404 if it is not live. */
    ViewCount read(String reference, String locale) {
        var article = publications.find(reference, locale).articleId();
        return ViewCount.of(article, articleCounters.statsOf(article), clock.instant());
    }

    /**
     * Reads the counters of the live articles in a list of ids and slugs, each name once; 400 for an
     * empty list or more than {@value #MAX_ARTICLES} names.
     *
     * @param parameter
     *            the name of the query parameter that contains the list
     */
    ViewCounts read(List<String> list, String locale, String parameter) {
        var names = list.stream().flatMap(value -> Stream.of(value.split(",", -1))).toList();
        if (names.isEmpty() || names.size() > MAX_ARTICLES || names.stream().anyMatch(String::isBlank)) {
            throw ProblemException.invalidParameter(parameter,
                    "must be 1 to " + MAX_ARTICLES + " ids or slugs, separated by commas");
        }
        publications.requireLocale(locale);
        var references = new LinkedHashSet<ArticleReference>();
        names.forEach(name -> references.add(new ArticleReference(name, locale)));
        var found = publications.find(references);
        var stats = views.findStatsOfLive(new HashSet<>(found.values()));
        return new ViewCounts(
                references.stream().filter(articleReference -> stats.containsKey(found.get(articleReference)))
                        .map(articleReference -> {
                            var article = found.get(articleReference);
                            var articleStats = stats.get(article);
                            return new ViewCounts.ViewCountsItem(articleReference.text(), article, articleStats.views(),
                                    articleStats.visitorDays(),
                                    articleStats.comments());
                        }).toList(),
                clock.instant());
    }

    /**
     * Reads the counters of an article in any state, and its views over time; 400 for more than
     * {@value #MAX_POINTS} intervals.
     */
    ViewSeries series(String reference, LocalDate from, LocalDate to, ViewInterval viewInterval) {
        var article = identities.requireId(reference);
        var last = viewInterval.lastDayOf(to == null ? LocalDate.now(clock) : to);
        var first = from != null ? viewInterval.firstDayOf(from) : viewInterval.firstDayOf(switch (viewInterval) {
            case day -> last.minusDays(DEFAULT_POINTS - 1);
            case week -> last.minusWeeks(DEFAULT_POINTS - 1);
            case month -> last.withDayOfMonth(1).minusMonths(DEFAULT_POINTS - 1);
        });
        checkOrder(first, last);
        if (viewInterval.countBetween(first, last) > MAX_POINTS) {
            throw ProblemException.invalidParameter("from", "results in " + viewInterval.countBetween(first, last)
                    + " intervals. At most " + MAX_POINTS + " are possible: choose a later day or a longer interval");
        }
        return new ViewSeries(article, articleCounters.statsOf(article), clock.instant(), viewInterval, first, last,
                views.findPoints(article, first, last, viewInterval));
    }

    /** Counts the dropped calls between two days, by reason. */
    DroppedViews dropped(LocalDate from, LocalDate to) {
        var last = to == null ? LocalDate.now(clock) : to;
        var first = from == null ? last.minusDays(DEFAULT_POINTS - 1) : from;
        checkOrder(first, last);
        var calls = views.countDropped(first, last);
        return new DroppedViews(first, last, Stream.of(DropReason.values())
                .map(dropReason -> new DroppedViews.DroppedViewsItem(dropReason, calls.getOrDefault(dropReason, 0L)))
                .toList());
    }

    private static void checkOrder(LocalDate first, LocalDate last) {
        if (first.isAfter(last)) {
            throw ProblemException.invalidParameter("from", "must not be later than the last day");
        }
    }

    /** Sets the total number of views of an article. */
    @Transactional
    ViewCount set(String reference, long views) {
        var article = identities.requireId(reference);
        articleCounters.setViews(article, views);
        return recordChange(article, "views.set");
    }

    /** Adds to the total number of views of an article; 409 if the total became too large. */
    @Transactional
    ViewCount add(String reference, long views) {
        var article = identities.requireId(reference);
        if (!articleCounters.addViews(article, views)) {
            throw ProblemException.of(ProblemType.CONFLICT,
                    "The total would exceed " + ArticleCounters.MAX_COUNT
                            + ", the largest number that JSON clients read exactly. "
                            + "Add fewer views.");
        }
        return recordChange(article, "views.add");
    }

    /** Resets the views, the visitor days and the views of all days of an article to zero. */
    @LongRunning
    @Transactional
    void reset(String reference) {
        var article = identities.requireId(reference);
        articleCounters.resetViews(article);
        recordChange(article, "views.reset");
    }

    private ViewCount recordChange(UUID article, String action) {
        audit.record(action, article);
        changed.fire(new ContentChanged(identities.findIdsAndSlugs(article)));
        return ViewCount.of(article, articleCounters.statsOf(article), clock.instant());
    }
}
