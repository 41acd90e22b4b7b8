package dev.byline.backup;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The address of a database.
 *
 * @param user the role; null if the URL names it
 * @param password the password; null if the URL or a password file has it
 */
public record DatabaseAddress(String jdbcUrl, String user, String password) {
    /** Opens a connection that waits for an answer as long as necessary, whatever the URL says. */
    Connection connect() throws SQLException {
        var connection = DriverManager.getConnection(jdbcUrl, user, password);
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }
}
