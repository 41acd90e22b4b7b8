package dev.byline.benchmark;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import dev.byline.benchmark.BenchmarkReport.Figure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/**
 * The command {@code .ci/bench}, which measures how fast Byline is. Its exit code is 1 if a request failed or something
 * became slower, and 2 for wrong arguments.
 */
@Command(name = ".ci/bench", description = "Measures Byline. Figures of one run are ratios: run it on a machine with "
        + "nothing else to do.", synopsisSubcommandLabel = "COMMAND",
        subcommands = { CompareCommand.class, ReadBenchmark.class, EngagementBenchmark.class, ImportBenchmark.class,
                PictureBenchmark.class,
                Benchmark.Articles.class, Benchmark.Url.class })
public final class Benchmark {
    @Option(names = { "-h", "--help" }, usageHelp = true, scope = ScopeType.INHERIT, description = "Shows this help.")
    private boolean help;

    private Benchmark() {
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmark()).setParameterExceptionHandler((wrong, arguments) -> {
            var command = wrong.getCommandLine();
            command.getErr().printf("%s%n`%s --help` lists the options.%n", wrong.getMessage(),
                    command.getCommandSpec().qualifiedName());
            return 2;
        }).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
            return 1;
        });
    }

    /** Writes the articles of a comparison, so that a peer can be filled with the same. */
    @Command(name = "articles", description = "Writes the articles of `compare` as NDJSON, to fill a peer with them.")
    static final class Articles implements Callable<Integer> {
        @Parameters(paramLabel = "FILE")
        private Path file;
        @Option(names = "--articles", defaultValue = "1000", description = "How many (${DEFAULT-VALUE}).")
        private int articles;

        @Override
        public Integer call() throws Exception {
            SampleArticles.write(file, articles);
            return 0;
        }
    }

    /** Loads one URL; a check of the load generator against others. */
    @Command(name = "url", description = "Loads one URL, to compare the load generator with wrk.")
    static final class Url implements Callable<Integer> {
        @Parameters(paramLabel = "URL")
        private URI url;
        @Option(names = { "-c", "--connections" }, defaultValue = "32", description = "${DEFAULT-VALUE}")
        private int connections;
        @Option(names = { "-d", "--seconds" }, defaultValue = "6", description = "${DEFAULT-VALUE}")
        private int seconds;
        @Mixin
        private BenchmarkOptions options;

        @Override
        public Integer call() throws Exception {
            options.requirePositive("--connections", connections);
            options.requirePositive("--seconds", seconds);
            if (!"http".equals(url.getScheme()) || url.getHost() == null) {
                throw options.wrong(url + " is not a URL that begins with http://.");
            }
            var path = (url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                    + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
            try (var report = options.report()) {
                var result = Load.run(url, LoadRequest.get(path), connections, Duration.ofSeconds(seconds));
                report.table(connections + " connections", "per second", "p50", "p99", "largest", "failed");
                report.row(path, Figure.of("%.0f", result.rate()), Figure.of("%.2f ms", result.p50()),
                        Figure.of("%.2f ms", result.p99()), Figure.of("%.0f ms", result.largest()), result.failed());
                if (result.failed() > 0) {
                    report.line("Failed: " + Load.describe(List.of(result)));
                }
                return result.failed() > 0 ? 1 : 0;
            }
        }
    }
}
