package dev.byline.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import dev.byline.limit.RateLimiter;
import dev.byline.limit.RateLimiter.BatchGrant;
import dev.byline.limit.RateLimits;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationService;
import dev.byline.publication.PublicationService.ArticleReference;
import dev.byline.view.PendingView.ViewResult;
import dev.byline.view.ViewBatchStatements.ArticleTotals;
import dev.byline.view.ViewBatchStatements.ViewCandidate;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;

/**
 * Counts a batch of view calls in one transaction and completes them after its commit.
 * <ol>
 * <li>Calls beyond the rate limit of their client are refused with a 429.
 * <li>The articles are looked up; calls for articles that are not published get a 404.
 * <li>Calls with a {@link DropReason}, and calls that {@link FloodDetector} detects, are dropped.
 * <li>{@link ViewBatchStatements} counts the rest. It drops a visitor's repeated view of an article within the view window.
 * <li>The dropped calls are added to the statistics of the day.
 * </ol>
 * A failed transaction is tried a second time. All calls of a batch have the time of the first try: if its commit
 * succeeded and only the confirmation was lost, the second try finds these visitors as counted at exactly that time,
 * and counts no view twice.
 */
@Singleton
class ViewBatchWriter {
    private static final int MIN_WINDOW_SECONDS = 30;
    private static final int MAX_WINDOW_HOURS = 24;
    private static final Logger LOG = Logger.getLogger(ViewBatchWriter.class);

    private final DataSource database;
    private final PublicationService publications;
    private final RateLimiter rateLimiter;
    private final Clock clock;
    private final ViewSettings settings;
    private final FloodDetector floodDetector = new FloodDetector();

    ViewBatchWriter(DataSource database, PublicationService publications, RateLimiter rateLimiter, Clock clock,
            ViewSettings settings) {
        this.database = database;
        this.publications = publications;
        this.rateLimiter = rateLimiter;
        this.clock = clock;
        this.settings = settings;
        if (settings.window().compareTo(Duration.ofSeconds(MIN_WINDOW_SECONDS)) < 0
                || settings.window().compareTo(Duration.ofHours(MAX_WINDOW_HOURS)) > 0) {
            throw new IllegalArgumentException("BYLINE_VIEWS_WINDOW is " + settings.window()
                    + ". Set it to a duration of " + MIN_WINDOW_SECONDS + " seconds to " + MAX_WINDOW_HOURS
                    + " hours, for instance 30M");
        }
    }

    /**
     * Counts the calls and completes each with the totals of its article or with a problem.
     *
     * @return false if both tries failed, so that all calls got a 503
     */
    boolean write(List<PendingView> calls) {
        var at = clock.instant();
        Map<PendingView, Object> results;
        try {
            results = writeInTransaction(calls, at);
        } catch (RuntimeException first) {
            LOG.debug("A batch of views could not be counted; trying again", first);
            try {
                results = writeInTransaction(calls, at);
            } catch (RuntimeException second) {
                LOG.warnf("%d views could not be counted, and their calls got a 503. Check the database: %s",
                        calls.size(), second.getMessage());
                calls.forEach(call -> call.result.completeExceptionally(unavailable()));
                return false;
            }
        }
        results.forEach((call, result) -> {
            if (result instanceof ProblemException refused) {
                call.result.completeExceptionally(refused);
            } else {
                call.result.complete((ViewResult) result);
            }
        });
        return true;
    }

    /** Creates the 503 for a call that was not counted. */
    static ProblemException unavailable() {
        return ProblemException.withHeader(ProblemType.UNAVAILABLE,
                "This view was not counted, because the service cannot count views at the moment. Try again in two "
                        + "seconds.",
                "Retry-After", "2");
    }

