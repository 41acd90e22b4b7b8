package dev.byline.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.io.FileUtils;
import org.eclipse.microprofile.config.ConfigProvider;

import dev.byline.backup.BackupCommand;
import dev.byline.backup.CopyCommand;
import dev.byline.backup.DatabaseAddress;
import dev.byline.backup.RestoreCommand;
import dev.byline.database.ConnectionSettings;
import dev.byline.database.EmbeddedPostgresServer;
import dev.byline.database.PoolerCheck;
import dev.byline.media.MoveMediaCommand;
import dev.byline.media.S3CommandSettings;
import dev.byline.node.NodeName;
import dev.byline.transfer.client.ExportCommand;
import dev.byline.transfer.client.ImportCommand;
import dev.byline.transfer.client.MirrorCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/**
 * The entry point: {@code java -jar quarkus-run.jar} runs the service, {@code … new-key [editor]} replaces a key,
 * {@code … import} and {@code … export} transfer content, {@code … mirror} keeps a folder in step, {@code … backup},
 * {@code … restore} and {@code … copy-to} are for the database, {@code … move-media} is for the files of media,
 * {@code … migrate} migrates the database, {@code … train} prepares faster starts, {@code … --help} names them all.
 */
@QuarkusMain
public class Byline {
    private static final String SHUTDOWN_DELAY = "quarkus.shutdown.delay";
    private static final int USAGE_EXIT_CODE = 2;
    private static final int DRAIN_TIMEOUT_SECONDS = 30;

    private Byline() {
    }

    /** Runs the command that the arguments name, or the service without arguments. */
    public static void main(String... arguments) {
        if (arguments.length == 0) {
            System.exit(serve(() -> {}));
        }
        if (CommandOverview.isAskedFor(arguments)) {
            System.out.print(CommandOverview.TEXT);
            System.exit(0);
        }
        var options = Arrays.copyOfRange(arguments, 1, arguments.length);
        System.exit(switch (arguments[0]) {
            case "new-key" -> NewKeyCommand.run(arguments, setting(ConnectionSettings.JDBC_URL), dataDirectory());
            case "import" -> new CommandLine(new ImportCommand()).execute(options);
            case "export" -> new CommandLine(new ExportCommand()).execute(options);
            case "mirror" -> new CommandLine(new MirrorCommand()).execute(options);
            case "backup" ->
                new CommandLine(new BackupCommand(setting(ConnectionSettings.JDBC_URL).isEmpty(), dataDirectory(),
                        mediaDirectory(), S3CommandSettings.of(Byline::setting).bucket())).execute(options);
            case "restore" ->
                new CommandLine(new RestoreCommand(setting("byline.media-dir").map(Path::of))).execute(options);
            case "copy-to" -> new CommandLine(new CopyCommand(configuredDatabase(), dataDirectory())).execute(options);
            case "move-media" ->
                new CommandLine(new MoveMediaCommand(mediaDirectory(), S3CommandSettings.of(Byline::setting)))
                        .execute(options);
            case "migrate" -> MigrateCommand.run(Byline::setting);
            case "train" -> train();
            default -> {
                System.err.println("Unknown command '" + arguments[0] + "'.\n");
                System.err.print(CommandOverview.TEXT);
                yield USAGE_EXIT_CODE;
            }
        });
    }

    private static Optional<DatabaseAddress> configuredDatabase() {
        return setting(ConnectionSettings.JDBC_URL).map(url -> new DatabaseAddress(url,
                setting("quarkus.datasource.username").orElse(null),
                setting("quarkus.datasource.password").orElse(null)));
    }

    private static int train() {
        try {
            var directory = Files.createTempDirectory("byline-training");
            Training.prepare(directory);
            return serve(() -> FileUtils.deleteQuietly(directory.toFile()));
        } catch (IOException e) {
            System.err.println("No directory for the training: " + e.getMessage());
            return 1;
        }
    }

    /** Runs the service; {@code afterStop} runs after the embedded database has stopped. */
    private static int serve(Runnable afterStop) {
        try {
            System.setProperty(NodeName.SETTING, NodeName.resolve(setting(NodeName.SETTING)));
            TraceSettings.of(Byline::setting).forEach(System::setProperty);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 1;
        }
        if (setting(ConnectionSettings.JDBC_URL).isPresent()) {
            var problem = PoolerCheck.findProblem(Byline::setting);
            problem.ifPresent(System.err::println);
            return problem.isPresent() ? 1 : runQuarkus();
        }
        EmbeddedPostgresServer server;
        try {
            server = EmbeddedPostgresServer.start(dataDirectory());
        } catch (EmbeddedPostgresServer.DirectoryInUseException | UncheckedIOException e) {
            System.err.println(e.getMessage() + (e.getCause() == null ? "" : ": " + rootCause(e).getMessage()));
            return 1;
        }
        // Stop the database after the service: connections drain first, also when a signal ends the process.
        var served = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                served.await(DRAIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.close();
            afterStop.run();
        }, "embedded-postgres-stop"));
        System.setProperty(ConnectionSettings.JDBC_URL, server.jdbcUrl());
        System.setProperty("quarkus.datasource.username", EmbeddedPostgresServer.DATABASE_NAME);
        System.setProperty("quarkus.datasource.password", server.password());
        System.setProperty(BylineApplication.EMBEDDED_PROPERTY, "true");
        if (setting(SHUTDOWN_DELAY).filter("5s"::equals).isPresent()) {
            // One node on its own database has no load balancer that must notice its end.
            System.setProperty(SHUTDOWN_DELAY, "0s");
        }
        try {
            return runQuarkus();
        } finally {
            served.countDown();
        }
    }

    private static int runQuarkus() {
        ConnectionSettings.of(Byline::setting).forEach((key, value) -> {
            if (setting(key).isEmpty()) {
                System.setProperty(key, value);
            }
        });
        // Quarkus would answer a malformed URI with an empty body; RequestFilter answers with a problem.
        System.setProperty("vertx.disableURIValidation", "true");
        stopWhenMavenExits();
        var exit = new AtomicInteger();
        Quarkus.run(BylineApplication.class, (code, failure) -> {
            if (failure != null) {
                System.err.println(OffsetDateTime.now() + " Byline cannot start: " + describe(rootCause(failure)));
                failure.printStackTrace();
            }
            exit.set(failure == null ? code : 1);
        });
        return exit.get();
    }

    /**
     * Stops the service when Maven exits: the run goal of Maven leaves its child process running when Maven is killed.
     */
    private static void stopWhenMavenExits() {
        ProcessHandle.current().parent()
                .filter(parent -> parent.info().commandLine().orElse("").contains("org.codehaus.plexus.classworlds"))
                .ifPresent(maven -> maven.onExit().thenRun(Quarkus::asyncExit));
    }

    /** Some exceptions, such as those of timeouts, have no message. */
    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }

    private static Optional<String> setting(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    private static Path mediaDirectory() {
        return setting("byline.media-dir").map(Path::of).orElseGet(() -> dataDirectory().resolve("media"))
                .toAbsolutePath().normalize();
    }

    private static Path dataDirectory() {
        return Path.of(setting("byline.data-dir").orElse("data")).toAbsolutePath().normalize();
    }
}
