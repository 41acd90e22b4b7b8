package dev.byline.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.byline.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code move-media}: copies the files of media from the folder to the bucket, or back. */
@Command(name = "move-media", mixinStandardHelpOptions = true,
        description = "Copies the files of media to another store, and leaves the source as it is. The service may run: "
                + "copy, restart the service with the other store, and copy once more what came meanwhile.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:the target has all files",
                "1:files are missing in the target, for the reason that is printed", "2:wrong usage" })
public class MoveMediaCommand implements Callable<Integer> {
    private static final int BAR_WIDTH = 30;
    private static final long LINE_INTERVAL_NANOS = 5_000_000_000L;

    private final Path folder;
    private final S3Settings bucket;
    private final boolean terminal = System.console() != null;
    private long printedAt = System.nanoTime();

    @Option(names = "--to", required = true, paramLabel = "STORE",
            description = "s3: from the folder to the bucket; folder: from the bucket to the folder. Both are those of "
                    + "the settings of the service.")
    private Direction target;

    /** The stores to which media can be moved. */
    enum Direction {
        s3,
        folder
    }

    public MoveMediaCommand(Path folder, S3Settings bucket) {
        this.folder = folder;
        this.bucket = bucket;
    }

    @Override
    public Integer call() {
        if (bucket.bucket().isEmpty()) {
            System.err.println("There is no bucket: set BYLINE_MEDIA_S3_BUCKET.");
            return 1;
        }
        var files = new FolderStore(folder);
        try (var objects = new S3Store(bucket)) {
            var temporaryFile = Files.createTempFile("byline-media", null);
            try {
                var move = target == Direction.s3
                        ? new MediaMove(files, objects, this::report)
                        : new MediaMove(objects, files, this::report);
                return print(move.run(temporaryFile));
            } finally {
                Files.deleteIfExists(temporaryFile);
            }
        } catch (ProblemException e) {
            System.err.println("The move stopped; run it again to continue. " + e.getMessage());
        } catch (IOException e) {
            System.err.println("The move stopped; run it again to continue. " + e);
        }
        return 1;
    }

    private void report(long done, long total, int files) {
        int percent = total == 0 ? 100 : (int) (done * 100 / total);
        if (terminal) {
            int full = percent * BAR_WIDTH / 100;
            System.err.printf("\r[%s%s] %3d %%, %,d of %,d bytes", "#".repeat(full), ".".repeat(BAR_WIDTH - full),
                    percent,
                    done, total);
        } else if (System.nanoTime() - printedAt > LINE_INTERVAL_NANOS) {
            printedAt = System.nanoTime();
            System.err.printf("Copied %,d of %,d bytes in %,d files.%n", done, total, files);
        }
    }

    private int print(MediaMove.MoveResult result) {
        System.err.printf("%sFiles copied: %,d (%,d bytes); already there: %,d.%n", terminal ? "\n" : "",
                result.copied(), result.bytes(), result.present());
        result.damaged().forEach(
                key -> System.err.println("Not copied, because its bytes are not those of its name: " + key));
        return result.damaged().isEmpty() ? 0 : 1;
    }
}
