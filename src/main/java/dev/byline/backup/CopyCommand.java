package dev.byline.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.byline.database.EmbeddedDatabase;
import dev.byline.database.EmbeddedPostgresServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code copy-to}: copies the database of the service, embedded or configured, to an empty database of
 * another server, or to an embedded one in another data directory.
 */
@Command(name = "copy-to", mixinStandardHelpOptions = true,
        description = "Copies everything in the database of the service to an empty database, and leaves the source as "
                + "it is. Stop the service before: later changes are not copied.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:everything is copied",
                "1:nothing is copied, for the reason that is printed", "2:wrong usage" })
public class CopyCommand implements Callable<Integer> {
    private final Optional<DatabaseAddress> configured;
    private final Path dataDirectory;

    @Parameters(paramLabel = "TARGET", description = "The JDBC URL of an empty database, jdbc:postgresql://HOST/NAME, "
            + "or a data directory for an embedded PostgreSQL.")
    private String target;
    @Option(names = "--user", paramLabel = "ROLE", defaultValue = "${env:BYLINE_TARGET_USERNAME}",
            description = "The role at the target; BYLINE_TARGET_USERNAME if absent. The password is read from "
                    + "BYLINE_TARGET_PASSWORD.")
    private String user;

    /** @param configured the configured database, or nothing if the service uses the embedded one */
    public CopyCommand(Optional<DatabaseAddress> configured, Path dataDirectory) {
        this.configured = configured;
        this.dataDirectory = dataDirectory;
    }

    @Override
    public Integer call() {
        try {
            if (configured.isPresent()) {
                copyFrom(configured.get());
            } else if (Files.notExists(EmbeddedPostgresServer.clusterDirectory(dataDirectory))) {
                throw new RefusedException("There is no database in " + dataDirectory + ": set BYLINE_DATA_DIR.");
            } else {
                try (var source = EmbeddedDatabase.open(dataDirectory)) {
                    copyFrom(address(source));
                }
            }
            return 0;
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
        } catch (IOException | SQLException | RuntimeException e) {
            System.err.println("The copy failed and is undone: " + RefusedException.firstLine(e));
        }
        return 1;
    }

    private void copyFrom(DatabaseAddress source) throws IOException, SQLException, RefusedException {
        if (target.startsWith("jdbc:")) {
            copy(source, new DatabaseAddress(target, user, System.getenv("BYLINE_TARGET_PASSWORD")));
            return;
        }
        try (var database = EmbeddedDatabase.open(Path.of(target).toAbsolutePath().normalize())) {
            copy(source, address(database));
        }
    }

    private static void copy(DatabaseAddress source, DatabaseAddress target) throws SQLException, RefusedException {
        System.err.println("Everything is copied: " + new DatabaseCopy(source, target).run() + ".");
    }

    private static DatabaseAddress address(EmbeddedDatabase database) {
        return new DatabaseAddress(database.jdbcUrl(), EmbeddedPostgresServer.DATABASE_NAME, database.password());
    }
}
