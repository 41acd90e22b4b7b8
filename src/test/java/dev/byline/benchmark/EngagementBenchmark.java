package dev.byline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.byline.benchmark.BenchmarkReport.Figure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures views and comments. 1.0 is the rate of pgbench on the same server with transactions that each add one to a
 * row of a narrow table. Every view comes from another visitor, so that each is counted.
 */
@Command(name = "engagement", description = "Measures views and comments. Needs pgbench.")
final class EngagementBenchmark implements Callable<Integer> {
    private static final int ARTICLES = 1000;
    private static final int VIEWS_PER_SECOND = 2000;
    private static final int COMMENT_CONNECTIONS = 16;

    /** Inserts a thread of 20,000 comments, 2,000 of them roots, as posting them one by one would store it. */
    private static final String COMMENT_THREAD_SQL = """
            set session_replication_role = replica;
            insert into comment (id, version, article_id, parent_id, root_id, depth, state, hidden, bare, author_name, body,
                html, created_at, moved_at, posted_on, reply_count)
            select md5('thread' || i)::uuid, 1, md5('n2')::uuid,
                case when i % 10 <> 0 then md5('thread' || i / 10 * 10)::uuid end, md5('thread' || i / 10 * 10)::uuid,
                case when i % 10 = 0 then 1 else 2 end, 'approved', false, false, 'Reader', 'A comment',
                '<p>A comment</p>', at.at, at.at, date '2026-11-01', case when i % 10 = 0 then 9 else 0 end
            from generate_series(0, 19999) i,
                lateral (select timestamptz '2026-11-01Z' + i * interval '1 second' as at) at;
            update article_comment_counter set approved = approved + 20000 where article_id = md5('n2')::uuid;
            set session_replication_role = origin;
            vacuum analyze comment""";

