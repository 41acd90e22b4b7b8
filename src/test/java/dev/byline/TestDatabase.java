package dev.byline;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.byline.database.ConnectionSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The PostgreSQL server of the tests: the one that QUARKUS_DATASOURCE_JDBC_URL names, else an embedded one without
 * fsync. On either server the tests use a schema of their own.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private static final String SCHEMA = "byline_test";
    private static EmbeddedPostgres embedded;

    @Override
    public Map<String, String> start() {
        try {
            var given = System.getenv("QUARKUS_DATASOURCE_JDBC_URL");
            var user = System.getenv().getOrDefault("QUARKUS_DATASOURCE_USERNAME", "postgres");
            var password = System.getenv().getOrDefault("QUARKUS_DATASOURCE_PASSWORD", "");
            if (given == null && embedded == null) {
                embedded = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile())
                        .start();
            }
            var url = given == null ? embedded.getJdbcUrl("postgres", "postgres") : given;
            try (var connection = DriverManager.getConnection(url, user, password);
                    var statement = connection.createStatement()) {
                statement.execute("drop schema if exists " + SCHEMA + " cascade");
                statement.execute("create schema " + SCHEMA);
            }
            var separator = url.contains("?") ? "&" : "?";
            var settings = new HashMap<>(Map.of("quarkus.datasource.jdbc.url",
                    url + separator + "currentSchema=" + SCHEMA, "quarkus.datasource.username", user));
            if (!password.isEmpty()) {
                settings.put("quarkus.datasource.password", password);
            }
            settings.putAll(ConnectionSettings.of(key -> Optional.ofNullable(settings.get(key))));
            return settings;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        // The embedded server ends with the JVM: other test classes may need it.
    }
}
