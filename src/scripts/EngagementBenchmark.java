import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;

/**
 * Measures how fast Byline counts views and accepts comments, as ratios within one run: 1.0 is the rate of pgbench on
 * the same server, with transactions that each add one to a row of a narrow table. Every view comes from another
 * visitor, so that each is counted.
 *
 * <pre>
 * java -cp 'target/quarkus-app/lib/main/*' src/scripts/EngagementBenchmark.java
 * </pre>
 *
 * The script needs wrk and pgbench on the path, and an otherwise idle machine.
 */
public class EngagementBenchmark {
    private static final int PORT = 8793;
    private static final String API = "http://127.0.0.1:" + PORT + "/api/v1";
    private static final int ARTICLES = 1000;
    private static final int MEASUREMENT_PAIRS = 3;
    private static final int RUN_SECONDS = 6;
    /** {@code -Dconnections=1024}: with more connections, more views share a commit. */
    private static final int CONNECTIONS = Integer.getInteger("connections", 256);
    private static final int VIEWS_PER_SECOND = 2000;
    /** {@code -Dsteady=600}: measures the even rate for ten minutes. */
    private static final int STEADY_SECONDS = Integer.getInteger("steady", 20);
    private static final int COMMENT_CONNECTIONS = 16;
    private static final String ADMIN_KEY = "the-key-of-the-benchmark-and-of-nothing-else";
    private static final java.net.http.HttpClient HTTP = java.net.http.HttpClient.newHttpClient();

    /** A wrk script that posts views, each by another visitor. The seed keeps the visitors of several runs apart. */
    private static final String VIEWS_SCRIPT = """
            local n = 0
            local seed = %2$d
            request = function()
              n = n + 1
              local article = math.random(1, %1$d)
              return wrk.format("POST", "/api/v1/articles/article-" .. article .. "/views",
                { ["Content-Type"] = "application/json", ["User-Agent"] = "Mozilla/5.0 (X11; Linux) Reader/" .. seed .. "." .. n },
                "{}")
            end
            """;

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
    private static final String COMMENTS_SCRIPT = """
            local n = 0
            request = function()
              n = n + 1
              return wrk.format("POST", "/api/v1/articles/article-" .. math.random(1, %d) .. "/comments",
                { ["Content-Type"] = "application/json" },
                '{"body": "Comment %d.' .. n .. '", "author": {"name": "Reader"}}')
            end
            """;

    private final Path home;
    private Process service;

    private EngagementBenchmark(Path home) {
        this.home = home;
    }

    /**
     * The result of a load generator: requests per second, the 99th percentile in milliseconds, and failed requests.
     */
    record LoadResult(double rate, double p99, long failed) {}

    public static void main(String[] arguments) throws Exception {
        var run = new EngagementBenchmark(Files.createTempDirectory("byline-engagement"));
        try {
            run.start();
            run.seed();
            run.measureViews();
            run.measureSteadyViews();
            run.measureComments();
        } finally {
            run.stop();
        }
    }

