package dev.byline.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.node.NodeName;
import jakarta.inject.Singleton;

/**
 * Connections outside the pool, for what needs one session of its own: LISTEN, and migrations. They lead to
 * {@code BYLINE_DIRECT_JDBC_URL}, or to the JDBC URL of the service if there is none.
 */
@Singleton
public class DirectConnections {
    private final String url;
    private final boolean throughPooler;
    private final Optional<String> user;
    private final Optional<String> password;
    private final NodeName node;

    DirectConnections(@ConfigProperty(name = ConnectionSettings.DIRECT_URL) Optional<String> directUrl,
            @ConfigProperty(name = ConnectionSettings.POOLER, defaultValue = "false") boolean pooler,
            @ConfigProperty(name = ConnectionSettings.JDBC_URL) String url,
            @ConfigProperty(name = ConnectionSettings.USERNAME) Optional<String> user,
            @ConfigProperty(name = ConnectionSettings.PASSWORD) Optional<String> password, NodeName node) {
        this.url = directUrl.orElse(url);
        this.throughPooler = pooler && directUrl.isEmpty();
        this.user = user;
        this.password = password;
        this.node = node;
    }

    /** Returns whether the connections lead through a pooler, which may give each transaction another session. */
    public boolean leadThroughPooler() {
        return throughPooler;
    }

    /** Opens a connection, which the caller closes. */
    public Connection open() throws SQLException {
        var properties = new Properties();
        properties.setProperty("connectTimeout", "5");
        // Also while the server authenticates; the owner of the connection may change it.
        properties.setProperty("socketTimeout", String.valueOf(SessionSettings.SOCKET_TIMEOUT.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        // No named statements: without a direct URL a pooler may give each statement another session.
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("ApplicationName", NodeName.toApplicationName(node.toString()));
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(secret -> properties.setProperty("password", secret));
        return DriverManager.getConnection(url, properties);
    }
}
