package dev.byline.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/**
 * Runs the examples of all operations with a pool of one connection: an operation that needs a second connection while
 * it holds the first one would not answer.
 */
@QuarkusTest
@TestProfile(OneConnectionTest.WithOneConnection.class)
class OneConnectionTest extends ContractTest {
    /** Enough to meet the gap in the pool several times. */
    private static final int ROUNDS = 50_000;

    public static class WithOneConnection implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.jdbc.max-size", "1", "quarkus.datasource.limits.jdbc.max-size", "1");
        }
    }

    @Test
    void a_connection_that_comes_back_while_another_thread_begins_to_wait_is_found() throws Exception {
        var round = new CyclicBarrier(2);
        Callable<Void> acquire = () -> {
            try {
                for (int i = 0; i < ROUNDS; i++) {
                    round.await();
                    database.getConnection().close();
                }
                return null;
            } finally {
                // The other thread does not wait for one that failed.
                round.reset();
            }
        };
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (var result : threads.invokeAll(List.of(acquire, acquire))) {
                result.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
