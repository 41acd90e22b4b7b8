import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures how fast Byline serves reads, as ratios within one run. For cached responses, 1.0 is the rate of nginx with
 * a file of the same bytes. For uncached responses, 1.0 is the rate of pgbench with the same SQL statements as the
 * service. For each number of articles, the script creates and seeds a database and prints a table.
 *
 * <pre>
 * java -cp 'target/quarkus-app/lib/main/*' src/scripts/Benchmark.java 1000 100000 1000000
 * </pre>
 *
 * The first number of articles gets the full measurement. The others get only the measurements that depend on the
 * number of articles: the time of each list, and search.
 *
 * The script needs nginx, wrk and pgbench on the path (Debian: nginx, wrk, postgresql-contrib), and an otherwise idle
 * machine. Set BYLINE_BENCHMARK_DIR to keep the data, so that a second run need not seed again.
 */
public class Benchmark {
    private static final int PORT = 8791;
    private static final int NGINX_PORT = 8792;
    private static final String BASE = "http://127.0.0.1:" + PORT;
    private static final String API = BASE + "/api/v1";
    /** Pairs of a reference run and a run of Byline; the table shows their median. */
    private static final int MEASUREMENT_PAIRS = 5;
    private static final int RUN_SECONDS = 6;
    /** {@code -Dsoak=10}: the minutes of the soak test; 0 leaves it out. */
    private static final int SOAK_MINUTES = Integer.getInteger("soak", 10);
    /** {@code -Dwhole=false} leaves out the measurements that do not depend on the number of articles. */
    private static final boolean FULL_MEASUREMENT = Boolean.parseBoolean(System.getProperty("whole", "true"));
    private static final String ADMIN_KEY = "the-key-of-the-benchmark-and-of-nothing-else";
    /** The number of articles above which texts are short and only titles are searched. */
    private static final int MAX_FULL_TEXT_ARTICLES = 200_000;
    /** The filters and the size of their pages, which is full with a thousand articles and with a million. */
    private static final Map<String, Integer> PAGE_SIZE_BY_FILTER = new LinkedHashMap<>();

    static {
        PAGE_SIZE_BY_FILTER.put("", 20);
        PAGE_SIZE_BY_FILTER.put("&locale=en", 20);
        PAGE_SIZE_BY_FILTER.put("&category=category-3", 20);
        PAGE_SIZE_BY_FILTER.put("&category=category-33&exact=true", 2);
        PAGE_SIZE_BY_FILTER.put("&author=author-5", 10);
        PAGE_SIZE_BY_FILTER.put("&pinned=true", 10);
        PAGE_SIZE_BY_FILTER.put("&tag=tag-5", 3);
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path home;
    private final int articles;
    private Process service;
    private long started;

    private Benchmark(Path home, int articles) {
        this.home = home.resolve(String.valueOf(articles));
        this.articles = articles;
    }

    /** The result of a load generator: requests per second, and the 99th percentile in milliseconds. */
    record LoadResult(double rate, double p99) {}

    public static void main(String[] arguments) throws Exception {
        var home = System.getenv("BYLINE_BENCHMARK_DIR") == null
                ? Files.createTempDirectory("byline-benchmark")
                : Files.createDirectories(Path.of(System.getenv("BYLINE_BENCHMARK_DIR")));
        var costs = new LinkedHashMap<Integer, Map<String, Double>>();
        for (var number : arguments.length == 0 ? new String[]{ "1000", "100000" } : arguments) {
            var run = new Benchmark(home, Integer.parseInt(number));
            try {
                run.seed();
                if (costs.isEmpty() && FULL_MEASUREMENT) {
                    // Responses of these requests have the same bytes for any number of articles.
                    run.measureCached();
                    run.measureUncached();
                    if (SOAK_MINUTES > 0) {
                        run.soak();
                    }
                }
                run.start("0");
                if (run.articles <= MAX_FULL_TEXT_ARTICLES) {
                    run.measureSearch();
                }
                costs.put(run.articles, run.measureCosts());
            } finally {
                run.stop();
            }
        }
        printComparison(costs);
    }

    private void start(String cacheSize) throws Exception {
        started = System.nanoTime();
        var builder = new ProcessBuilder("java", "-jar", "target/quarkus-app/quarkus-run.jar").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("service.log").toFile()));
        builder.environment().putAll(Map.of("BYLINE_DATA_DIR", home.resolve("data").toString(), "QUARKUS_HTTP_PORT",
                String.valueOf(PORT), "BYLINE_SAMPLE_CONTENT", "false", "BYLINE_CACHE_SIZE", cacheSize,
                "BYLINE_RATE_LIMITS", "off", "BYLINE_ADMIN_KEY", ADMIN_KEY));
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

    private double sinceStart() {
        return (System.nanoTime() - started) / 1e9;
    }

