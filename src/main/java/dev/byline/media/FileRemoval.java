package dev.byline.media;

import java.io.IOException;

import org.jboss.logging.Logger;

import dev.byline.database.Locks;
import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Deletes files that no medium has any more. A transaction that gives a medium a file shares the lock of the file, and
 * stores the file after it has the lock: so a file is never deleted that a medium gets at the same time.
 */
@ApplicationScoped
class FileRemoval {
    private static final Logger LOG = Logger.getLogger(FileRemoval.class);

    private final MediaRepository media;
    private final MediaStore store;
    private final Locks locks;

    FileRemoval(MediaRepository media, MediaStore store, Locks locks) {
        this.media = media;
        this.store = store;
        this.locks = locks;
    }

    /** Returns the name of the lock of a stored file. */
    static String lockName(String hash) {
        return "media file " + hash;
    }

    /** Deletes a stored file unless a medium has it; returns whether the file was deleted. */
    @Transactional
    boolean deleteIfUnused(String hash) {
        locks.exclusive(lockName(hash));
        if (media.isUsed(hash)) {
            return false;
        }
        try {
            store.delete(MediaStore.FILES + hash);
            return true;
        } catch (IOException | ProblemException e) {
            // The medium is gone all the same; OrphanSweep deletes the file later.
            LOG.warnf("The file %s of a deleted medium stays in the store for now: %s", hash, e.getMessage());
            return false;
        }
    }
}
