package dev.byline.benchmark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.benchmark.BenchmarkReport.Figure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures sizes of pictures. For sizes that are made, 1.0 is the time of {@code vipsthumbnail} and {@code cwebp} with
 * the same picture; for a size in memory, the rate of nginx with a file of the same bytes.
 */
@Command(name = "pictures", description = "Measures sizes of pictures. Needs nginx, vipsthumbnail and cwebp.")
final class PictureBenchmark implements Callable<Integer> {
    private static final int WIDTH = 6000;
    private static final int HEIGHT = 4000;
    private static final int KEPT_WIDTH = 640;
    /** The widths that are made one after the other; others are for the pictures that are made at once. */
    private static final List<Integer> TIMED_WIDTHS = List.of(1194, 1195, 1196, 1197, 1198, 1199, 1200);
    private static final List<Integer> OTHER_WIDTHS = List.of(600, 700, 800, 900, 1000, 1100, 1300, 1400);
    private static final int SIZES_AT_ONCE = 50;
    private static final int READERS = 8;
    private static final int READS_PER_SECOND = 1_000;

    @Option(names = "--pairs", defaultValue = "5", description = "Runs beside runs of nginx (${DEFAULT-VALUE}).")
    private int pairs;
    @Option(names = "--seconds", defaultValue = "6", description = "The time of a run (${DEFAULT-VALUE}).")
    private int seconds;
    @Option(names = "--heap", defaultValue = "512m", description = "Maximum heap of the service (${DEFAULT-VALUE}).")
    private String heap;
    @Mixin
    private BenchmarkOptions options;
    private BylineServer byline;
    private BenchmarkReport report;
    private Path home;
    private String picture;

    @Override
    public Integer call() throws Exception {
        options.requirePositive("--pairs", pairs);
        options.requirePositive("--seconds", seconds);
        home = options.home();
        byline = new BylineServer(Stream.concat(options.java().stream(), Stream.of("-Xmx" + heap)).toList(),
                options.application(), home, options.port);
        report = options.report();
        try {
            byline.start("64M");
            byline.admin("PATCH", "/site", "{\"pictureWidths\": " + Stream.of(List.of(KEPT_WIDTH), TIMED_WIDTHS,
                    OTHER_WIDTHS).flatMap(List::stream).toList() + "}", 200);
            measureMaking();
            measureMany();
            measureKept();
        } finally {
            byline.stop();
            report.close();
        }
        return 0;
    }

    /** Measures the upload of a picture, and sizes of it that are made for their first request. */
    private void measureMaking() throws Exception {
        report.progress("a picture of 24 megapixels");
        var file = Files.write(home.resolve("p.jpg"), photograph());
        long began = System.nanoTime();
        picture = new ObjectMapper().readTree(byline.upload("/media?filename=p.jpg&alt=Noise", "image/jpeg", file))
                .path("url").asText().replaceFirst("^https?://[^/]*", "");
        report.table("24 megapixels, %,d KB".formatted(Files.size(file) / 1000), "milliseconds", "vipsthumbnail",
                "cwebp", "of vipsthumbnail", "of cwebp");
        report.row("upload with its check", millisSince(began), "", "", "", "");
        var times = new ArrayList<double[]>();
        for (int width : TIMED_WIDTHS) {
            long asked = System.nanoTime();
            requireSize(get(size(width, "medium", "webp")), "image/webp");
            double own = millis(asked);
            double vips = run("vipsthumbnail", file.toString(), "-s", width + "x", "-o",
                    home.resolve("v.webp") + "[Q=75]");
            double cwebp = run("cwebp", "-quiet", "-q", "75", "-resize", String.valueOf(width), "0", file.toString(),
                    "-o", home.resolve("c.webp").toString());
            times.add(new double[]{ own, vips, cwebp, own / vips, own / cwebp });
        }
        report.row("the first WebP after the start", Figure.of("%.0f", times.get(0)[0]), "", "", "", "");
        report.row("a WebP some 1,200 pixels wide", Figure.of("%.0f", ReferenceLoad.median(times, 0)),
                Figure.of("%.0f", ReferenceLoad.median(times, 1)), Figure.of("%.0f", ReferenceLoad.median(times, 2)),
                ReferenceLoad.spread(times, 3), ReferenceLoad.spread(times, 4));
    }

