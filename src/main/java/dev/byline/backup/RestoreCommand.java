package dev.byline.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code restore}: unpacks a backup file to an empty data directory. */
@Command(name = "restore", mixinStandardHelpOptions = true,
        description = "Restores a backup to an empty or new directory. Start the service with BYLINE_DATA_DIR set to "
                + "the directory.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:the backup is restored",
                "1:the file is damaged, the directory is not empty, or the restore failed", "2:wrong usage" })
public class RestoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The backup file.")
    private Path file;
    @Parameters(index = "1", paramLabel = "DIR", description = "The data directory, empty or new.")
    private Path directory;

    @Override
    public Integer call() {
        try {
            new BackupFile(file).restore(directory.toAbsolutePath().normalize());
            System.err.println("The backup is restored. Start the service with BYLINE_DATA_DIR=" + directory + ".");
            return 0;
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
        } catch (IOException | RuntimeException e) {
            System.err.println("The restore failed: " + RefusedException.firstLine(e));
        }
        return 1;
    }
}