    private void start() throws Exception {
        var builder = new ProcessBuilder("java", "-jar", "target/quarkus-app/quarkus-run.jar").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("service.log").toFile()));
        builder.environment().putAll(Map.of("BYLINE_DATA_DIR", home.resolve("data").toString(), "QUARKUS_HTTP_PORT",
                String.valueOf(PORT), "BYLINE_SAMPLE_CONTENT", "false", "BYLINE_RATE_LIMITS", "off",
                "BYLINE_CACHE_SIZE", "0",
                "BYLINE_ADMIN_KEY", ADMIN_KEY));
        service = builder.start();
        while (true) {
            try {
                get(API + "/site");
                return;
            } catch (IOException notYet) {
                if (!service.isAlive()) {
                    throw new IllegalStateException("The service stopped; see " + home.resolve("service.log"));
                }
                Thread.sleep(20);
            }
        }
    }

    private void stop() throws InterruptedException {
        if (service != null) {
            service.destroy();
            service.waitFor(30, TimeUnit.SECONDS);
        }
    }

    private Connection database() throws IOException, SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + databasePort() + "/byline", "postgres",
                password());
    }

    private String databasePort() throws IOException {
        try (var files = Files.walk(home.resolve("data"), 2)) {
            return Files.readAllLines(files.filter(f -> f.endsWith("postmaster.pid")).findFirst().orElseThrow()).get(3)
                    .strip();
        }
    }

    private String password() throws IOException {
        return Files.readString(home.resolve("data/postgres.password")).strip();
    }

    private void seed() throws Exception {
        var sql = Files.readString(Path.of("src/scripts/seed.sql")).replace("${articles}", String.valueOf(ARTICLES))
                .replace("${words}", "40").replace("${searched}", "''").replace("${comments}", "1");
        try (var connection = database(); var statement = connection.createStatement()) {
            for (var part : sql.split(";;")) {
                if (!part.isBlank()) {
                    statement.execute(part);
                }
            }
            statement.execute(
                    """
                            create table benchmark_counter (id int primary key, views bigint not null) with (fillfactor = 50)""");
            statement.execute("insert into benchmark_counter select i, 0 from generate_series(1, 1000) i");
            statement.execute("vacuum analyze benchmark_counter");
        }
    }

    private void measureViews() throws Exception {
        System.out.printf(
                "%n| views, %d connections | per second | pgbench | ratio to pgbench | p99 |%n|---|---|---|---|---|%n",
                CONNECTIONS);
        for (int articles : List.of(1, ARTICLES)) {
            var statement = Files.writeString(home.resolve("upsert.sql"), """
                    \\set row random(1, %d)
                    insert into benchmark_counter as c (id, views) values (:row, 1)
                    on conflict (id) do update set views = c.views + 1;
                    """.formatted(articles));
            wrk(articles, 2 * RUN_SECONDS, 0);
            var pairs = new ArrayList<double[]>();
            long before = countedViews();
            long answered = 0;
            for (int i = 1; i <= MEASUREMENT_PAIRS; i++) {
                var limit = pgbench(statement);
                var loadResult = wrk(articles, RUN_SECONDS, i);
                answered += loadResult.rate * RUN_SECONDS;
                pairs.add(new double[]{ loadResult.rate, limit, loadResult.rate / limit, loadResult.p99 });
                if (loadResult.failed > 0) {
                    System.err.println(loadResult.failed + " responses were errors");
                }
            }
            System.out.printf("| %s | %.0f | %.0f | %.1f (%.1f to %.1f) | %.0f ms |%n",
                    articles == 1 ? "one article" : "1,000 articles", median(pairs, 0), median(pairs, 1),
                    median(pairs, 2), pairs.stream().mapToDouble(p -> p[2]).min().orElseThrow(),
                    pairs.stream().mapToDouble(p -> p[2]).max().orElseThrow(), median(pairs, 3));
            System.err.printf("%,d views were counted, about %,d got a response%n", countedViews() - before, answered);
        }
    }

    /** Sends views at an even rate, and measures each from the time at which it was due. */
    private void measureSteadyViews() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CONNECTIONS));
            // The client has to warm up as well.
            sendEvenly(client, ARTICLES + 1, 5);
            for (int articles : List.of(1, ARTICLES)) {
                var sorted = sendEvenly(client, articles, STEADY_SECONDS);
                System.out.printf("| %,d per second on %s, %d s | p50 %.1f ms | p99 %.1f ms | largest %.0f ms |%n",
                        VIEWS_PER_SECOND, articles == 1 ? "one article" : "1,000 articles", STEADY_SECONDS,
                        sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1]);
            }
            try (var connection = database();
                    var statement = connection.createStatement();
                    var found = statement.executeQuery("""
                            select n_tup_hot_upd * 100.0 / nullif(n_tup_upd, 0), pg_table_size('article_counter') / 1024
                            from pg_stat_user_tables where relname = 'article_counter'""")) {
                found.next();
                System.out.printf("%nHOT updates of counters: %.1f %%; size of their table: %d KB.%n",
                        found.getDouble(1), found.getLong(2));
            }
        } finally {
            vertx.close();
        }
    }

    private static double[] sendEvenly(HttpClient client, int articles, int seconds) throws InterruptedException {
        var times = new ConcurrentLinkedQueue<Double>();
        var failed = new AtomicInteger();
        int all = VIEWS_PER_SECOND * seconds;
        long begin = System.nanoTime() + 100_000_000L;
        for (int i = 0; i < all; i++) {
            long due = begin + i * 1_000_000_000L / VIEWS_PER_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            var path = "/api/v1/articles/article-" + (1 + i % Math.min(articles, ARTICLES)) + "/views";
            var agent = "Mozilla/5.0 (X11; Linux) Steady/" + articles + "." + i;
            client.request(HttpMethod.POST, PORT, "127.0.0.1", path)
                    .compose(request -> request.putHeader("Content-Type", "application/json")
                            .putHeader("User-Agent", agent).send("{}"))
                    .compose(response -> response.body().map(body -> response.statusCode()))
                    .onComplete(done -> {
                        times.add((System.nanoTime() - due) / 1e6);
                        if (done.failed() || done.result() != 202) {
                            failed.incrementAndGet();
                        }
                    });
        }
        while (times.size() < all) {
            Thread.sleep(10);
        }
        if (failed.get() > 0) {
            System.err.println(failed + " responses were errors");
        }
        return times.stream().mapToDouble(d -> d).sorted().toArray();
    }

    private void measureComments() throws Exception {
        try (var connection = database(); var statement = connection.createStatement()) {
            for (var part : COMMENT_THREAD_SQL.split(";")) {
                statement.execute(part);
            }
        }
        var thread = Files.writeString(home.resolve("thread.lua"), "");
        var path = API + "/articles/article-2/comments?size=20&replies=3";
        get(path);
        load(thread, path, COMMENT_CONNECTIONS, RUN_SECONDS);
        var read = load(thread, path, COMMENT_CONNECTIONS, RUN_SECONDS);
        System.out.printf("%n| %d connections | per second | p99 | failed |%n|---|---|---|---|%n", COMMENT_CONNECTIONS);
        System.out.printf("| first page of 20,000 comments, not cached | %.0f | %.0f ms | %d |%n", read.rate, read.p99,
                read.failed);
        var policy = HttpRequest.newBuilder(URI.create(API + "/admin/site"))
                .header("Authorization", "Bearer " + ADMIN_KEY)
                .header("If-Match", "*").header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"commentsPolicy\": \"none\"}")).build();
        if (HTTP.send(policy, BodyHandlers.ofString()).statusCode() != 200) {
            throw new IllegalStateException("The comments policy could not be set");
        }
        for (int articles : List.of(1, ARTICLES)) {
            for (int run = 0; run < 2; run++) {
                var script = Files.writeString(home.resolve("comments.lua"),
                        COMMENTS_SCRIPT.formatted(articles, articles * 10 + run));
                // The first run warms up. That takes long, because the compiler occupies one of the two cores until
                // then.
                var loadResult = load(script, API, COMMENT_CONNECTIONS, run == 0 ? 10 * RUN_SECONDS : RUN_SECONDS);
                if (run > 0) {
                    System.out.printf("| comments posted, on %s | %.0f | %.0f ms | %d |%n",
                            articles == 1 ? "one article" : "1,000 articles", loadResult.rate, loadResult.p99,
                            loadResult.failed);
                }
            }
        }
    }

    private long countedViews() throws Exception {
        try (var connection = database();
                var statement = connection.createStatement();
                var found = statement.executeQuery("select coalesce(sum(views), 0) from article_view_day")) {
            found.next();
            return found.getLong(1);
        }
    }

    private static double median(List<double[]> rows, int index) {
        return rows.stream().mapToDouble(row -> row[index]).sorted().toArray()[rows.size() / 2];
    }

    private double pgbench(Path script) throws Exception {
        var builder = new ProcessBuilder("pgbench", "-n", "-M", "prepared", "-c", "16", "-j", "1", "-T",
                String.valueOf(RUN_SECONDS), "-f", script.toString(), "-h", "127.0.0.1", "-p", databasePort(), "-U",
                "postgres", "byline");
        builder.environment().put("PGPASSWORD", password());
        return number(output(builder), "tps = ([0-9.]+)");
    }

    private LoadResult wrk(int articles, int seconds, int seed) throws Exception {
        var script = Files.writeString(home.resolve("views.lua"),
                VIEWS_SCRIPT.formatted(articles, seed * 10 + articles % 7));
        return load(script, API, CONNECTIONS, seconds);
    }

    private static LoadResult load(Path script, String url, int connections, int seconds) throws Exception {
        var output = output(new ProcessBuilder("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency",
                "-s", script.toString(), url));
        var p99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)").matcher(output);
        if (!p99.find()) {
            throw new IllegalStateException(output);
        }
        double unit = Map.of("us", 0.001, "ms", 1.0, "s", 1000.0).get(p99.group(2));
        var failed = Pattern.compile("Non-2xx or 3xx responses: (\\d+)").matcher(output);
        return new LoadResult(number(output, "Requests/sec:\\s+([0-9.]+)"), Double.parseDouble(p99.group(1)) * unit,
                failed.find() ? Long.parseLong(failed.group(1)) : 0);
    }

    private static double number(String output, String pattern) {
        var found = Pattern.compile(pattern).matcher(output);
        if (!found.find()) {
            throw new IllegalStateException(output);
        }
        return Double.parseDouble(found.group(1));
    }

    private static String output(ProcessBuilder builder) throws Exception {
        var process = builder.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }

    private static String get(String url) throws Exception {
        var response = HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(url + " responded with " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
