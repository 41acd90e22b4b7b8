package dev.byline.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.problem.ProblemException;
import dev.byline.security.Sha256;
import dev.byline.text.WhiteSpace;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/** Creates media from files that imports bring, outside of requests. */
@ApplicationScoped
public class MediaImports {
    private final MediaRepository media;
    private final MediaCreation creation;
    private final MediaFolders folders;
    private final Locks locks;
    private final Clock clock;
    private final Event<ContentChanged> changed;

    MediaImports(MediaRepository media, MediaCreation creation, MediaFolders folders, Locks locks, Clock clock,
            Event<ContentChanged> changed) {
        this.changed = changed;
        this.media = media;
        this.creation = creation;
        this.folders = folders;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * The description of a file that an import brings.
     *
     * @param id
     *            the id of the new medium; null for a new id
     * @param fileVersion
     *            the number of the file, from 1
     * @param createdAt
     *            null for the present time
     */
    public record ImportedFile(UUID id, int fileVersion, Instant createdAt, MediaInput input) {
        /** Describes a file with the texts that its source has; the texts may be null. */
        public static ImportedFile of(String filename, String alt, String caption) {
            return new ImportedFile(null, 1, null, new MediaInput(filename, truncate(alt, MediaInput.MAX_ALT_LENGTH),
                    truncate(caption, MediaInput.MAX_CAPTION_LENGTH), null, null));
        }

        private static String truncate(String text, int maxLength) {
            var line = text == null ? null : WhiteSpace.normalizeSpaces(text.replaceAll("\\p{Cntrl}+", " "));
            return line == null || line.codePointCount(0, line.length()) <= maxLength
                    ? line
                    : line.substring(0, line.offsetByCodePoints(0, maxLength));
        }
    }

    /** Tells whether there is a medium of this id, also in the trash. */
    public boolean exists(UUID id) {
        return media.exists(id);
    }

    /** Creates an empty file, which the caller deletes. */
    public Path createTemporaryFile() throws IOException {
        return folders.createTemporaryFile(".import");
    }

    /** Finds the medium outside the trash that has the bytes of a file. */
    public Optional<UUID> find(Path file) throws IOException {
        var received = receive(file);
        return media.findByBytes(received.hash(), received.hexHash());
    }

    /**
     * Creates the medium of a file, or returns the medium outside the trash that has its bytes; 422 for a picture that is
     * not acceptable. Commits in a transaction of its own.
     */
    public UUID create(Path file, ImportedFile described) throws IOException {
        var received = receive(file);
        if (described.id() == null) {
            var existing = media.findByBytes(received.hash(), received.hexHash());
            if (existing.isPresent() && creation.isStored(existing.get())) {
                return existing.get();
            }
        }
        if (received.bytes() == 0) {
            throw ProblemException.invalid("", "is empty");
        }
        try (var checked = creation.checkAndStore(received, described.input().filename())) {
            return QuarkusTransaction.requiringNew().call(() -> insert(checked, described));
        }
    }

    private UUID insert(CheckedUpload checked, ImportedFile described) {
        var received = checked.received();
        locks.exclusive("media upload " + received.hexHash());
        if (described.id() == null) {
            // Another import, or an upload, may have been faster.
            var existing = media.findByBytes(received.hash(), received.hexHash());
            if (existing.isPresent()) {
                return existing.get();
            }
        }
        try {
            creation.requireStored(checked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var id = described.id() == null ? Ids.next() : described.id();
        var type = checked.file().type();
        var now = described.createdAt() == null ? clock.instant() : described.createdAt();
        var given = described.input();
        var file = checked.file().withVersion(described.fileVersion());
        media.insert(id, new MediaInput(FileNames.clean(given.filename(), type), given.alt(), given.caption(),
                given.credit(), null), file, null, now);
        media.insertFile(id, received.hash(), file, now);
        if (given.focalPoint() != null) {
            media.setFocalPoint(id, given.focalPoint());
        }
        if (described.id() != null) {
            // Texts may have named the medium before; the table of uses does not know those, so the site is named, which
            // is a part of every response.
            changed.fire(ContentChanged.of(id, ChangeTracker.SITE));
        }
        return id;
    }

    private static ReceivedFile receive(Path file) throws IOException {
        return new ReceivedFile(file, Sha256.of(file), Files.size(file), null, null, Map.of());
    }
}