    @Option(names = "--connections", defaultValue = "256",
            description = "Of views: with more connections, more views share a commit (${DEFAULT-VALUE}).")
    private int connections;
    @Option(names = "--steady", defaultValue = "20",
            description = "Seconds of views at an even rate (${DEFAULT-VALUE}).")
    private int steadySeconds;
    @Option(names = "--pairs", defaultValue = "3", description = "Runs beside runs of a reference (${DEFAULT-VALUE}).")
    private int pairs;
    @Option(names = "--seconds", defaultValue = "6", description = "The time of a run (${DEFAULT-VALUE}).")
    private int seconds;
    @Mixin
    private BenchmarkOptions options;
    private Path home;
    private BylineServer byline;
    private BenchmarkReport report;
    private final List<Load.Result> results = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        options.requirePositive("--connections", connections);
        options.requirePositive("--steady", steadySeconds);
        options.requirePositive("--pairs", pairs);
        options.requirePositive("--seconds", seconds);
        home = options.home();
        byline = new BylineServer(options.java(), options.application(), home, options.port);
        report = options.report();
        try {
            byline.start("0");
            byline.seed(ARTICLES, 40, false, 1);
            execute("create table benchmark_counter (id int primary key, views bigint not null) with (fillfactor = 50)",
                    "insert into benchmark_counter select i, 0 from generate_series(1, 1000) i",
                    "vacuum analyze benchmark_counter");
            measureViews();
            measureSteadyViews();
            measureComments();
        } finally {
            byline.stop();
            report.close();
        }
        var failures = Load.describe(results);
        if (!failures.isEmpty()) {
            report.line("Failed: " + failures);
        }
        return failures.isEmpty() ? 0 : 1;
    }

    private void execute(String... statements) throws IOException, SQLException {
        try (var connection = byline.database(); var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static LoadRequest view(int articles) {
        return new LoadRequest("POST", BylineServer.API + "/articles/article-${1-" + articles + "}/views",
                Map.of("Content-Type", "application/json", "User-Agent", "Mozilla/5.0 (X11; Linux) Reader/${n}"), "{}",
                202);
    }

    private static String name(int articles) {
        return articles == 1 ? "one article" : "%,d articles".formatted(articles);
    }

    private void measureViews() throws Exception {
        report.table("views, " + connections + " connections", "per second", "pgbench per second", "of pgbench", "p99");
        for (int articles : List.of(1, ARTICLES)) {
            var statement = Files.writeString(home.resolve("upsert.sql"), """
                    \\set row random(1, %d)
                    insert into benchmark_counter as c (id, views) values (:row, 1)
                    on conflict (id) do update set views = c.views + 1;
                    """.formatted(articles));
            load(view(articles), connections, 2 * seconds);
            var measured = new ArrayList<double[]>();
            for (int i = 1; i <= pairs; i++) {
                report.progress("views of %s: pair %d of %d", name(articles), i, pairs);
                var limit = ReferenceLoad.pgbench(byline, statement, seconds);
                var result = load(view(articles), connections, seconds);
                measured.add(new double[]{ result.rate(), limit, result.rate() / limit, result.p99() });
            }
            report.row(name(articles), Figure.of("%,.0f", ReferenceLoad.median(measured, 0)),
                    Figure.of("%,.0f", ReferenceLoad.median(measured, 1)), ReferenceLoad.spread(measured, 2),
                    Figure.of("%.0f ms", ReferenceLoad.median(measured, 3)));
        }
    }

    private void measureSteadyViews() throws Exception {
        report.table("%,d views a second for %d s".formatted(VIEWS_PER_SECOND, steadySeconds), "p50", "p99", "largest");
        for (int articles : List.of(1, ARTICLES)) {
            report.progress("views of %s at an even rate", name(articles));
            var result = Load.even(byline.address, view(articles), connections, Duration.ofSeconds(steadySeconds),
                    VIEWS_PER_SECOND);
            results.add(result);
            report.row(name(articles), Figure.of("%.1f ms", result.p50()), Figure.of("%.1f ms", result.p99()),
                    Figure.of("%.0f ms", result.largest()));
        }
        try (var connection = byline.database();
                var statement = connection.createStatement();
                var found = statement.executeQuery("""
                        select n_tup_hot_upd * 100.0 / nullif(n_tup_upd, 0), pg_table_size('article_counter') / 1024
                        from pg_stat_user_tables where relname = 'article_counter'""")) {
            found.next();
            report.line("HOT updates of counters: %.1f %%; size of their table: %d KB.".formatted(found.getDouble(1),
                    found.getLong(2)));
        }
    }

    private void measureComments() throws Exception {
        execute(COMMENT_THREAD_SQL.split(";"));
        byline.openComments();
        report.table(COMMENT_CONNECTIONS + " connections", "per second", "p99", "failed");
        measure("first page of 20,000 comments, not cached",
                LoadRequest.get(BylineServer.API + "/articles/article-2/comments?size=20&replies=3"), seconds);
        for (int articles : List.of(1, ARTICLES)) {
            // The warm-up takes long, because the compiler occupies one of the two cores until its end.
            measure("comments posted, on " + name(articles), LoadRequest.postJson(
                    BylineServer.API + "/articles/article-${1-" + articles + "}/comments",
                    "{\"body\": \"Comment ${n}\", \"author\": {\"name\": \"Reader\"}}"), 10 * seconds);
        }
    }

    private void measure(String row, LoadRequest request, int warmUpSeconds) throws IOException {
        report.progress("%s: warm-up of %d s", row, warmUpSeconds);
        load(request, COMMENT_CONNECTIONS, warmUpSeconds);
        var result = load(request, COMMENT_CONNECTIONS, seconds);
        report.row(row, Figure.of("%,.0f", result.rate()), Figure.of("%.0f ms", result.p99()), result.failed());
    }

    private Load.Result load(LoadRequest request, int connections, int seconds) throws IOException {
        var result = Load.run(byline.address, request, connections, Duration.ofSeconds(seconds));
        results.add(result);
        return result;
    }
}
