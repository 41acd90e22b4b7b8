package dev.byline.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import dev.byline.benchmark.Comparison.Contender;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares Byline in turns with a peer, or with an earlier build of itself. */
@Command(name = "compare", description = "Measures Byline and a peer, or an earlier build, in turns.")
final class CompareCommand implements Callable<Integer> {
    /** Ports that one Byline may use: its own, and that of a second node. */
    private static final int PORTS = 2;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Reference reference;
    @Option(names = "--articles", defaultValue = "1000", description = "How many articles (${DEFAULT-VALUE}).")
    private int articles;
    @Option(names = "--starts", defaultValue = "3", description = "Starts of each server (${DEFAULT-VALUE}).")
    private int starts;
    @Option(names = "--connections", defaultValue = "32", description = "${DEFAULT-VALUE}")
    private int connections;
    @Option(names = "--turns", defaultValue = "3", description = "Runs of each server in a row (${DEFAULT-VALUE}).")
    private int turns;
    @Option(names = "--seconds", defaultValue = "3", description = "The time of a run (${DEFAULT-VALUE}).")
    private int seconds;
    @Option(names = "--warm-up", defaultValue = "5", description = "Seconds before the runs (${DEFAULT-VALUE}).")
    private int warmUp;
    @Mixin
    private BenchmarkOptions options;

    /** The server that has the ratio 1. */
    private static final class Reference {
        @ArgGroup(exclusive = false)
        private Peer peer;
        @ArgGroup(exclusive = false)
        private Old old;
    }

    private static final class Peer {
        @Option(names = "--peer", required = true, paramLabel = "ADDRESS", description = "The address of the peer.")
        private URI address;
        @Option(names = "--map", required = true, paramLabel = "FILE",
                description = "The peer's requests; see src/docs/performance.md.")
        private Path map;
        @Option(names = "--start", paramLabel = "COMMAND", description = "Starts the peer in the foreground, so that "
                + "its start and its memory are measured, too; without it the peer must run.")
        private String start;
    }

    private static final class Old {
        @Option(names = "--old", required = true, paramLabel = "FOLDER",
                description = "The earlier build, packaged; .ci/bench-compare makes it.")
        private Path folder;
        @Option(names = "--threshold", defaultValue = "0.15",
                description = "What is slower by more than this share is named, with the exit code 1 (${DEFAULT-VALUE}).")
        private double threshold;
    }

    @Override
    public Integer call() throws Exception {
        options.requirePositive("--articles", articles);
        options.requirePositive("--starts", starts);
        options.requirePositive("--connections", connections);
        options.requirePositive("--turns", turns);
        options.requirePositive("--seconds", seconds);
        options.requirePositive("--warm-up", warmUp);
        var home = options.home();
        var contenders = contenders(home);
        try (var report = options.report()) {
            var comparison = new Comparison(contenders, new Comparison.Plan(starts, connections, turns,
                    Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp)), report);
            for (var contender : contenders) {
                report.progress("%s starts", contender.map().name());
                prepare(contender.server(), home);
            }
            comparison.run();
            return verdict(comparison, report);
        } finally {
            for (var contender : contenders) {
                contender.server().stop();
            }
        }
    }

    private List<Contender> contenders(Path home) throws IOException {
        var contenders = new ArrayList<Contender>();
        var application = options.application();
        if (reference.peer != null) {
            contenders.add(peer(reference.peer, home));
        }
        int port = options.port;
        for (var java : options.runtimes()) {
            if (reference.old != null) {
                contenders.add(new Contender(new BylineServer(java.command(),
                        options.requireApplication(reference.old.folder), home.resolve("old-" + port), port),
                        PeerMap.ofByline("before")));
                port += PORTS;
            }
            contenders.add(new Contender(new BylineServer(java.command(), application, home.resolve("byline-" + port),
                    port), PeerMap.ofByline("Byline, Java " + java.version())));
            port += PORTS;
        }
        return contenders;
    }

    private Contender peer(Peer peer, Path home) {
        try {
            var map = PeerMap.read(peer.map);
            if (!"http".equals(peer.address.getScheme()) || peer.address.getHost() == null) {
                throw options.wrong("--peer " + peer.address + " is not an address such as http://127.0.0.1:3000.");
            }
            var command = peer.start == null ? List.<String>of() : List.of(peer.start.strip().split("\\s+"));
            var first = map.requests().getOrDefault("list", map.requests().values().iterator().next());
            return new Contender(new MeasuredServer(peer.address, command, home.resolve("peer.log"), first.path), map);
        } catch (IllegalArgumentException wrong) {
            throw options.wrong(wrong.getMessage());
        }
    }

    /** Fills a new Byline with articles; a peer is filled before. */
    private void prepare(MeasuredServer server, Path home) throws IOException, InterruptedException {
        server.start(java.util.Map.of());
        if (server instanceof BylineServer byline && byline.isEmpty()) {
            var file = SampleArticles.write(Files.createTempFile(home, "articles", ".ndjson"), articles);
            byline.importFile(file, () -> {});
            byline.openComments();
            Files.delete(file);
        }
    }

    private int verdict(Comparison comparison, BenchmarkReport report) {
        if (!comparison.failed().isEmpty()) {
            report.line("Failed: " + Load.describe(comparison.failed()));
        }
        var slower = reference.old == null
                ? java.util.Map.<String, Double>of()
                : comparison.slower(reference.old.threshold);
        slower.forEach((row, ratio) -> report.line(String.format(Locale.ROOT, "Became slower: %s (%.2f)", row, ratio)));
        if (reference.old != null && slower.isEmpty()) {
            report.line(String.format(Locale.ROOT, "Nothing is below %.2f.", 1 - reference.old.threshold));
        }
        return slower.isEmpty() && comparison.failed().isEmpty() ? 0 : 1;
    }
}
