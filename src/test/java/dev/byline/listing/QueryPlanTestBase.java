package dev.byline.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.byline.ServiceTest;
import dev.byline.database.JdbcQueries;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;

/** Base class of tests that count how many rows PostgreSQL reads, by its own counters of a transaction. */
public abstract class QueryPlanTestBase extends ServiceTest {
    /** Rows for a page of 20: its place in the list, article, counters, links and what they lead to, with room. */
    private static final int MAX_ROWS = 400;
    /** PostgreSQL may scan narrow tables of some thousand rows, but must never scan these tables. */
    static final List<String> LARGE_TABLES = List.of("listing", "ranking", "publication", "article_slug");

    @Inject
    JdbcQueries jdbcQueries;

    /** Returns the tables that the test fills, and that must not be scanned. */
    protected List<String> largeTables() {
        return LARGE_TABLES;
    }

    protected void assertCheap(String what, Runnable read) {
        assertCheap(what, MAX_ROWS, read);
    }

    protected void assertCheap(String what, long maxRows, Runnable read) {
        QuarkusTransaction.requiringNew().run(() -> {
            var before = rowsRead();
            read.run();
            var after = rowsRead();
            for (var large : largeTables()) {
                assertEquals(before.get(large + " scanned"), after.get(large + " scanned"),
                        what + " scans " + large + " as a whole");
                long rows = after.get(large + " rows") - before.get(large + " rows");
                assertTrue(rows <= maxRows, what + " reads " + rows + " rows of " + large);
            }
        });
    }

    /** Reads, for this transaction only, how often each table was scanned and how many of its rows were fetched. */
    Map<String, Long> rowsRead() {
        var counts = new HashMap<String, Long>();
        jdbcQueries.list(
                "select relname, seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables",
                Map.of(), r -> {
                    counts.put(r.getString(1) + " scanned", r.getLong(2));
                    return counts.put(r.getString(1) + " rows", r.getLong(3));
                });
        return counts;
    }
}
