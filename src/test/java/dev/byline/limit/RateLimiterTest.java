package dev.byline.limit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.limit.RateLimit.Window;
import dev.byline.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;

/** Tests rate limits directly; the tests of each feature check the limits of its operations over HTTP. */
@QuarkusTest
class RateLimiterTest extends ServiceTest {
    private static final RateLimit BUDGET = new RateLimit("test",
            List.of(new Window(3, Duration.ofMinutes(1)), new Window(5, Duration.ofHours(1))));

    @BeforeEach
    void enforce() {
        rateLimiter.enforce(true);
    }

    @Test
    void many_at_once_get_exactly_what_there_is() throws Exception {
        var granted = runConcurrently(40,
                () -> rateLimiter.tryAcquire(RateLimit.of("test", 17, Duration.ofMinutes(1)), "a"));
        assertEquals(17, granted.stream().filter(yes -> yes).count());
        assertTrue(rateLimiter.tryAcquire(RateLimit.of("test", 17, Duration.ofMinutes(1)), "b"));
        assertTrue(rateLimiter.tryAcquire(RateLimit.of("other", 17, Duration.ofMinutes(1)), "a"));
    }

    @Test
    void a_window_that_is_spent_takes_from_no_other() throws SQLException {
        for (int i = 0; i < 10; i++) {
            assertEquals(i < 3, rateLimiter.tryAcquire(BUDGET, "a"));
        }
        minutesPass(1);
        assertTrue(rateLimiter.tryAcquire(BUDGET, "a"));
        assertTrue(rateLimiter.tryAcquire(BUDGET, "a"));
        var refused = assertThrows(ProblemException.class, () -> rateLimiter.acquire(BUDGET, "a"));
        assertEquals(429, refused.type.status);
        int wait = Integer.parseInt(refused.headers.get("Retry-After"));
        assertTrue(wait > 3_500 && wait <= 3_600, "the hour is spent: " + wait);
        minutesPass(60);
        assertDoesNotThrow(() -> rateLimiter.acquire(BUDGET, "a"));
    }

    @Test
    void what_was_tried_counts_also_where_the_request_fails() {
        for (int i = 0; i < 3; i++) {
            QuarkusTransaction.begin();
            assertTrue(rateLimiter.tryAcquire(BUDGET, "a"));
            QuarkusTransaction.rollback();
        }
        assertFalse(rateLimiter.tryAcquire(BUDGET, "a"));
    }

    @Test
    void a_clock_that_is_set_back_locks_nobody_out() throws SQLException {
        for (int i = 0; i < 4; i++) {
            rateLimiter.tryAcquire(BUDGET, "a");
        }
        minutesPass(-600);
        assertTrue(rateLimiter.tryAcquire(BUDGET, "a"));
    }

    @Test
    void rows_tell_nobody_and_go_when_their_time_is_over() throws SQLException {
        rateLimiter.tryAcquire(BUDGET, "203.0.113.9");
        assertEquals(0, query("select count(*) from rate_use where position('203.0.113.9'::bytea in key) > 0"
                + " or key = sha256('test' || chr(10)::bytea || '203.0.113.9'::bytea)"));
        minutesPass(61);
        rateLimiter.tryAcquire(BUDGET, "198.51.100.1");
        assertEquals(1, query("select count(*) from rate_use"));
    }

    @Test
    void a01_two_nodes_give_what_one_would() throws Exception {
        var other = new RateLimiter(database, null, true);
        var turn = new AtomicInteger();
        var granted = runConcurrently(40, () -> (turn.getAndIncrement() % 2 == 0 ? rateLimiter : other)
                .tryAcquire(RateLimit.of("test", 17, Duration.ofMinutes(1)), "a"));
        assertEquals(17, granted.stream().filter(yes -> yes).count());
    }

    @Test
    void off_is_off() {
        rateLimiter.enforce(false);
        for (int i = 0; i < 10; i++) {
            rateLimiter.acquire(BUDGET, "a");
        }
    }

    /** Moves the beginning of all windows into the past. */
    private void minutesPass(int minutes) throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.executeUpdate("""
                    update rate_use set ends_at = ends_at - interval '%1$d minutes',
                        started = array(select s - interval '%1$d minutes' from unnest(started) as s)"""
                    .formatted(minutes));
        }
    }
}
