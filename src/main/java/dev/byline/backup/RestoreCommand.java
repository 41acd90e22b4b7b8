package dev.byline.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
    private final Optional<Path> mediaDirectory;

    @Parameters(index = "0", paramLabel = "FILE", description = "The backup file.")
    private Path file;
    @Parameters(index = "1", paramLabel = "DIR", description = "The data directory, empty or new.")
    private Path directory;

    /** @param mediaDirectory the folder of media, if the settings name one */
    public RestoreCommand(Optional<Path> mediaDirectory) {
        this.mediaDirectory = mediaDirectory;
    }

    @Override
    public Integer call() {
        try {
            var media = new BackupFile(file).restore(directory.toAbsolutePath().normalize(), true);
            System.err.println(media.leftOut().orElseGet(() -> describe(media.files())));
            System.err.println("The backup is restored. Start the service with BYLINE_DATA_DIR=" + directory + ".");
            return 0;
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
        } catch (IOException | RuntimeException e) {
            System.err.println("The restore failed: " + RefusedException.firstLine(e));
        }
        return 1;
    }

    private String describe(int files) {
        if (files == 0) {
            return "The backup has no files of media.";
        }
        var restored = "Files of media: " + files + ", in " + directory.resolve("media") + ".";
        return mediaDirectory.isEmpty()
                ? restored
                : restored + " BYLINE_MEDIA_DIR is " + mediaDirectory.get() + ": set it to this folder, or unset it.";
    }
}
