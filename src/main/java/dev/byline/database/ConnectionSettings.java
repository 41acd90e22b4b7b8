package dev.byline.database;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.microprofile.config.Config;

import dev.byline.node.NodeName;
import io.smallrye.config.SmallRyeConfig;

/**
 * The settings of the platform for connections that are known only at the start: they depend on the JDBC URL, and on
 * whether a pooler such as PgBouncer stands between the service and PostgreSQL. Parameters in the JDBC URL override
 * them.
 */
public final class ConnectionSettings {
    /** The key of the JDBC URL of the pool. */
    public static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    /** The key that tells that connections go through a pooler. */
    static final String POOLER = "byline.pooler";
    /** The key of the JDBC URL that leads to PostgreSQL without a pooler. */
    static final String DIRECT_URL = "byline.direct-jdbc-url";
    static final String USERNAME = "quarkus.datasource.username";
    static final String PASSWORD = "quarkus.datasource.password";
    private static final List<String> POOLS = List.of("quarkus.datasource.jdbc.", "quarkus.datasource.limits.jdbc.");

    private ConnectionSettings() {
    }

    /**
     * Returns the settings by their keys.
     *
     * @param setting
     *            reads the configuration
     */
    public static Map<String, String> of(Function<String, Optional<String>> setting) {
        var settings = new HashMap<String, String>();
        boolean pooler = hasPooler(setting);
        for (var pool : POOLS) {
            var properties = pool + "additional-jdbc-properties.";
            settings.put(properties + "socketTimeout", String.valueOf(SessionSettings.SOCKET_TIMEOUT.toSeconds()));
            if (pooler) {
                // A pooler gives each transaction another session: settings are those of the role, and statements have
                // no names. A pooler that keeps names can have them with prepareThreshold=5 in the JDBC URL.
                settings.put(properties + "prepareThreshold", "0");
            } else {
                settings.put(properties + "options", SessionSettings.toOptions());
                setting.apply(NodeName.SETTING).map(NodeName::toApplicationName)
                        .ifPresent(name -> settings.put(properties + "ApplicationName", name));
            }
        }
        setting.apply(USERNAME).ifPresent(user -> {
            // Migrations lock and may take long: they use no connection of the pool, and have no socket timeout.
            settings.put("quarkus.flyway.jdbc-url", directUrl(setting));
            settings.put("quarkus.flyway.username", user);
            // Flyway asks for a password also where PostgreSQL trusts the client and ignores it.
            settings.put("quarkus.flyway.password", setting.apply(PASSWORD).orElse("none"));
        });
        return settings;
    }

    /** Returns the properties of the JDBC driver that the connections of the pool have, for connections elsewhere. */
    public static Map<String, String> connectionProperties(Config config) {
        var properties = new HashMap<>(config.unwrap(SmallRyeConfig.class)
                .getValues(POOLS.get(0) + "additional-jdbc-properties", String.class, String.class));
        config.getOptionalValue(USERNAME, String.class).ifPresent(user -> properties.put("user", user));
        config.getOptionalValue(PASSWORD, String.class).ifPresent(secret -> properties.put("password", secret));
        properties.putIfAbsent("ApplicationName", "byline");
        return properties;
    }

    static boolean hasPooler(Function<String, Optional<String>> setting) {
        return setting.apply(POOLER).map(Boolean::parseBoolean).orElse(false);
    }

    /** Returns the JDBC URL that leads to PostgreSQL without a pooler. */
    public static String directUrl(Function<String, Optional<String>> setting) {
        return setting.apply(DIRECT_URL).or(() -> setting.apply(JDBC_URL)).orElseThrow();
    }
}
