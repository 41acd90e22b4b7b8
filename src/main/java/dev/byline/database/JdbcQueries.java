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
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

/**
 * Runs the statements of frequent reads directly on JDBC, because mapping a page of rows by an ORM costs several times
 * the time of the database. The statements are counted as {@code byline.reads}.
 */
@Singleton
public class JdbcQueries {
    /** Matches a named parameter; a second colon before it would be a cast. */
    private static final Pattern NAMED_PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]\\w*)");
    private static final int MAX_PARSED_STATEMENTS = 2_000;

    private final DataSource database;
    private final Counter counter;
    private final Map<String, ParsedStatement> parsed = new ConcurrentHashMap<>();

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

    JdbcQueries(DataSource database, MeterRegistry meters) {
        this.database = database;
        this.counter = meters.counter("byline.reads");
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
        try (var connection = database.getConnection(); var prepared = connection.prepareStatement(statement.sql)) {
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
            throw new PersistenceException(e);
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
