package dev.byline.start;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.eclipse.microprofile.config.ConfigProvider;

import dev.byline.database.EmbeddedDatabase;
import dev.byline.database.EmbeddedPostgresServer;
import dev.byline.security.ApiKeyStore;
import dev.byline.security.Role;

/** The command {@code new-key}: creates a key in place of a lost one, whether the service runs or not. */
final class NewKeyCommand {
    private static final String SQLSTATE_UNDEFINED_TABLE = "42P01";

    private NewKeyCommand() {
    }

    static int run(String[] arguments, Optional<String> jdbcUrl, Path dataDirectory) {
        var role = arguments.length == 1 ? Role.ADMIN : arguments[1];
        if (!List.of(Role.ADMIN, Role.EDITOR).contains(role)) {
            System.err.println("There is no role '" + role + "': use admin or editor.");
            return 2;
        }
        try {
            if (jdbcUrl.isPresent()) {
                return replaceKey(jdbcUrl.get(), setting("username"), setting("password"), role);
            }
            try (var database = EmbeddedDatabase.open(dataDirectory)) {
                return replaceKey(database.jdbcUrl(), EmbeddedPostgresServer.DATABASE_NAME, database.password(), role);
            }
        } catch (SQLException e) {
            System.err.println(SQLSTATE_UNDEFINED_TABLE.equals(e.getSQLState())
                    ? "The database has no tables yet: start Byline once before you create keys."
                    : "The database is not available: " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            System.err.println(e.getMessage());
        }
        return 1;
    }

    private static int replaceKey(String url, String user, String password, String role) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            var key = ApiKeyStore.replaceRoleKey(connection, role);
            System.err.println("The new " + role + " key, which replaces the former one; it is shown only once:");
            System.out.println(key);
            return 0;
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getOptionalValue("quarkus.datasource." + name, String.class).orElse(null);
    }
}