    /** Measures other reads, and memory, while very many sizes are requested at once. */
    private void measureMany() throws Exception {
        report.progress("%d sizes at once", SIZES_AT_ONCE);
        var read = LoadRequest.get(BylineServer.API + "/articles");
        byline.load(read, READERS, 2 * seconds);
        report.table("%,d other reads a second".formatted(READS_PER_SECOND), "p50", "p99", "resident memory");
        row("alone", read(read, 2 * seconds));
        // What any work beside the reads costs on this machine.
        var other = ReferenceLoad.launch(new ProcessBuilder("sha1sum", "/dev/zero"));
        try {
            long end = System.nanoTime() + 2 * seconds * 1_000_000_000L;
            var besideOther = readWhile(read, () -> System.nanoTime() < end);
            row("while another process computes (median second)", besideOther.get(besideOther.size() / 2));
        } finally {
            other.destroy();
        }
        var paths = new ArrayList<String>();
        for (int width : OTHER_WIDTHS) {
            for (var quality : List.of("low", "medium", "high")) {
                for (var format : List.of("webp", "jpeg", "png")) {
                    paths.add(size(width, quality, format));
                }
            }
        }
        var sizes = paths.stream().limit(SIZES_AT_ONCE).map(this::getAsync).toList();
        var all = CompletableFuture.allOf(sizes.toArray(CompletableFuture[]::new));
        long began = System.nanoTime();
        var results = readWhile(read, () -> !all.isDone());
        for (var size : sizes) {
            requireSize(size.join(), "image/");
        }
        row("while %d sizes are made, in %.1f s (median second)".formatted(SIZES_AT_ONCE,
                (System.nanoTime() - began) / 1e9), results.get(results.size() / 2));
        row("the same, worst second", results.get(results.size() - 1));
    }

    /** Reads at an even rate: as fast as possible, the reads alone would take all processors. */
    private Load.Result read(LoadRequest read, int time) throws IOException {
        return Load.even(byline.address, read, READERS, Duration.ofSeconds(time), READS_PER_SECOND);
    }

    /** Reads second by second while a condition holds; returns the seconds by their 99th percentile. */
    private List<Load.Result> readWhile(LoadRequest read, BooleanSupplier condition) throws IOException {
        var results = new ArrayList<Load.Result>();
        while (condition.getAsBoolean()) {
            results.add(read(read, 1));
        }
        results.sort(Comparator.comparingDouble(Load.Result::p99));
        return results;
    }

    private void row(String name, Load.Result result) {
        report.row(name, Figure.of("%.2f ms", result.p50()), Figure.of("%.2f ms", result.p99()),
                Figure.of("%.0f MB", byline.megabytes("VmRSS")));
    }

    /** Measures a size in memory beside nginx. */
    private void measureKept() throws Exception {
        var path = size(KEPT_WIDTH, "medium", "webp");
        var bytes = get(path).body();
        report.table("a size in memory, %,d bytes, 32 connections".formatted(bytes.length), "per second", "of nginx",
                "p99", "p99 of nginx");
        try (var nginx = ReferenceLoad.Nginx.serve(home, options.port + 1, Map.of("size", bytes))) {
            report.progress("a size in memory");
            var results = new ReferenceLoad.Pairs(byline, LoadRequest.get(path), nginx, LoadRequest.get("/size"), 32)
                    .run(pairs, seconds);
            report.row("WebP 640 pixels wide", Figure.of("%,.0f", ReferenceLoad.median(results, 3)),
                    ReferenceLoad.spread(results, 0), Figure.of("%.1f ms", ReferenceLoad.median(results, 1)),
                    Figure.of("%.1f ms", ReferenceLoad.median(results, 2)));
        }
    }

    private String size(int width, String quality, String format) {
        return picture + (picture.contains("?") ? "&" : "?") + "w=" + width + "&quality=" + quality + "&format="
                + format;
    }

    private HttpResponse<byte[]> get(String path) {
        return getAsync(path).join();
    }

    private CompletableFuture<HttpResponse<byte[]>> getAsync(String path) {
        return MeasuredServer.HTTP.sendAsync(HttpRequest.newBuilder(byline.address.resolve(path))
                .timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofByteArray());
    }

    private static void requireSize(HttpResponse<byte[]> response, String type) {
        URI uri = response.uri();
        if (response.statusCode() != 200
                || !response.headers().firstValue("Content-Type").orElse("").startsWith(type)) {
            throw new IllegalStateException(uri + ": " + response.statusCode() + " " + response.headers().map());
        }
    }

    private static double run(String... command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        int status = ReferenceLoad.launch(new ProcessBuilder(command).inheritIO()).waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
        }
        return millis(began);
    }

    private static Figure millisSince(long began) {
        return Figure.of("%.0f", millis(began));
    }

    private static double millis(long began) {
        return (System.nanoTime() - began) / 1e6;
    }

    /** Returns a JPEG with edges, slopes and noise, as a photograph has them. */
    private static byte[] photograph() throws IOException {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        var row = new int[WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int noise = random.nextInt(12);
                int red = 128 + (int) (100 * Math.sin(x / 90.0 + y / 400.0));
                int green = 128 + (int) (100 * Math.sin(y / 70.0));
                int blue = (x / 250 + y / 250) % 2 == 0 ? 60 : 190;
                row[x] = red + noise << 16 | green + noise << 8 | blue + noise;
            }
            image.setRGB(0, y, WIDTH, 1, row, 0, WIDTH);
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }
}
