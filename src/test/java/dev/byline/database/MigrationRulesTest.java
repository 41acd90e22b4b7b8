package dev.byline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/**
 * Refuses migrations that stop a running service: nodes of the previous release serve while a migration runs, and after
 * it (expand, then contract; see CONTRIBUTING.md).
 */
class MigrationRulesTest {
    private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");
    /** Migrations up to this one are older than the rules. */
    private static final int LAST_UNCHECKED = 15;
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final Map<String, Pattern> FORBIDDEN = new TreeMap<>(Map.of(
            "drops or renames what the previous release uses: deprecate it now, drop it one release later",
            Pattern.compile("\\b(drop\\s+(table|column|view|function)|rename\\s+(to|column|constraint))\\b"),
            "locks a table for all others: drop the index 'concurrently'",
            Pattern.compile("\\bdrop\\s+index\\s+(?!concurrently)"),
            "rewrites a table: add a column of the new type, fill it in batches, and drop the old one later",
            Pattern.compile("\\balter\\s+(column\\s+)?\\w+\\s+(set\\s+data\\s+)?type\\b"),
            "scans a table under a lock: add the constraint 'not valid', and validate it in a migration of its own",
            Pattern.compile("\\badd\\s+(constraint\\s+\\w+\\s+)?(check|foreign\\s+key)\\b(?![^;]*not\\s+valid)"),
            "scans a table under a lock: add a check 'not valid' first",
            Pattern.compile("\\bset\\s+not\\s+null\\b"),
            "locks a table for all others",
            Pattern.compile("\\b(lock\\s+table|vacuum\\s+full|cluster)\\b")));
    /** An index on a table that an earlier migration made. */
    private static final Pattern INDEX = Pattern
            .compile("create\\s+(unique\\s+)?index\\s+(?!concurrently)[^;]*?\\bon\\s+(\\w+)");
    /**
     * The only forms of a migration that builds an index concurrently, replaces another one by it, under a name of its
     * own or under the former name, or drops one. Each can be repeated, and waits without locks.
     */
    private static final Pattern CONCURRENT_INDEX = Pattern.compile("\\s*set lock_timeout = 0;"
            + "(\\s*drop index concurrently if exists (\\w+);\\s*create (unique )?index concurrently \\2 on [^;]+;"
            + "(\\s*drop index concurrently if exists (\\w+);(\\s*alter index \\2 rename to \\5;)?)?"
            + "|\\s*drop index concurrently if exists \\w+;)\\s*set lock_timeout = '3s';\\s*");
    /** Changes only the name of an index, under a lock that hinders no statement but other changes of the table. */
    private static final Pattern INDEX_NAME = Pattern.compile("alter index \\w+ rename to \\w+;");
    /** A table that the migration locks against writes, by changing it or by referring to it. */
    private static final Pattern LOCKED_TABLE = Pattern
            .compile("\\b(?:alter\\s+table(?:\\s+if\\s+exists)?(?:\\s+only)?|references)\\s+(\\w+)");
    private static final Pattern NEW_TABLE = Pattern.compile("create\\s+(unlogged\\s+)?table\\s+(\\w+)");

    @Test
    void no_migration_stops_a_running_service() throws IOException {
        var violations = new ArrayList<String>();
        try (var files = Files.list(MIGRATIONS)) {
            for (var file : files.sorted().toList()) {
                if (version(file) > LAST_UNCHECKED) {
                    var sql = Files.readString(file);
                    findViolations(sql).forEach(v -> violations.add(file.getFileName() + " " + v));
                    if (sql.contains("concurrently") && !isOutsideTransactions(file)) {
                        violations.add(file.getFileName() + " needs a file " + file.getFileName()
                                + ".conf with the line executeInTransaction=false");
                    }
                }
            }
        }
        assertTrue(violations.isEmpty(), () -> String.join("\n", violations));
    }

    @Test
    void the_rules_find_what_they_forbid_and_nothing_else() {
        for (var sql : List.of("alter table article drop column title", "alter table article rename to story",
                "alter table article alter column title type varchar(9)", "lock table article",
                "alter table article add constraint c check (version > 0)",
                "alter table article alter column title set not null", "create index i on article (title)",
                "create unique index i on article (title)", "create index concurrently i on article (title)",
                "drop index i", "set lock_timeout = 0; drop index concurrently if exists i; "
                        + "create index concurrently i on article (title); alter index i rename to j; "
                        + "set lock_timeout = '3s';",
                "alter table article add column subtitle text; alter table publication add column subtitle text",
                "alter table article add column subtitle text; "
                        + "create table webhook (author_id uuid references author)")) {
            assertEquals(1, findViolations(sql).size(), sql);
        }
        for (var sql : List.of("alter table article add column subtitle text",
                "set lock_timeout = 0; drop index concurrently if exists i; "
                        + "create index concurrently i on article (title); set lock_timeout = '3s';",
                "set lock_timeout = 0; drop index concurrently if exists i; set lock_timeout = '3s';",
                "set lock_timeout = 0; drop index concurrently if exists i; "
                        + "create unique index concurrently i on article (title); "
                        + "drop index concurrently if exists j; set lock_timeout = '3s';",
                "set lock_timeout = 0; drop index concurrently if exists i; "
                        + "create index concurrently i on article (title); "
                        + "drop index concurrently if exists j; alter index i rename to j; set lock_timeout = '3s';",
                "alter table article add constraint c check (version > 0) not valid",
                "create table webhook (id uuid primary key, author_id uuid references author); "
                        + "create table call (webhook_id uuid references webhook)",
                "create table webhook (id uuid primary key, url text not null check (url <> '')); "
                        + "create index i on webhook (url)",
                "-- drop table of nothing\nselect 1")) {
            assertEquals(List.of(), findViolations(sql), sql);
        }
    }

    private static int version(Path file) {
        var version = VERSION.matcher(file.getFileName().toString());
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static boolean isOutsideTransactions(Path migration) throws IOException {
        var settings = migration.resolveSibling(migration.getFileName() + ".conf");
        return Files.exists(settings) && Files.readString(settings).contains("executeInTransaction=false");
    }

    private static List<String> findViolations(String migration) {
        var sql = migration.replaceAll("--[^\\n]*", "").toLowerCase(Locale.ROOT);
        var found = new ArrayList<String>();
        var withoutIndexNames = INDEX_NAME.matcher(sql).replaceAll("");
        FORBIDDEN.forEach((reason, pattern) -> {
            if (pattern.matcher(withoutIndexNames).find()) {
                found.add(reason);
            }
        });
        var newTables = NEW_TABLE.matcher(sql).results().map(table -> table.group(2)).toList();
        INDEX.matcher(sql).results().filter(index -> !newTables.contains(index.group(2))).forEach(index -> found
                .add("builds an index of " + index.group(2) + " under a lock: create it 'concurrently'"));
        if (sql.contains("concurrently") && !CONCURRENT_INDEX.matcher(sql).matches()) {
            found.add("builds an index so that a failure cannot be repeated: use the lines of CONTRIBUTING.md, alone");
        }
        var locked = new TreeSet<>(LOCKED_TABLE.matcher(sql).results().map(table -> table.group(1)).toList());
        locked.removeAll(newTables);
        if (locked.size() > 1) {
            found.add("locks " + locked + " together, which can be part of a deadlock: use a migration for each");
        }
        return found;
    }
}
