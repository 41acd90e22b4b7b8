package dev.byline.benchmark;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import dev.byline.benchmark.BenchmarkReport.Figure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures reads. For cached responses, 1.0 is the rate of nginx with a file of the same bytes; for uncached ones, the
 * rate of pgbench with the same SQL statements as the service. The first number of articles gets the full measurement,
 * the others only what depends on the number.
 */
@Command(name = "reads", description = "Measures reads, by numbers of articles. Needs nginx and pgbench.")
final class ReadBenchmark implements Callable<Integer> {
    /** The number of articles above which texts are short and only titles are searched. */
    private static final int MAX_FULL_TEXT_ARTICLES = 200_000;
    private static final String ARTICLE = BylineServer.API + "/articles/article-7";
    private static final String LIST = BylineServer.API + "/articles";

    @Option(names = "--articles", split = ",", defaultValue = "1000,100000",
            description = "Numbers of articles (${DEFAULT-VALUE}).")
    private List<Integer> sizes;
    @Option(names = "--soak", paramLabel = "MINUTES", defaultValue = "10",
            description = "The time of the soak test; 0 leaves it out (${DEFAULT-VALUE}).")
    private int soakMinutes;
    @Option(names = "--sizes-only", description = "Leaves out what does not depend on the number of articles.")
    private boolean sizesOnly;
    @Option(names = "--pairs", defaultValue = "5", description = "Runs beside runs of a reference (${DEFAULT-VALUE}).")
    private int pairs;
    @Option(names = "--seconds", defaultValue = "6", description = "The time of a run (${DEFAULT-VALUE}).")
    private int seconds;
    @Mixin
    private BenchmarkOptions options;
    private BenchmarkReport report;
    private Path home;
    private BylineServer byline;
    private int articles;

    @Override
    public Integer call() throws Exception {
        options.requirePositive("--pairs", pairs);
        options.requirePositive("--seconds", seconds);
        for (int size : sizes) {
            options.requirePositive("--articles", size);
        }
        var costs = new LinkedHashMap<Integer, Map<String, Double>>();
        var folder = options.home();
        report = options.report();
        try {
            for (int size : sizes) {
                measure(folder, size, costs);
            }
            RequestCosts.report(costs, report);
        } finally {
            report.close();
        }
        return 0;
    }

    private void measure(Path folder, int size, Map<Integer, Map<String, Double>> costs) throws Exception {
        articles = size;
        home = Files.createDirectories(folder.resolve(String.valueOf(size)));
        byline = new BylineServer(options.java(), options.application(), home, options.port);
        try {
            seed();
            if (costs.isEmpty() && !sizesOnly) {
                // Responses of these requests have the same bytes for any number of articles.
                measureCached();
                measureUncached();
                if (soakMinutes > 0) {
                    new SoakRun(byline, articles, report).run(soakMinutes);
                }
            }
            byline.start("0");
            if (articles <= MAX_FULL_TEXT_ARTICLES) {
                measureSearch();
            }
            report.progress("single requests, %,d articles", articles);
            costs.put(articles, new RequestCosts(byline, articles).measure());
        } finally {
            byline.stop();
        }
    }

    private void seed() throws Exception {
        if (!Files.exists(home.resolve("seeded"))) {
            boolean full = articles <= MAX_FULL_TEXT_ARTICLES;
            byline.start("64M");
            byline.seed(articles, full ? 300 : 40, full, 10);
            Files.createFile(home.resolve("seeded"));
            byline.stop();
        }
    }

    private void measureCached() throws Exception {
        byline.start("64M");
        report.table("cached, 64 connections, %,d articles".formatted(articles), "of nginx", "p99", "p99 of nginx");
        try (var nginx = ReferenceLoad.Nginx.serve(home, options.port + 1,
                Map.of("article", byline.get(ARTICLE).getBytes(StandardCharsets.UTF_8), "list",
                        byline.get(LIST).getBytes(StandardCharsets.UTF_8)))) {
            for (var path : List.of(ARTICLE, LIST)) {
                var name = path.equals(ARTICLE) ? "article" : "list of 20";
                var file = LoadRequest.get(path.equals(ARTICLE) ? "/article" : "/list");
                measureBesideNginx(name, nginx, file, LoadRequest.get(path));
                measureBesideNginx(name + ", 304", nginx, file,
                        LoadRequest.get(path).with("If-None-Match", byline.etag(path), 304));
            }
        }
        byline.stop();
    }

    private void measureBesideNginx(String row, ReferenceLoad.Nginx nginx, LoadRequest file, LoadRequest request)
            throws Exception {
        report.progress("%s, cached", row);
        var results = new ReferenceLoad.Pairs(byline, request, nginx, file, 64).run(pairs, seconds);
        report.row(row, ReferenceLoad.spread(results, 0), Figure.of("%.1f ms", ReferenceLoad.median(results, 1)),
                Figure.of("%.1f ms", ReferenceLoad.median(results, 2)));
    }

    private void measureUncached() throws Exception {
        byline.start("0");
        report.table("not cached, 16 connections", "per second", "pgbench per second", "of pgbench", "p99");
        for (var path : List.of(ARTICLE, LIST)) {
            var row = path.equals(ARTICLE) ? "article" : "list of 20";
            report.progress("%s, not cached", row);
            byline.load(LoadRequest.get(path), 16, 4 * seconds);
            var script = Files.writeString(home.resolve("pgbench.sql"), statements(path));
            var results = new ArrayList<double[]>();
            for (int i = 0; i < pairs; i++) {
                var limit = ReferenceLoad.pgbench(byline, script, seconds);
                var own = byline.load(LoadRequest.get(path), 16, seconds);
                results.add(new double[]{ own.rate(), limit, own.rate() / limit, own.p99() });
            }
            report.row(row, Figure.of("%,.0f", ReferenceLoad.median(results, 0)),
                    Figure.of("%,.0f", ReferenceLoad.median(results, 1)), ReferenceLoad.spread(results, 2),
                    Figure.of("%.1f ms", ReferenceLoad.median(results, 3)));
        }
        byline.stop();
    }

    private void measureSearch() throws Exception {
        report.table("not cached, %,d articles, 4 connections".formatted(articles), "per second", "p99");
        for (var query : List.of("search?q=word7+word900", "search?q=word12345+word15000", "search?q=wrod7+word900",
                "search/suggestions?q=article+99")) {
            report.progress(query);
            var request = LoadRequest.get(BylineServer.API + "/" + query);
            byline.load(request, 4, 2 * seconds);
            var result = byline.load(request, 4, seconds);
            report.row("`" + query + "`", Figure.of("%,.0f", result.rate()), Figure.of("%.1f ms", result.p99()));
        }
    }

    /** Returns the statements that the service runs for a request, with their values, from the log of PostgreSQL. */
    private String statements(String path) throws Exception {
        try (var connection = byline.database(); var statement = connection.createStatement()) {
            statement.execute("alter system set log_min_duration_statement = 0");
            statement.execute("select pg_reload_conf()");
            Thread.sleep(500);
            long from = Files.size(byline.databaseLog());
            byline.get(path);
            Thread.sleep(500);
            statement.execute("alter system reset log_min_duration_statement");
            statement.execute("select pg_reload_conf()");
            var entries = Files.readString(byline.databaseLog()).substring((int) from)
                    .split("\n(?=\\d{4}-\\d\\d-\\d\\d )");
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
}
