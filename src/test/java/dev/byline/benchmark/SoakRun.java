package dev.byline.benchmark;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.byline.benchmark.BenchmarkReport.Figure;

/** Minutes in which many connections read while one article a second is published, viewed and commented on. */
final class SoakRun {
    private static final String API = BylineServer.API;

    private final BylineServer byline;
    private final int articles;
    private final BenchmarkReport report;

    SoakRun(BylineServer byline, int articles, BenchmarkReport report) {
        this.byline = byline;
        this.articles = articles;
        this.report = report;
    }

    void run(int minutes) throws Exception {
        report.progress("%d minutes of reads and writes", minutes);
        double startBefore = byline.start("64M");
        Load.run(byline.address, LoadRequest.get(API + "/articles"), 64, Duration.ofSeconds(18));
        double memoryBefore = byline.megabytes("VmRSS");
        var reads = new ArrayList<CompletableFuture<Load.Result>>();
        for (var path : List.of("/articles", "/articles/article-7", "/articles?category=category-3&sort=title")) {
            reads.add(CompletableFuture.supplyAsync(() -> read(path, minutes)));
        }
        long rounds = 0;
        for (long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos(); System.nanoTime() < end; rounds++) {
            write(rounds);
            Thread.sleep(1000);
        }
        var results = reads.stream().map(CompletableFuture::join).toList();
        double memoryAfter = byline.megabytes("VmRSS");
        byline.stop();
        double startAfter = byline.start("64M");
        byline.stop();
        report.table("%d minutes, 48 connections, %,d rounds of writes".formatted(minutes, rounds), "before", "after");
        report.row("RSS, without PostgreSQL", Figure.of("%.0f MB", memoryBefore), Figure.of("%.0f MB", memoryAfter));
        report.row("from the start to the first response", Figure.of("%.1f s", startBefore),
                Figure.of("%.1f s", startAfter));
        report.row("failed reads", 0, results.stream().mapToLong(Load.Result::failed).sum());
    }

    private Load.Result read(String path, int minutes) {
        try {
            return Load.run(byline.address, LoadRequest.get(API + path), 16, Duration.ofMinutes(minutes));
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private void write(long round) throws Exception {
        var article = API + "/articles/article-" + (round % articles + 1);
        post(article + "/views", "{}");
        post(article + "/comments", "{\"body\":\"Comment " + round + "\",\"author\":{\"name\":\"Reader\"}}");
        var draft = byline.admin("POST", "/articles", """
                {"title": "Soaked %d", "categories": ["category-3"],
                 "body": {"format": "markdown", "source": "Text"}}""".formatted(round), 201);
        var id = draft.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        byline.admin("POST", "/articles/" + id + "/publish", "", 200);
    }

    private void post(String path, String body) throws Exception {
        URI uri = byline.address.resolve(path);
        MeasuredServer.send(HttpRequest.newBuilder(uri).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)), 202);
    }
}
