package dev.byline.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.byline.benchmark.BenchmarkReport.Figure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast imports are, how much memory the service takes, and how long a read takes during an import. */
@Command(name = "import", description = "Measures imports, with the memory and the slowest read meanwhile.")
final class ImportBenchmark implements Callable<Integer> {
    /** Words from which an article gets tags. */
    private static final int LONG_ARTICLE_WORDS = 100;
    private static final String[] WORDS = ("the tram on line four begins to leave when its passengers arrive and not "
            + "when a clock says so because nobody misses it any more").split(" ");

    @Option(names = "--articles", defaultValue = "20000", description = "Articles of a file (${DEFAULT-VALUE}).")
    private int articles;
    @Option(names = "--heap", defaultValue = "256m", description = "Maximum heap of the service (${DEFAULT-VALUE}).")
    private String heap;
    @Mixin
    private BenchmarkOptions options;
    private BylineServer byline;
    private BenchmarkReport report;

    @Override
    public Integer call() throws Exception {
        options.requirePositive("--articles", articles);
        var home = options.home();
        byline = new BylineServer(Stream.concat(options.java().stream(), Stream.of("-Xmx" + heap)).toList(),
                options.application(), home, options.port);
        report = options.report();
        try {
            byline.start("64M");
            report.table("", "lines", "in", "per second", "largest RSS", "slowest read");
            var large = write(home.resolve("long.ndjson"), "Article", 250, true);
            measure("published, 250 words, three tags", large);
            measure("the same again, unchanged", large);
            measure("published, 40 words, no tags", write(home.resolve("short.ndjson"), "Note", 40, true));
            measure("drafts of 40 words", write(home.resolve("drafts.ndjson"), "Draft", 40, false));
        } finally {
            byline.stop();
            report.close();
        }
        return 0;
    }

    private void measure(String row, Path file) throws Exception {
        report.progress("import: %s", row);
        var slowest = new AtomicLong();
        long began = System.nanoTime();
        var job = byline.importFile(file, () -> slowest.accumulateAndGet(readNanos(), Math::max));
        double seconds = (System.nanoTime() - began) / 1e9;
        long items = job.path("items").asLong();
        report.row(row, Figure.of("%,.0f", items), Figure.of("%.1f s", seconds), Figure.of("%,.0f", items / seconds),
                Figure.of("%,.0f MiB", byline.megabytes("VmHWM")), Figure.of("%.0f ms", slowest.get() / 1e6));
    }

    private long readNanos() {
        long asked = System.nanoTime();
        try {
            byline.get(BylineServer.API + "/articles");
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("A read failed during the import: " + failed, failed);
        }
        return System.nanoTime() - asked;
    }

    /** Writes an import file: articles in ten categories, long ones with three tags, live or drafts. */
    private Path write(Path file, String title, int words, boolean live) throws IOException {
        var random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 10; i++) {
                out.write("{\"externalId\":\"c" + i + "\",\"category\":{\"name\":\"Category " + i + "\"}}\n");
            }
            for (int i = 0; i < articles; i++) {
                var text = new StringBuilder();
                for (int word = 0; word < words; word++) {
                    text.append(WORDS[random.nextInt(WORDS.length)]).append(word % 60 == 59 ? ".\\n\\n" : " ");
                }
                out.write("{\"externalId\":\"" + title + i + "\"" + (live ? ",\"state\":\"live\"" : "") + ",\"views\":"
                        + random.nextInt(10_000) + ",\"article\":{\"title\":\"" + title + " number " + i
                        + "\",\"categories\":[\"c" + random.nextInt(10) + "\"],\"tags\":["
                        + (words < LONG_ARTICLE_WORDS ? "" : tags(random)) + "],\"publishedAt\":\"20"
                        + (10 + random.nextInt(15)) + "-03-0" + (1 + random.nextInt(9))
                        + "T08:00:00Z\",\"body\":{\"format\":\"markdown\",\"source\":\"" + text + "\"}}}\n");
            }
        }
        return file;
    }

    private static String tags(Random random) {
        return "\"t" + random.nextInt(50) + "\",\"u" + random.nextInt(50) + "\",\"v" + random.nextInt(50) + "\"";
    }
}
