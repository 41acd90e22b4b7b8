package dev.byline.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

/**
 * Runs the statements of frequent reads directly on JDBC, because mapping a page of rows by an ORM costs several times
 * the time of the database. The statements are counted as {@code byline.reads}, and may go to a replica.
 */
@Singleton
public class JdbcQueries {
    /** Matches a named parameter; a second colon before it would be a cast. */
    private static final Pattern NAMED_PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]\\w*)");
    private static final int MAX_PARSED_STATEMENTS = 2_000;
    private static final String TIMEOUT_SQL_STATE = "57014";

    private final DataSource database;
    private final Counter counter;
    private final Map<String, ParsedStatement> parsed = new ConcurrentHashMap<>();
    /** The replica that the current thread reads from; absent for the primary server. */
    private final ThreadLocal<DataSource> currentReplica = new ThreadLocal<>();

    private record ParsedStatement(String sql, List<String> names) {
        static ParsedStatement of(String sql) {
            var names = new ArrayList<String>();
            var positional = NAMED_PARAMETER.matcher(sql).replaceAll(name -> {
                names.add(name.group(1));
                return "?";
            });
            return new ParsedStatement(positional, names);
        }
    }

    /** Reads one row; column numbers start at 1. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** Reads the current row of the result. */
        T read(ResultSet row) throws SQLException;
    }

    /** A read failed on a replica for a reason for which it may succeed on the primary server. */
    public static final class ReplicaException extends PersistenceException {
        private static final long serialVersionUID = 1L;

        ReplicaException(SQLException cause) {
            super(cause);
        }
    }

    JdbcQueries(DataSource database, MeterRegistry meters) {
        this.database = database;
        this.counter = meters.counter("byline.reads");
    }

    /**
     * Runs an operation whose statements of this class go to a replica. The operation must not write.
     *
     * @throws ReplicaException
     *             if a statement fails on the replica for another reason than its timeout
     */
    public <T> T callOnReplica(DataSource replica, Callable<T> operation) throws Exception {
        currentReplica.set(replica);
        try {
            return operation.call();
        } finally {
            currentReplica.remove();
        }
    }

    /** Whether the current thread reads from a replica. */
    public boolean readsFromReplica() {
        return currentReplica.get() != null;
    }

    /**
     * Returns all rows of a statement with {@code :named} parameters: texts, numbers, ids, times, and arrays of texts
     * or ids.
     */
    public <T> List<T> list(String sql, Map<String, Object> values, RowReader<T> reader) {
        return list(sql, values, 0, reader);
    }

    /** Returns all rows of a statement with a timeout in seconds, 0 for none; a timeout fails with SQLSTATE 57014. */
    public <T> List<T> list(String sql, Map<String, Object> values, int timeoutSeconds, RowReader<T> reader) {
        if (parsed.size() > MAX_PARSED_STATEMENTS) {
            parsed.clear();
        }
        var statement = parsed.computeIfAbsent(sql, ParsedStatement::of);
        counter.increment();
        var replica = currentReplica.get();
        try (var connection = (replica == null ? database : replica).getConnection();
                var prepared = connection.prepareStatement(statement.sql)) {
            for (int i = 0; i < statement.names.size(); i++) {
                bind(connection, prepared, i + 1, values.get(statement.names.get(i)));
            }
            if (timeoutSeconds > 0) {
                prepared.setQueryTimeout(timeoutSeconds);
            }
            try (var rows = prepared.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
                return all;
            }
        } catch (SQLException e) {
            throw replica == null || TIMEOUT_SQL_STATE.equals(e.getSQLState())
                    ? new PersistenceException(e)
                    : new ReplicaException(e);
        }
    }

    /** Returns the row of a statement that always has exactly one row. */
    public <T> T single(String sql, Map<String, Object> values, int timeoutSeconds, RowReader<T> reader) {
        return list(sql, values, timeoutSeconds, reader).get(0);
    }

    /** Reads a column that is a time. */
    public static Instant readTime(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Reads a time by the name of its column. */
    public static Instant readTime(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Reads a column that is an integer or null. */
    public static Integer readInteger(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : Integer.valueOf(value);
    }

    private static void bind(Connection connection, PreparedStatement statement, int index, Object value)
            throws SQLException {
        if (value instanceof UUID[] ids) {
            statement.setArray(index, connection.createArrayOf("uuid", ids));
        } else if (value instanceof String[] texts) {
            statement.setArray(index, connection.createArrayOf("text", texts));
        } else if (value instanceof Instant time) {
            statement.setObject(index, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        } else {
            statement.setObject(index, value);
        }
    }
}
