package dev.byline.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

import org.apache.commons.io.FileUtils;

/**
 * The directory to which the library unpacks the binaries of the embedded PostgreSQL. The library takes any binaries in
 * it for its own and complete, and lets every user write to it.
 */
final class PostgresBinaries {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path directory;

    PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /**
     * Closes the directory to other users, and deletes binaries that are incomplete, or that others could have replaced
     * after a start of an earlier release. The library then permits others to write again, but a directory without the
     * permission to enter it cannot be changed; {@link #markComplete} takes the permission back.
     */
    void prepare() throws IOException {
        Files.createDirectories(directory);
        var view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null && canOthersReplace(view.readAttributes().permissions())) {
            for (var unpacked : unpackedDirectories()) {
                Files.deleteIfExists(completionMarker(unpacked));
            }
        }
        closeToOthers();
        for (var unpacked : unpackedDirectories()) {
            if (Files.notExists(completionMarker(unpacked))) {
                FileUtils.deleteDirectory(unpacked.toFile());
            }
        }
    }

    /** Records that the binaries are complete, because a server has started with them. */
    void markComplete() throws IOException {
        closeToOthers();
        for (var unpacked : unpackedDirectories()) {
            EmbeddedPostgresServer.writeDurably(completionMarker(unpacked), "");
        }
    }

    /** File systems without these permissions, as on Windows, are left as they are. */
    private void closeToOthers() throws IOException {
        var view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(OWNER_ONLY);
        }
    }

    private static boolean canOthersReplace(Set<PosixFilePermission> permissions) {
        return permissions.containsAll(Set.of(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE))
                || permissions.containsAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE));
    }

    private List<Path> unpackedDirectories() throws IOException {
        try (var found = Files.list(directory)) {
            return found.filter(Files::isDirectory).toList();
        }
    }

    private static Path completionMarker(Path unpacked) {
        return unpacked.resolveSibling(unpacked.getFileName() + ".complete");
    }
}
