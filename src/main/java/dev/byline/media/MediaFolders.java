package dev.byline.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.job.HourlyCleanup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The folder of media, {@code BYLINE_MEDIA_DIR} or {@code media} in the data directory: the store of files unless there is
 * a bucket, and the place of uploads until they are checked.
 */
@Singleton
public class MediaFolders implements HourlyCleanup {
    /** A temporary file of a node that was killed; no upload takes as long. */
    private static final Duration TEMPORARY_FILE_LIFETIME = Duration.ofDays(1);

    private final Path folder;
    /** Whether no other node can use the folder: it lies beside an embedded database, which has one node. */
    private final boolean exclusive;

    MediaFolders(@ConfigProperty(name = "byline.media-dir") Optional<Path> mediaDirectory,
            @ConfigProperty(name = "byline.data-dir", defaultValue = "data") Path dataDirectory,
            @ConfigProperty(name = "byline.embedded", defaultValue = "false") boolean embeddedDatabase) {
        this.exclusive = embeddedDatabase && mediaDirectory.isEmpty();
        this.folder = mediaDirectory.orElseGet(() -> dataDirectory.resolve("media")).toAbsolutePath().normalize();
    }

    @Produces
    @Singleton
    MediaStore store(S3Settings bucket) {
        return bucket.bucket().isPresent() ? new S3Store(bucket) : new FolderStore(folder);
    }

    /** Creates an empty file, which the caller deletes. It does not lie in the memory of this machine, as /tmp may do. */
    public Path createTemporaryFile(String suffix) throws IOException {
        return Files.createTempFile(Files.createDirectories(folder.resolve(FolderStore.TEMPORARY)), "", suffix);
    }

    /** Deletes what an earlier process has left, if only this process can own temporary files. */
    void deleteLeftovers(@Observes StartupEvent event) {
        if (exclusive) {
            // Requests may be running already.
            var started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
            // The command move-media writes parts beside the service.
            deleteOlder(started, file -> !file.toString().endsWith(FolderStore.PART));
        }
    }

    @Override
    public void deleteExpired() {
        // The clock of the machine, which dates the files.
        deleteOlder(Instant.now().minus(TEMPORARY_FILE_LIFETIME), file -> true);
    }

    private void deleteOlder(Instant before, Predicate<Path> filter) {
        var temporary = folder.resolve(FolderStore.TEMPORARY);
        if (Files.notExists(temporary)) {
            return;
        }
        try (var files = Files.newDirectoryStream(temporary)) {
            for (var file : files) {
                if (filter.test(file)) {
                    deleteIfOlder(file, before);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteIfOlder(Path file, Instant before) throws IOException {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException deleted) {
            // Its upload has ended.
        }
    }
}