    private Map<PendingView, Object> writeInTransaction(List<PendingView> calls, Instant at) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = database.getConnection()) {
                return count(connection, calls, at);
            }
        });
    }

    private Map<PendingView, Object> count(Connection connection, List<PendingView> calls, Instant at)
            throws SQLException {
        var results = new LinkedHashMap<PendingView, Object>();
        var grants = rateLimiter.enforced() ? acquireRateLimits(connection, calls) : Map.<String, BatchGrant>of();
        var admitted = new ArrayList<PendingView>();
        var usedByNetwork = new HashMap<String, Integer>();
        for (var call : calls) {
            var grant = grants.get(call.visitor.network());
            if (grant != null && usedByNetwork.merge(call.visitor.network(), 1, Integer::sum) > grant.granted()) {
                results.put(call, RateLimiter.tooManyRequests(RateLimits.VIEWS, grant));
            } else {
                admitted.add(call);
            }
        }
        var articleIds = publications.find(admitted.stream().map(call -> call.article).distinct().toList());
        var rows = new ViewBatchStatements(connection, at, settings.window());
        var dropped = new HashMap<PendingView, DropReason>();
        var totals = rows.countViews(new HashSet<>(articleIds.values()),
                candidates(rows, admitted, articleIds, at, dropped));
        var dropCounts = new EnumMap<DropReason, Integer>(DropReason.class);
        var viewsByArticle = new HashMap<UUID, Integer>();
        for (var call : admitted) {
            var total = totals.get(articleIds.get(call.article));
            if (total == null) {
                results.put(call, publications.problemOf(call.article));
                continue;
            }
            results.put(call, new ViewResult(total.count(), Optional.ofNullable(grants.get(call.visitor.network()))));
            if (dropped.containsKey(call)) {
                dropCounts.merge(dropped.get(call), 1, Integer::sum);
            } else {
                viewsByArticle.merge(total.count().articleId(), 1, Integer::sum);
            }
        }
        int repeats = viewsByArticle.entrySet().stream().mapToInt(e -> e.getValue() - totals.get(e.getKey()).counted())
                .sum();
        if (repeats > 0) {
            dropCounts.put(DropReason.repeat, repeats);
        }
        rows.addDroppedCalls(dropCounts);
        return results;
    }

    private Map<String, BatchGrant> acquireRateLimits(Connection connection, List<PendingView> calls)
            throws SQLException {
        var requested = new HashMap<String, Integer>();
        calls.forEach(call -> requested.merge(call.visitor.network(), 1, Integer::sum));
        return rateLimiter.acquireBatch(connection, RateLimits.VIEWS, requested);
    }

    /**
     * Returns the pairs of visitor and article that may be counted, each pair once. Puts the calls that are not views
     * into {@code dropped}.
     */
    private List<ViewCandidate> candidates(ViewBatchStatements rows, List<PendingView> calls,
            Map<ArticleReference, UUID> articleIds, Instant at,
            Map<PendingView, DropReason> dropped) throws SQLException {
        var candidates = new HashSet<ViewCandidate>();
        VisitorIds today = null;
        Optional<VisitorIds> yesterday = Optional.empty();
        for (var call : calls) {
            var article = articleIds.get(call.article);
            var dropReason = call.dropReason != null || article == null
                    ? call.dropReason
                    : floodDetector.isFlood(call.visitor, article, at) ? DropReason.flood : null;
            if (dropReason != null) {
                dropped.put(call, dropReason);
            } else if (article != null) {
                if (today == null) {
                    var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
                    today = new VisitorIds(rows.findOrCreateSalt(day));
                    // A visitor who came shortly before midnight is stored under the id of the previous day.
                    if (at.isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(settings.window()))) {
                        yesterday = rows.findSalt(day.minusDays(1)).map(VisitorIds::new);
                    }
                }
                candidates.add(new ViewCandidate(article, today.idOf(article, call.visitor),
                        yesterday.map(ids -> ids.idOf(article, call.visitor)).orElse(null)));
            }
        }
        return List.copyOf(candidates);
    }
}
