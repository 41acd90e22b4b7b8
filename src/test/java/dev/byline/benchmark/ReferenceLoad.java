package dev.byline.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The programs that set the ratio 1: nginx for cached responses, pgbench for what reaches the database. */
final class ReferenceLoad {

    private ReferenceLoad() {
    }

    /** nginx with files at one port. */
    record Nginx(Process process, URI address) implements AutoCloseable {

        static Nginx serve(Path home, int port, Map<String, byte[]> files) throws IOException, InterruptedException {
            var root = Files.createDirectories(home.resolve("nginx"));
            for (var file : files.entrySet()) {
                Files.write(root.resolve(file.getKey()), file.getValue());
            }
            var configuration = Files.writeString(home.resolve("nginx.conf"), """
                    %s
                    daemon off; worker_processes %d; pid %2$s/nginx.pid; error_log %2$s/nginx.log;
                    events { worker_connections 1024; }
                    http { access_log off; sendfile on; keepalive_requests 100000000; open_file_cache max=10;
                        default_type application/json;
                        client_body_temp_path %2$s; proxy_temp_path %2$s; fastcgi_temp_path %2$s;
                        uwsgi_temp_path %2$s; scgi_temp_path %2$s;
                        server { listen 127.0.0.1:%d; root %s; } }
                    """.replace("%2$s", home.toAbsolutePath().toString()).formatted(
                    "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                    Runtime.getRuntime().availableProcessors(), port, root.toAbsolutePath()));
            var nginx = launch(
                    new ProcessBuilder("nginx", "-c", configuration.toAbsolutePath().toString()).inheritIO());
            Thread.sleep(500);
            return new Nginx(nginx, URI.create("http://127.0.0.1:" + port));
        }

        @Override
        public void close() {
            MeasuredServer.end(process);
        }
    }

    /** A request that is measured in turns with the same bytes from nginx. */
    record Pairs(BylineServer byline, LoadRequest request, Nginx nginx, LoadRequest file, int connections) {

        /** Warms the service up, and returns for each turn: ratio, p99, p99 of nginx, and requests per second. */
        List<double[]> run(int turns, int seconds) throws IOException {
            byline.load(request, connections, 3 * seconds);
            var results = new ArrayList<double[]>();
            for (int i = 0; i < turns; i++) {
                var reference = Load.run(nginx.address(), file, connections, Duration.ofSeconds(seconds));
                var own = byline.load(request, connections, seconds);
                results.add(new double[]{ own.rate() / reference.rate(), own.p99(), reference.p99(), own.rate() });
            }
            return results;
        }
    }

    /** Runs a script by 16 clients of pgbench, and returns the transactions per second. */
    static double pgbench(BylineServer byline, Path script, int seconds) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("pgbench", "-n", "-M", "prepared", "-c", "16", "-j", "1", "-T",
                String.valueOf(seconds), "-f", script.toString(), "-h", "127.0.0.1", "-p", byline.databasePort(), "-U",
                "postgres", "byline").redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", byline.password());
        var process = launch(builder);
        var output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        var rate = Pattern.compile("tps = ([0-9.]+)").matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException(output);
        }
        return Double.parseDouble(rate.group(1));
    }

    static Process launch(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new IllegalStateException(builder.command().get(0) + " is not on the path; on Debian: apt-get install"
                    + " nginx postgresql-contrib libvips-tools webp", missing);
        }
    }

    /** Returns the median of a column, with its least and its largest value. */
    static BenchmarkReport.Figure spread(List<double[]> rows, int index) {
        var values = rows.stream().mapToDouble(row -> row[index]).summaryStatistics();
        double median = median(rows, index);
        return new BenchmarkReport.Figure(String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median, values.getMin(),
                values.getMax()), Map.of("median", median, "min", values.getMin(), "max", values.getMax()));
    }

    /** Returns the median of a column. */
    static double median(List<double[]> rows, int index) {
        return Comparison.median(rows.stream().mapToDouble(row -> row[index]).toArray());
    }
}
