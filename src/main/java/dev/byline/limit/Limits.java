package dev.byline.limit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.limit.Budget.Window;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

/**
 * Budgets, counted in the database so that they hold over all nodes, by its clock. One statement takes from all windows
 * of a budget or from none. The keys are hashed, and rows go when their last window ends. The headers are those of
 * draft-ietf-httpapi-ratelimit-headers-09: {@code RateLimit-Policy: "comments-15s";q=1;w=15} and
 * {@code RateLimit: "comments-15s";r=0;t=12}.
 */
@Singleton
public class Limits {
    private final DataSource database;
    private final CurrentVertxRequest current;
    private volatile boolean enforced;

    Limits(DataSource database, CurrentVertxRequest current,
            @ConfigProperty(name = "byline.rate-limits", defaultValue = "on") boolean enforced) {
        this.database = database;
        this.current = current;
        this.enforced = enforced;
    }

    /** What a window has left, and the seconds until it begins anew. */
    record Left(int remaining, int seconds) {}

    /** What became of taking one: whether there was one, and what each window has left. */
    record Taken(boolean granted, List<Left> left) {}

    /** Whether budgets count at all: {@code BYLINE_RATE_LIMITS=off} says no. */
    public boolean enforced() {
        return enforced;
    }

    /** Turns all budgets on or off, for tests. */
    public void enforce(boolean on) {
        enforced = on;
    }

    /**
     * Takes one from every window of the budget, and says in the answer's headers what is left.
     *
     * @param key
     *            whose budget it is, for instance the client's network
     * @throws ProblemException
     *             429 with {@code Retry-After}, nothing taken, if any window is spent
     */
    public void take(Budget budget, String key) {
        if (!enforced) {
            return;
        }
        var taken = tryTaking(budget, key);
        var request = current.getCurrent();
        if (request != null) {
            request.response().putHeader("RateLimit-Policy", items(budget, w -> w.most(), "q", w -> seconds(w), "w"))
                    .putHeader("RateLimit", items(budget, w -> left(budget, taken, w).remaining(), "r",
                            w -> left(budget, taken, w).seconds(), "t"));
        }
        if (!taken.granted) {
            int wait = taken.left.stream().filter(left -> left.remaining == 0).mapToInt(Left::seconds).max().orElse(1);
            throw ProblemException.withHeader(ProblemType.TOO_MANY_REQUESTS,
                    "That was too often: " + budget.windows().stream().map(Limits::words)
                            .collect(Collectors.joining(", ")) + ". Try again in " + wait + " seconds.",
                    "Retry-After", String.valueOf(wait));
        }
    }

    /** Takes one if every window has one, and says nothing to the client: for limits that must not be noticed. */
    public boolean takeSilently(Budget budget, String key) {
        return !enforced || tryTaking(budget, key).granted;
    }

    private Taken tryTaking(Budget budget, String key) {
        // Never in the transaction of the request: what was tried counts, whatever becomes of it.
        return QuarkusTransaction.suspendingExisting().call(() -> {
            try (var connection = database.getConnection()) {
                return take(connection, budget, key);
            } catch (SQLException e) {
                throw new PersistenceException(e);
            }
        });
    }

    private static Taken take(Connection connection, Budget budget, String key) throws SQLException {
        try (var statement = connection
                .prepareStatement("select granted, remaining, seconds from take_rate(?, ?, ?)")) {
            statement.setString(1, budget.name() + "\n" + key);
            statement.setArray(2, array(connection, budget, Window::most));
            statement.setArray(3, array(connection, budget, Limits::seconds));
            try (var rows = statement.executeQuery()) {
                var left = new ArrayList<Left>();
                boolean granted = true;
                while (rows.next()) {
                    granted = rows.getBoolean(1);
                    left.add(new Left(rows.getInt(2), rows.getInt(3)));
                }
                return new Taken(granted, left);
            }
        }
    }

    private static java.sql.Array array(Connection connection, Budget budget, ToLongFunction<Window> value)
            throws SQLException {
        return connection.createArrayOf("int",
                budget.windows().stream().map(w -> (int) value.applyAsLong(w)).toArray());
    }

    private static Left left(Budget budget, Taken taken, Window window) {
        return taken.left.get(budget.windows().indexOf(window));
    }

    private static long seconds(Window window) {
        return window.time().toSeconds();
    }

    private static String items(Budget budget, ToLongFunction<Window> first, String firstName,
            ToLongFunction<Window> second, String secondName) {
        return budget.windows().stream()
                .map(w -> "\"%s-%ds\";%s=%d;%s=%d".formatted(budget.name(), seconds(w), firstName,
                        first.applyAsLong(w), secondName, second.applyAsLong(w)))
                .collect(Collectors.joining(", "));
    }

    private static String words(Window window) {
        return window.most() + " in " + seconds(window) + " seconds";
    }
}
