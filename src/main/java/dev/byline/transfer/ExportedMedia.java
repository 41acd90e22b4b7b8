package dev.byline.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipException;

import dev.byline.media.MediaImports.ImportedFile;
import dev.byline.transfer.ImportOptions.MediaPolicy;
import dev.byline.transfer.format.ImportFile;
import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.ZipPictures;

/** The media of an export of Byline that one job imports: texts name them by the ids that they had there. */
final class ExportedMedia {
    private final ImportMediaStore store;
    /** The archive of the import; null if there is none, or if its files are not wanted. */
    private final ZipPictures archive;
    private final String source;
    private final boolean wanted;
    private final boolean dryRun;
    private final boolean keepsIds;
    /** The media that a dry run would have made, by their ids in the export. */
    private final Set<UUID> planned = ConcurrentHashMap.newKeySet();
    private final Set<UUID> seenHere = ConcurrentHashMap.newKeySet();

    ExportedMedia(ImportMediaStore store, ImportFile file, ZipPictures archive, ImportClaims.ClaimedJob job) {
        this.store = store;
        this.archive = archive;
        this.source = file.source();
        this.wanted = file.options().media != MediaPolicy.keep;
        this.dryRun = job.dryRun;
        this.keepsIds = job.options.ids == ImportOptions.IdPolicy.keep;
    }

    /** Returns whether the media of the export become media here. */
    boolean areWanted() {
        return wanted;
    }

    /** Returns the reason why a medium cannot be brought; null if there is none. */
    String findProblem(ImportLine line) {
        return archive == null || line.file == null || !archive.has(line.file)
                ? "its file is not in the archive: send the archive of the export, and not only its lines"
                : store.findProblem(line);
    }

    /**
     * Brings a medium. It keeps its id with {@code ids=keep}; otherwise it is the medium that has its bytes, or a new
     * one, whose id is remembered under the old one. A dry run brings nothing.
     */
    BroughtFile bring(ImportLine line) throws IOException {
        var result = dryRun && keepsIds ? new BroughtFile(null, null) : unpack(line);
        if (dryRun && line.id != null && result.problem() == null) {
            planned.add(line.id);
        }
        return result;
    }

    /** Tells whether a medium that a text names by its id is in this Byline, or would be without a dry run. */
    boolean isHere(UUID id) {
        if (planned.contains(id) || seenHere.contains(id)) {
            return true;
        }
        boolean exists = store.media().exists(id);
        if (exists) {
            seenHere.add(id);
        }
        return exists;
    }

    /** Returns the id that a medium of the export has here; null if it is not here. */
    UUID find(UUID id) {
        if (id == null) {
            return null;
        }
        return !keepsIds
                ? store.sources().find(exportedName(id)).orElse(null)
                : store.media().exists(id) ? id : null;
    }

    private BroughtFile unpack(ImportLine line) throws IOException {
        var target = store.media().createTemporaryFile();
        try {
            archive.unpack(line.file, target, store.maxFileSize());
            var existing = keepsIds ? Optional.<UUID>empty() : store.media().find(target);
            if (dryRun) {
                return new BroughtFile(existing.orElse(null), null, existing.isPresent());
            }
            // The address of a kept id with another number may be in caches, with the bytes of a former file.
            int fileVersion = keepsIds && line.fileVersion != null ? line.fileVersion : 1;
            var result = store.create(target,
                    new ImportedFile(keepsIds ? line.id : null, fileVersion, line.createdAt, line.media));
            if (result.media() != null && !keepsIds && line.id != null) {
                store.sources().save(exportedName(line.id), result.media());
            }
            return new BroughtFile(result.media(), result.problem(), result.media() != null
                    && existing.filter(result.media()::equals).isPresent());
        } catch (ZipException e) {
            return BroughtFile.failed("its file " + e.getMessage());
        } finally {
            Files.deleteIfExists(target);
        }
    }

    /** Returns the name under which the new id of a medium is remembered. */
    private String exportedName(UUID id) {
        return "byline " + source + " " + id;
    }
}