    private void stop() throws InterruptedException {
        if (service != null) {
            service.destroy();
            service.waitFor(30, TimeUnit.SECONDS);
            service = null;
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
        Files.createDirectories(home);
        start("64M");
        if (Files.exists(home.resolve("seeded"))) {
            stop();
            return;
        }
        boolean full = articles <= MAX_FULL_TEXT_ARTICLES;
        var sql = Files.readString(Path.of("src/scripts/seed.sql")).replace("${articles}", String.valueOf(articles))
                .replace("${words}", full ? "300" : "40").replace("${searched}", full ? "text" : "''")
                .replace("${comments}", "10");
        var statements = Stream.of(sql.split(";;")).map(String::strip).filter(s -> !s.isEmpty()).toList();
        try (var connection = database(); var statement = connection.createStatement()) {
            for (int i = 0; i < statements.size(); i++) {
                System.err.printf("\rSeeding %,d articles: %d of %d statements", articles, i + 1, statements.size());
                statement.execute(statements.get(i));
            }
            System.err.println();
        }
        Files.createFile(home.resolve("seeded"));
        stop();
    }

    private void measureCached() throws Exception {
        start("64M");
        var detail = API + "/articles/article-7";
        var list = API + "/articles";
        var nginx = nginx(Map.of("detail", get(detail), "list", get(list)));
        try {
            System.out.printf("%n## %,d articles%n%n| cached, 64 connections | ratio to nginx | p99 | p99 of nginx |%n",
                    articles);
            System.out.println("|---|---|---|---|");
            for (var target : List.of(detail, list)) {
                var file = "http://127.0.0.1:" + NGINX_PORT + "/" + (target.equals(detail) ? "detail" : "list");
                printRow(target.equals(detail) ? "article" : "list of 20", measurePairs(file, target, null));
                printRow(target.equals(detail) ? "article, 304" : "list of 20, 304",
                        measurePairs(file, target, fetchETag(target)));
            }
        } finally {
            nginx.destroy();
            nginx.waitFor(10, TimeUnit.SECONDS);
        }
        stop();
    }

    private static void printRow(String what, List<double[]> pairs) {
        var ratios = pairs.stream().mapToDouble(pair -> pair[0]).sorted().toArray();
        System.out.printf("| %s | %.2f (%.2f to %.2f) | %.1f ms | %.1f ms |%n", what, ratios[MEASUREMENT_PAIRS / 2],
                ratios[0],
                ratios[MEASUREMENT_PAIRS - 1], median(pairs, 1), median(pairs, 2));
    }

    private static double median(List<double[]> pairs, int index) {
        return pairs.stream().mapToDouble(pair -> pair[index]).sorted().toArray()[pairs.size() / 2];
    }

    private static List<double[]> measurePairs(String file, String target, String tag) throws Exception {
        wrk(target, 64, 3 * RUN_SECONDS, tag);
        var pairs = new ArrayList<double[]>();
        for (int i = 0; i < MEASUREMENT_PAIRS; i++) {
            var nginx = wrk(file, 64, RUN_SECONDS, null);
            var byline = wrk(target, 64, RUN_SECONDS, tag);
            pairs.add(new double[]{ byline.rate / nginx.rate, byline.p99, nginx.p99 });
        }
        return pairs;
    }

    private void measureUncached() throws Exception {
        start("0");
        System.out.printf(
                "%n| not cached, 16 connections | per second | pgbench | ratio to pgbench | p99 |%n"
                        + "|---|---|---|---|---|%n");
        for (var what : List.of("article", "list of 20")) {
            var url = what.equals("article") ? API + "/articles/article-7" : API + "/articles";
            wrk(url, 16, 4 * RUN_SECONDS, null);
            var script = Files.writeString(home.resolve("pgbench.sql"), statements(url));
            var ratios = new ArrayList<double[]>();
            for (int i = 0; i < MEASUREMENT_PAIRS; i++) {
                var limit = pgbench(script);
                var byline = wrk(url, 16, RUN_SECONDS, null);
                ratios.add(new double[]{ byline.rate, limit, byline.rate / limit, byline.p99 });
            }
            System.out.printf("| %s | %.0f | %.0f | %.2f | %.1f ms |%n", what, median(ratios, 0), median(ratios, 1),
                    median(ratios, 2), median(ratios, 3));
        }
        stop();
    }

    private void measureSearch() throws Exception {
        System.out.printf("%n| not cached, %,d articles, 4 connections | per second | p99 |%n|---|---|---|%n",
                articles);
        for (var query : List.of("search?q=word7+word900", "search?q=word12345+word15000", "search?q=wrod7+word900",
                "search/suggestions?q=article+99")) {
            wrk(API + "/" + query, 4, 2 * RUN_SECONDS, null);
            var loadResult = wrk(API + "/" + query, 4, RUN_SECONDS, null);
            System.out.printf("| `%s` | %.0f | %.1f ms |%n", query, loadResult.rate, loadResult.p99);
        }
    }

    /** Runs a soak test: many connections read while one article per second is published, viewed and commented on. */
    private void soak() throws Exception {
        start("64M");
        var start = sinceStart();
        wrk(API + "/articles", 64, 3 * RUN_SECONDS, null);
        long before = residentMegabytes();
        var ends = System.nanoTime() + TimeUnit.MINUTES.toNanos(SOAK_MINUTES);
        long writes = 0;
        var reads = new ArrayList<Process>();
        for (var target : List.of("/articles", "/articles/article-7", "/articles?category=category-3&sort=title")) {
            reads.add(new ProcessBuilder("wrk", "-t1", "-c16", "-d" + SOAK_MINUTES + "m", API + target)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
        }
        while (System.nanoTime() < ends) {
            var article = API + "/articles/article-" + (writes % articles + 1);
            post(article + "/views", "{}", 202);
            post(article + "/comments", "{\"body\":\"Comment " + writes + "\",\"author\":{\"name\":\"Reader\"}}", 202);
            var draft = post(API + "/admin/articles", """
                    {"title": "Soaked %d", "categories": ["category-3"],
                     "body": {"format": "markdown", "source": "Text"}}""".formatted(writes), 201);
            var id = draft.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
            post(API + "/admin/articles/" + id + "/publish", "", 200);
            writes++;
            Thread.sleep(1000);
        }
        for (var read : reads) {
            read.waitFor();
        }
        long after = residentMegabytes();
        stop();
        start("64M");
        System.out.printf(
                "%nBefore and after %d minutes of reads by 48 connections and %d rounds of publishing, commenting and "
                        + "viewing: %.1f and %.1f s from the start to the first response, %d and %d MB (RSS, "
                        + "without PostgreSQL).%n",
                SOAK_MINUTES, writes, start, sinceStart(), before, after);
        stop();
    }

    private static String post(String url, String body, int expected) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .header("If-Match", "*").POST(HttpRequest.BodyPublishers.ofString(body));
        if (url.startsWith(API + "/admin/")) {
            request.header("Authorization", "Bearer " + ADMIN_KEY);
        }
        var answer = HTTP.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(url + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Returns the statements that the service runs for a request, with their values, from the log of PostgreSQL. */
    private String statements(String url) throws Exception {
        var log = home.resolve("data/postgres.log");
        try (var connection = database(); var statement = connection.createStatement()) {
            statement.execute("alter system set log_min_duration_statement = 0");
            statement.execute("select pg_reload_conf()");
            Thread.sleep(500);
            long from = Files.size(log);
            get(url);
            Thread.sleep(500);
            statement.execute("alter system reset log_min_duration_statement");
            statement.execute("select pg_reload_conf()");
            var entries = Files.readString(log).substring((int) from).split("\n(?=\\d{4}-\\d\\d-\\d\\d )");
            var script = new StringBuilder();
            for (int i = 0; i < entries.length; i++) {
                int execute = entries[i].indexOf(": select p.article_id");
                int links = entries[i].indexOf(": select l.article_id, 0");
                if (entries[i].contains(" execute ") && Math.max(execute, links) > 0) {
                    var sql = entries[i].substring(Math.max(execute, links) + 2).replaceAll("\\s+", " ");
                    var values = Pattern.compile("\\$(\\d+) = ('[^']*'|NULL)").matcher(entries[i + 1]);
                    while (values.find()) {
                        sql = sql.replaceAll("\\$" + values.group(1) + "(?!\\d)", values.group(2));
                    }
                    script.append(sql).append(";\n");
                }
            }
            return script.toString();
        }
    }

    private double pgbench(Path script) throws Exception {
        var builder = new ProcessBuilder("pgbench", "-n", "-M", "prepared", "-c", "16", "-j", "1", "-T",
                String.valueOf(RUN_SECONDS), "-f", script.toString(), "-h", "127.0.0.1", "-p", databasePort(), "-U",
                "postgres", "byline");
        builder.environment().put("PGPASSWORD", password());
        var output = output(builder);
        var rate = Pattern.compile("tps = ([0-9.]+)").matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException(output);
        }
        return Double.parseDouble(rate.group(1));
    }

    /**
     * Measures the milliseconds of one request on one connection, by filter and order, on the first page and a deep
     * page.
     */
    private Map<String, Double> measureCosts() throws Exception {
        var costs = new LinkedHashMap<String, Double>();
        for (var filter : PAGE_SIZE_BY_FILTER.entrySet()) {
            for (var order : List.of("-publishedAt", "updatedAt", "title", "-views", "-views7d")) {
                var list = API + "/articles?sort=" + order + filter.getKey();
                var size = "&size=" + filter.getValue();
                costs.put("sort=" + order + " " + filter.getKey(), medianMillis(list + size));
                costs.put("sort=" + order + " " + filter.getKey() + ", deep", medianMillis(deepPage(list) + size));
            }
        }
        costs.put("article", medianMillis(API + "/articles/article-" + articles / 2));
        costs.put("neighbours", medianMillis(API + "/articles/article-" + articles / 2 + "/neighbors"));
        costs.put("related", medianMillis(API + "/articles/article-" + articles / 2 + "/related"));
        costs.put("counts of a category", medianMillis(API + "/categories/category-3"));
        return costs;
    }

    /** Returns the URL of the page after two thousand articles, or of the last full page of a shorter list. */
    private static String deepPage(String list) throws Exception {
        var url = list;
        for (int i = 0; i < 20; i++) {
            var next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(get(url + "&size=100"));
            if (!next.find()) {
                break;
            }
            url = list + "&cursor=" + next.group(1);
        }
        return url;
    }

    private static double medianMillis(String url) throws Exception {
        for (int i = 0; i < 30; i++) {
            get(url);
        }
        var times = new double[60];
        for (int i = 0; i < times.length; i++) {
            long from = System.nanoTime();
            get(url);
            times[i] = (System.nanoTime() - from) / 1e6;
        }
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static void printComparison(Map<Integer, Map<String, Double>> costs) {
        var sizes = List.copyOf(costs.keySet());
        System.out.printf("%n| one request, not cached, ms |%s worst ratio |%n|---|%s---|%n",
                String.join("", sizes.stream().map(s -> " " + s + " |").toList()), "---|".repeat(sizes.size()));
        costs.get(sizes.get(0)).forEach((what, first) -> {
            var row = sizes.stream().map(size -> costs.get(size).get(what)).toList();
            System.out.printf("| %s |%s %.1f |%n", what,
                    String.join("", row.stream().map(" %.2f |"::formatted).toList()),
                    row.stream().mapToDouble(d -> d / first).max().orElse(1));
        });
    }

    private Process nginx(Map<String, String> files) throws Exception {
        var root = Files.createDirectories(home.resolve("nginx"));
        for (var file : files.entrySet()) {
            Files.writeString(root.resolve(file.getKey()), file.getValue());
        }
        var configuration = Files.writeString(home.resolve("nginx.conf"), """
                %s
                daemon off; worker_processes %d; pid %2$s/nginx.pid; error_log %2$s/nginx.log;
                events { worker_connections 1024; }
                http { access_log off; sendfile on; keepalive_requests 100000000; open_file_cache max=10;
                    default_type application/json;
                    client_body_temp_path %2$s; proxy_temp_path %2$s; fastcgi_temp_path %2$s; uwsgi_temp_path %2$s;
                    scgi_temp_path %2$s;
                    server { listen 127.0.0.1:%d; root %s; } }
                """.replace("%2$s", home.toString()).formatted(
                "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                Runtime.getRuntime().availableProcessors(), NGINX_PORT, root));
        var nginx = new ProcessBuilder("nginx", "-c", configuration.toAbsolutePath().toString()).inheritIO().start();
        Thread.sleep(500);
        return nginx;
    }

    private static LoadResult wrk(String url, int connections, int seconds, String tag) throws Exception {
        var command = new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--latency"));
        if (tag != null) {
            command.addAll(List.of("-H", "If-None-Match: " + tag));
        }
        command.add(url);
        var output = output(new ProcessBuilder(command));
        var rate = Pattern.compile("Requests/sec:\\s+([0-9.]+)").matcher(output);
        var p99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)").matcher(output);
        if (!rate.find() || !p99.find() || tag == null && output.contains("Non-2xx")) {
            throw new IllegalStateException(url + "\n" + output);
        }
        double unit = Map.of("us", 0.001, "ms", 1.0, "s", 1000.0).get(p99.group(2));
        return new LoadResult(Double.parseDouble(rate.group(1)), Double.parseDouble(p99.group(1)) * unit);
    }

    private static String output(ProcessBuilder builder) throws Exception {
        try {
            var process = builder.redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes());
            process.waitFor();
            return output;
        } catch (IOException missing) {
            throw new IllegalStateException(builder.command().get(0) + " is not on the path; on Debian: apt-get install"
                    + " nginx wrk postgresql-contrib", missing);
        }
    }

    private long residentMegabytes() throws IOException {
        try (var status = Files.lines(Path.of("/proc", String.valueOf(service.pid()), "status"))) {
            return status.filter(line -> line.startsWith("VmRSS")).map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong).findFirst().orElse(0) / 1024;
        }
    }

    private static String fetchETag(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding()).headers()
                .firstValue("ETag").orElseThrow();
    }

    private static String get(String url) throws IOException, InterruptedException {
        var answer = HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(url + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
