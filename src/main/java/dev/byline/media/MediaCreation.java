package dev.byline.media;

import java.io.IOException;
import java.time.Clock;
import java.util.UUID;

import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.Locks;
import dev.byline.idempotency.Idempotent;
import dev.byline.web.CreatedResponse;
import dev.byline.web.Paths;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Creates media from files that were received. A file is stored before its row is committed, so that a row never lacks
 * its file:
 * <ol>
 * <li>{@link #prepare} looks whether a medium has these bytes; if not, the file is checked and stored. No connection is
 * held meanwhile.
 * <li>{@link #create} locks the hash, so that of two uploads of one file the second one finds the medium of the first.
 * <li>It shares the lock of the stored file, and stores the file again if {@link FileRemoval} has deleted it in between.
 * </ol>
 */
@ApplicationScoped
class MediaCreation {
    private final MediaRepository media;
    private final FileCheck check;
    private final MediaStore store;
    private final MediaOwnership ownership;
    private final Locks locks;
    private final AuditLog audit;
    private final Clock clock;

    MediaCreation(MediaRepository media, FileCheck check, MediaStore store, MediaOwnership ownership, Locks locks,
            AuditLog audit, Clock clock) {
        this.media = media;
        this.check = check;
        this.store = store;
        this.ownership = ownership;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Checks and stores a file; 422 for a picture that is not acceptable. Null if a medium outside the trash has these
     * bytes already, and they are in the store.
     */
    CheckedUpload prepare(ReceivedFile received, String filename) throws IOException {
        var existing = media.findByBytes(received.hash(), received.hexHash());
        return existing.isPresent() && isStored(existing.get()) ? null : checkAndStore(received, filename);
    }

    /** Returns whether the file of a medium is in the store; a file that was deleted there is stored again. */
    boolean isStored(UUID id) throws IOException {
        var file = media.currentFile(id);
        return store.size(MediaStore.FILES + file.hash()) == file.bytes();
    }

    /** Checks and stores a file. */
    CheckedUpload checkAndStore(ReceivedFile received, String filename) throws IOException {
        var checked = check.check(received, filename);
        boolean stored = false;
        try {
            store.write(checked.storeKey(), checked.stored());
            stored = true;
            return checked;
        } catch (IOException e) {
            throw StorageFailure.log(e);
        } finally {
            if (!stored) {
                checked.close();
            }
        }
    }

    /**
     * Creates the medium of a file, or returns the medium outside the trash that has its bytes already.
     *
     * @param prepared
     *            the result of {@link #prepare}
     */
    @Idempotent
    @Transactional
    public RestResponse<MediaDetail> create(ReceivedFile received, CheckedUpload prepared, MediaInput input,
            String filename) {
        locks.exclusive("media upload " + received.hexHash());
        var existing = media.findByBytes(received.hash(), received.hexHash());
        if (existing.isPresent()) {
            return RestResponse.ok(media.read(existing.get()));
        }
        try {
            if (prepared != null) {
                return insert(prepared, input, filename);
            }
            // The medium with these bytes is gone since the file was prepared.
            try (var checked = checkAndStore(received, filename)) {
                return insert(checked, input, filename);
            }
        } catch (IOException e) {
            throw StorageFailure.log(e);
        }
    }

    private RestResponse<MediaDetail> insert(CheckedUpload checked, MediaInput input, String filename)
            throws IOException {
        requireStored(checked);
        var id = Ids.next();
        var now = clock.instant();
        var type = checked.file().type();
        media.insert(id, new MediaInput(FileNames.clean(filename, type), input.alt(), input.caption(), input.credit(),
                null), checked.file(), ownership.caller().orElse(null), now);
        media.insertFile(id, checked.received().hash(), checked.file(), now);
        audit.record("media.create", id);
        return CreatedResponse.at(path(id), media.read(id));
    }

    /** Keeps a stored file from being removed until the transaction ends, and stores it again if it was removed. */
    void requireStored(CheckedUpload checked) throws IOException {
        locks.shared(FileRemoval.lockName(checked.file().hash()));
        store.write(checked.storeKey(), checked.stored());
    }

    /** Returns the path of a medium in the admin API. */
    static String path(UUID id) {
        return Paths.ADMIN_API + "/media/" + id;
    }
}
