package dev.byline.contract;

import java.util.Map;

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
    public static class WithOneConnection implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.jdbc.max-size", "1", "quarkus.datasource.limits.jdbc.max-size", "1");
        }
    }
}
