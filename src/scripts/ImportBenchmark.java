import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Measures how fast Byline imports, how much memory the service takes, and how long a read takes during the import. Run
 * it on an otherwise idle machine:
 *
 * <pre>
 * java src/scripts/ImportBenchmark.java 20000 256m
 * </pre>
 *
 * The first argument is the number of articles, the second the maximum heap of the service.
 */
public class ImportBenchmark {
    private static final int PORT = 8793;
    private static final String API = "http://127.0.0.1:" + PORT + "/api/v1";
    /** Words from which an article gets tags. */
    private static final int LONG_ARTICLE_WORDS = 100;
    private static final String ADMIN_KEY = "a-key-of-the-benchmark-only";
    private static final String[] WORDS = "the tram on line four begins to leave when its passengers arrive and not when a clock says so because nobody misses it any more"
            .split(" ");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws Exception {
        int articles = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        var heap = arguments.length > 1 ? arguments[1] : "256m";
        var home = Files.createTempDirectory("byline-import");
        var builder = new ProcessBuilder("java", "-Xmx" + heap, "-jar", "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true).redirectOutput(home.resolve("service.log").toFile());
        builder.environment().putAll(Map.of("BYLINE_DATA_DIR", home.resolve("data").toString(), "QUARKUS_HTTP_PORT",
                String.valueOf(PORT), "BYLINE_SAMPLE_CONTENT", "false", "BYLINE_ADMIN_KEY", ADMIN_KEY));
        var service = builder.start();
        try {
            while (status("/articles") != 200) {
                if (!service.isAlive()) {
                    throw new IOException(Files.readString(home.resolve("service.log")));
                }
                Thread.sleep(200);
            }
            var large = write(home.resolve("long.ndjson"), articles, "Article", 250, true);
            measure("250 words, three tags", large, service);
            measure("again, unchanged", large, service);
            measure("40 words, no tags", write(home.resolve("short.ndjson"), articles, "Note", 40, true), service);
            measure("40 words, drafts", write(home.resolve("drafts.ndjson"), articles, "Draft", 40, false), service);
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    private static void measure(String name, Path file, Process service) throws Exception {
        long began = System.nanoTime();
        var answer = HTTP.send(request("/admin/imports?source=benchmark").POST(BodyPublishers.ofFile(file)).build(),
                BodyHandlers.ofString());
        long sent = System.nanoTime();
        var location = answer.headers().firstValue("Location").orElseThrow().replace("/api/v1", "");
        long slowest = 0;
        var job = get(location);
        while (job.contains("\"queued\"") || job.contains("\"running\"")) {
            long asked = System.nanoTime();
            status("/articles");
            slowest = Math.max(slowest, System.nanoTime() - asked);
            Thread.sleep(100);
            job = get(location);
        }
        double seconds = (System.nanoTime() - sent) / 1e9;
        long items = number(job, "items");
        System.out.printf("| %s | %,d | %.1f s | %.1f s | %,.0f | %,d MiB | %d ms |%n", name, items,
                (sent - began) / 1e9,
                seconds, items / seconds, peakMemoryKib(service.pid()) / 1024, slowest / 1_000_000);
        if (!job.contains("\"done\"")) {
            System.out.println(job);
        }
    }

    /** Writes an import file: articles in ten categories, long ones with three tags, live or drafts. */
    private static Path write(Path file, int articles, String title, int words, boolean live) throws IOException {
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
                        + random.nextInt(10_000)
                        + ",\"article\":{\"title\":\"" + title + " number " + i + "\",\"categories\":[\"c"
                        + random.nextInt(10)
                        + "\"],\"tags\":[" + (words < LONG_ARTICLE_WORDS ? "" : tags(random)) + "],\"publishedAt\":\"20"
                        + (10 + random.nextInt(15)) + "-03-0" + (1 + random.nextInt(9))
                        + "T08:00:00Z\",\"body\":{\"format\":\"markdown\",\"source\":\"" + text + "\"}}}\n");
            }
        }
        return file;
    }

    private static String tags(Random random) {
        return "\"t" + random.nextInt(50) + "\",\"u" + random.nextInt(50) + "\",\"v" + random.nextInt(50) + "\"";
    }

    /** Returns the peak memory of a process, in KiB. */
    private static long peakMemoryKib(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream().filter(l -> l.startsWith("VmHWM"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(0);
    }

    private static long number(String json, String field) {
        var found = Pattern.compile("\"" + field + "\":(\\d+)").matcher(json);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(API + path)).header("Authorization", "Bearer " + ADMIN_KEY)
                .header("Content-Type", "application/x-ndjson");
    }

    private static String get(String path) throws Exception {
        return HTTP.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    private static int status(String path) throws Exception {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(API + path)).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }
}
