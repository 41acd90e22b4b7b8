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

import dev.byline.limit.RateLimit;
import dev.byline.limit.RateLimits;
import dev.byline.limit.RateLimits.BatchGrant;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationService;
import dev.byline.publication.PublicationService.ArticleReference;
import dev.byline.view.ViewCall.Answer;
import dev.byline.view.ViewRows.Seen;
import dev.byline.view.ViewRows.Totals;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;

/**
 * Counts many calls in one transaction and answers them after its commit. All calls of a batch are of one moment, that
 * of its first try: if a commit gets lost on its way back, the second try finds its own visitors counted at that very
 * moment, and counts none of them twice.
 */
@Singleton
class ViewBatch {
    /** How often one client may call, whatever becomes of the calls. */
    static final RateLimit BUDGET = RateLimit.of("views", 60, Duration.ofMinutes(1));
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Logger LOG = Logger.getLogger(ViewBatch.class);

    private final DataSource database;
    private final PublicationService publications;
    private final RateLimits rateLimits;
    private final Clock clock;
    private final ViewSettings settings;
    private final Floods floods = new Floods();

    ViewBatch(DataSource database, PublicationService publications, RateLimits rateLimits, Clock clock,
            ViewSettings settings) {
        this.database = database;
        this.publications = publications;
        this.rateLimits = rateLimits;
        this.clock = clock;
        this.settings = settings;
        if (settings.window().compareTo(SHORTEST) < 0 || settings.window().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("BYLINE_VIEWS_WINDOW is " + settings.window()
                    + ": give 30 seconds to 24 hours, for instance 30M");
        }
    }

    /** Answers every call, with its totals or with a problem. False if nothing can be counted now, so that all got a 503. */
    boolean write(List<ViewCall> calls) {
        var at = clock.instant();
        Map<ViewCall, Object> answers;
        try {
            answers = attempt(calls, at);
        } catch (RuntimeException first) {
            LOG.debug("Once more", first);
            try {
                answers = attempt(calls, at);
            } catch (RuntimeException second) {
                LOG.warnf("%d views could not be counted: %s", calls.size(), second.getMessage());
                calls.forEach(call -> call.answer.completeExceptionally(unavailable()));
                return false;
            }
        }
        answers.forEach((call, answer) -> {
            if (answer instanceof ProblemException refused) {
                call.answer.completeExceptionally(refused);
            } else {
                call.answer.complete((Answer) answer);
            }
        });
        return true;
    }

    static ProblemException unavailable() {
        return ProblemException.withHeader(ProblemType.UNAVAILABLE,
                "Views cannot be counted just now; this one was not. Try again shortly.", "Retry-After", "2");
    }

    private Map<ViewCall, Object> attempt(List<ViewCall> calls, Instant at) {
        return QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = database.getConnection()) {
                return count(connection, calls, at);
            }
        });
    }

    private Map<ViewCall, Object> count(Connection connection, List<ViewCall> calls, Instant at) throws SQLException {
        var answers = new LinkedHashMap<ViewCall, Object>();
        var granted = rateLimits.enforced() ? take(connection, calls) : Map.<String, BatchGrant>of();
        var admitted = new ArrayList<ViewCall>();
        var used = new HashMap<String, Integer>();
        for (var call : calls) {
            var got = granted.get(call.visitor.network());
            if (got != null && used.merge(call.visitor.network(), 1, Integer::sum) > got.granted()) {
                answers.put(call, RateLimits.tooManyRequests(BUDGET, got));
            } else {
                admitted.add(call);
            }
        }
        var found = publications.find(admitted.stream().map(call -> call.article).distinct().toList());
        var rows = new ViewRows(connection, at, settings.window());
        var dropped = new HashMap<ViewCall, Reason>();
        var totals = rows.count(new HashSet<>(found.values()), seen(rows, admitted, found, at, dropped));
        var drops = new EnumMap<Reason, Integer>(Reason.class);
        var counting = new HashMap<UUID, Integer>();
        for (var call : admitted) {
            var total = totals.get(found.get(call.article));
            if (total == null) {
                answers.put(call, ProblemException.notFound("article", call.article.text()));
                continue;
            }
            answers.put(call, new Answer(total.count(), Optional.ofNullable(granted.get(call.visitor.network()))));
            if (dropped.containsKey(call)) {
                drops.merge(dropped.get(call), 1, Integer::sum);
            } else {
                counting.merge(total.count().articleId(), 1, Integer::sum);
            }
        }
        int repeats = counting.entrySet().stream().mapToInt(e -> e.getValue() - totals.get(e.getKey()).counted()).sum();
        if (repeats > 0) {
            drops.put(Reason.repeat, repeats);
        }
        rows.drop(drops);
        return answers;
    }

    private Map<String, BatchGrant> take(Connection connection, List<ViewCall> calls) throws SQLException {
        var wanted = new HashMap<String, Integer>();
        calls.forEach(call -> wanted.merge(call.visitor.network(), 1, Integer::sum));
        return rateLimits.acquireBatch(connection, BUDGET, wanted);
    }

    /** Who wants to be counted where, each once; the calls that do not are put into {@code dropped}. */
    private List<Seen> seen(ViewRows rows, List<ViewCall> calls, Map<ArticleReference, UUID> found, Instant at,
            Map<ViewCall, Reason> dropped) throws SQLException {
        var seen = new HashSet<Seen>();
        VisitorIds today = null;
        Optional<VisitorIds> yesterday = Optional.empty();
        for (var call : calls) {
            var article = found.get(call.article);
            var reason = call.reason != null || article == null
                    ? call.reason
                    : floods.isOne(call.visitor, article, at) ? Reason.flood : null;
            if (reason != null) {
                dropped.put(call, reason);
            } else if (article != null) {
                if (today == null) {
                    var day = LocalDate.ofInstant(at, ZoneOffset.UTC);
                    today = new VisitorIds(rows.salt(day));
                    // Who came shortly before midnight is known by the id of the day before.
                    if (at.isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(settings.window()))) {
                        yesterday = rows.saltIfThere(day.minusDays(1)).map(VisitorIds::new);
                    }
                }
                seen.add(new Seen(article, today.of(article, call.visitor),
                        yesterday.map(ids -> ids.of(article, call.visitor)).orElse(null)));
            }
        }
        return List.copyOf(seen);
    }
}
