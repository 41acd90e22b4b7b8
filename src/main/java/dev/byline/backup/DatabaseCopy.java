package dev.byline.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.postgresql.PGConnection;

/**
 * Copies all tables and sequences of a database to an empty one:
 * <ol>
 * <li>The migrations make the tables in the target.</li>
 * <li>One snapshot of the source is read, and one transaction of the target written, table by table in the order of the
 * foreign keys. Each row is checked by the constraints of the target.</li>
 * <li>The rows of each table are counted in the source and in the target before the transaction commits.</li>
 * </ol>
 */
final class DatabaseCopy {
    /** The tables of an empty database that have rows, written by migrations. */
    private static final Set<String> MIGRATED_ROWS = Set.of("ranking_generation");
    private static final String IN_SCHEMA = " = (select oid from pg_namespace where nspname = current_schema())";
    private static final String TABLES = "select quote_ident(relname) from pg_class where relkind = 'r'"
            + " and relname <> 'flyway_schema_history' and relnamespace" + IN_SCHEMA + " order by relname";
    private static final String SEQUENCES = "select quote_ident(relname) from pg_class where relkind = 'S'"
            + " and relnamespace" + IN_SCHEMA + " order by relname";
    /** The tables that a table refers to; rows that refer to their own table are checked at the end of its COPY. */
    private static final String REFERENCES = "select distinct quote_ident(r.relname) from pg_constraint f"
            + " join pg_class r on r.oid = f.confrelid where f.contype = 'f' and not f.condeferrable"
            + " and f.conrelid <> f.confrelid and f.conrelid = '%s'::regclass";
    private static final String COLUMNS = "select string_agg(quote_ident(attname), ', ' order by attnum)"
            + " from pg_attribute where attnum > 0 and not attisdropped and attgenerated = ''"
            + " and attrelid = '%s'::regclass";
    private static final String TABLES_WITH_TRIGGERS = "select distinct quote_ident(relname) from pg_trigger"
            + " join pg_class on pg_class.oid = tgrelid where not tgisinternal and relnamespace" + IN_SCHEMA;

    private final DatabaseAddress sourceAddress;
    private final DatabaseAddress targetAddress;

    DatabaseCopy(DatabaseAddress source, DatabaseAddress target) {
        this.sourceAddress = source;
        this.targetAddress = target;
    }

    /** Copies everything; returns a summary. */
    String run() throws SQLException, RefusedException {
        var version = SchemaVersion.ofSource(sourceAddress);
        try (var source = sourceAddress.connect(); var target = targetAddress.connect()) {
            refuseContent(target);
            SchemaVersion.migrate(targetAddress, version);
            begin(source);
            begin(target);
            warnOfOtherConnections(source);
            var tables = inOrderOfReferences(source);
            if (!Set.copyOf(tables).equals(Set.copyOf(texts(target, TABLES)))) {
                throw new RefusedException("The source and the target have different tables: give each a schema of its"
                        + " own.");
            }
            long rows = copyTables(source, target, tables);
            // Otherwise the first readers would wait for plans made without statistics.
            execute(target, "analyze " + String.join(", ", tables));
            target.commit();
            return tables.size() + " tables with " + rows + " rows, schema version " + version;
        }
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        for (var timeout : List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
            execute(connection, "set local " + timeout + " = 0");
        }
    }

    /** Refuses a target with tables of another program or with content; an attempt that failed leaves only tables. */
    private static void refuseContent(Connection target) throws SQLException, RefusedException {
        if (text(target, "select current_schema()") == null) {
            throw new RefusedException("The target has no schema that the role can use: create it before.");
        }
        var tables = texts(target, TABLES);
        if (!tables.isEmpty() && text(target, "select to_regclass('flyway_schema_history')::text") == null) {
            throw new RefusedException("The target has tables of another program: name an empty database or schema.");
        }
        for (var table : tables) {
            if (!MIGRATED_ROWS.contains(table)
                    && text(target, "select 'any' where exists (select from " + table + ")") != null) {
                throw new RefusedException("The target is not empty (its table " + table + " has rows): name an empty"
                        + " database or schema.");
            }
        }
    }

    private static void warnOfOtherConnections(Connection source) throws SQLException {
        var others = text(source, "select nullif(count(*), 0)::text from pg_stat_activity"
                + " where datname = current_database() and usename = current_user and pid <> pg_backend_pid()");
        if (others != null) {
            System.err.println("The source is in use (" + others + " connections): changes from now on are not copied."
                    + " Stop the service and copy to an empty database again if they matter.");
        }
    }

    private static List<String> inOrderOfReferences(Connection source) throws SQLException {
        var waiting = new ArrayList<>(texts(source, TABLES));
        var ordered = new LinkedHashSet<String>();
        while (!waiting.isEmpty()) {
            int before = waiting.size();
            for (var table : List.copyOf(waiting)) {
                if (ordered.containsAll(texts(source, REFERENCES.formatted(table)))) {
                    ordered.add(table);
                    waiting.remove(table);
                }
            }
            if (waiting.size() == before) {
                throw new IllegalStateException("Foreign keys form a circle: " + waiting);
            }
        }
        return List.copyOf(ordered);
    }

    private static long copyTables(Connection source, Connection target, List<String> tables)
            throws SQLException, RefusedException {
        var withTriggers = texts(target, TABLES_WITH_TRIGGERS);
        for (var table : withTriggers) {
            execute(target, "alter table " + table + " disable trigger user");
        }
        for (var table : MIGRATED_ROWS) {
            execute(target, "delete from " + table);
        }
        var progress = new Progress("Copied");
        long rows = 0;
        for (var table : tables) {
            rows = copyTable(source, target, table, rows, progress);
        }
        for (var sequence : texts(source, SEQUENCES)) {
            var value = text(source, "select last_value || ', ' || is_called from " + sequence);
            execute(target, "select setval('" + sequence + "', " + value + ")");
        }
        // A table with checks that are still to be made cannot be altered.
        execute(target, "set constraints all immediate");
        for (var table : withTriggers) {
            execute(target, "alter table " + table + " enable trigger user");
        }
        for (var table : tables) {
            var count = "select count(*)::text from " + table;
            if (!text(source, count).equals(text(target, count))) {
                throw new RefusedException("The table " + table + " has other rows in the target than in the source;"
                        + " nothing is copied.");
            }
        }
        return rows;
    }

    /** Copies one table as text, which all versions of PostgreSQL read; returns the number of rows so far. */
    private static long copyTable(Connection source, Connection target, String table, long rowsBefore,
            Progress progress) throws SQLException {
        var name = table + " (" + text(source, COLUMNS.formatted(table)) + ")";
        var out = source.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + name + " to stdout");
        var in = target.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + name + " from stdin");
        long rows = rowsBefore;
        for (var row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
            in.writeToCopy(row, 0, row.length);
            progress.report(++rows, 0, "rows");
        }
        in.endCopy();
        return rows;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Reads one text; null if there is no row. */
    private static String text(Connection connection, String sql) throws SQLException {
        var texts = texts(connection, sql);
        return texts.isEmpty() ? null : texts.get(0);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
