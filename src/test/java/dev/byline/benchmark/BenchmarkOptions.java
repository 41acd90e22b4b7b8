package dev.byline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all measurements share. */
final class BenchmarkOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;
    @Option(names = "--app", paramLabel = "FOLDER", defaultValue = "target/quarkus-app",
            description = "The packaged service (${DEFAULT-VALUE}).")
    private Path application;
    @Option(names = "--java", paramLabel = "HOME", description = "The home of the JDK that runs the service, and "
            + "options after it, such as \"/usr/lib/jvm/temurin-25 -XX:+UseParallelGC\". The comparison takes several.")
    private List<String> javas = new ArrayList<>();
    @Option(names = "--data", paramLabel = "FOLDER",
            description = "Keeps the data here, so that a second run need not seed again.")
    private Path data;
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the tables to a file, too.")
    private Path json;
    @Option(names = "--port", defaultValue = "8791", description = "The first of some ports (${DEFAULT-VALUE}).")
    int port;

    /** A Java that runs the service: its command with its options, and its version. */
    record Runtime(List<String> command, String version) {}

    /** Returns an error that ends the benchmark with the exit code 2. */
    ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    void requirePositive(String option, int value) {
        if (value <= 0) {
            throw wrong(option + " must be at least 1, but is " + value + ".");
        }
    }

    Path application() {
        return requireApplication(application);
    }

    Path requireApplication(Path folder) {
        if (!Files.exists(folder.resolve("quarkus-run.jar"))) {
            throw wrong(folder + " has no quarkus-run.jar: package the service there, or name another folder.");
        }
        return folder;
    }

    List<Runtime> runtimes() throws IOException {
        var found = new ArrayList<Runtime>();
        for (var java : javas.isEmpty() ? List.of(System.getProperty("java.home")) : javas) {
            var parts = List.of(java.strip().split("\\s+"));
            var home = Path.of(parts.get(0));
            if (!Files.isExecutable(home.resolve("bin/java"))) {
                throw wrong("--java " + home + " has no bin/java: name the home of a JDK.");
            }
            var command = Stream.concat(Stream.of(home.resolve("bin/java").toString()), parts.stream().skip(1))
                    .toList();
            found.add(new Runtime(command, version(home)));
        }
        return found;
    }

    /** Returns the one Java of a measurement that does not compare several. */
    List<String> java() throws IOException {
        return runtimes().get(0).command();
    }

    private static String version(Path home) throws IOException {
        var release = home.resolve("release");
        return !Files.exists(release)
                ? "?"
                : Files.readString(release).replaceAll("(?s).*JAVA_VERSION=\"(\\d+).*", "$1");
    }

    Path home() throws IOException {
        return data == null ? Files.createTempDirectory("byline-benchmark") : Files.createDirectories(data);
    }

    BenchmarkReport report() {
        return new BenchmarkReport(command.commandLine().getOut(), command.commandLine().getErr(), json);
    }
}
