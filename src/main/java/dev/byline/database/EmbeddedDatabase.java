package dev.byline.database;

import java.io.IOException;
import java.nio.file.Path;

import dev.byline.database.EmbeddedPostgresServer.ConnectionDetails;

/**
 * The database of a data directory for a command: on the server of the running service, else on a server that runs
 * until this object is closed.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private final ConnectionDetails details;
    /** Null if the server runs already. */
    private final EmbeddedPostgresServer started;

    private EmbeddedDatabase(ConnectionDetails details, EmbeddedPostgresServer started) {
        this.details = details;
        this.started = started;
    }

    /** Opens the database of a data directory, and creates it if there is none. */
    public static EmbeddedDatabase open(Path directory) throws IOException {
        var running = EmbeddedPostgresServer.findRunning(directory);
        if (running.isPresent()) {
            return new EmbeddedDatabase(running.get(), null);
        }
        var server = EmbeddedPostgresServer.start(directory);
        return new EmbeddedDatabase(new ConnectionDetails(server.jdbcUrl(), server.password()), server);
    }

    /** Returns the JDBC URL of the database. */
    public String jdbcUrl() {
        return details.jdbcUrl();
    }

    /** Returns the password of the owner and of the superuser. */
    public String password() {
        return details.password();
    }

    /** Stops the server if this object has started it. */
    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}
