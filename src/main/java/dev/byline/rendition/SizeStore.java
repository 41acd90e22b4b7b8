package dev.byline.rendition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jboss.logging.Logger;

import dev.byline.image.PictureResizer;
import dev.byline.job.HourlyCleanup;
import dev.byline.job.JobRunner;
import dev.byline.media.MediaFolders;
import dev.byline.media.MediaStore;
import dev.byline.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;

/** The stored sizes: reads them, makes those that are missing, and deletes those that are used least. */
@Singleton
class SizeStore implements HourlyCleanup {
    private static final Logger LOG = Logger.getLogger(SizeStore.class);
    private static final int DELETED_AT_ONCE = 100;
    /** A cleanup leaves room, so that the next one is not due at once. */
    private static final double KEPT_SHARE = 0.9;

    private final MediaStore files;
    private final MediaFolders folders;
    private final SizeClaims claims;
    private final PictureResizer resizer;
    private final JobRunner jobRunner;
    private final long maxBytes;
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final AtomicLong madeBytes = new AtomicLong();
    private final Counter made;

    SizeStore(MediaStore files, MediaFolders folders, SizeClaims claims, PictureResizer resizer, JobRunner jobRunner,
            RenditionSettings settings, MeterRegistry meters) {
        this.files = files;
        this.folders = folders;
        this.claims = claims;
        this.resizer = resizer;
        this.jobRunner = jobRunner;
        this.maxBytes = settings.bytes().asLongValue();
        this.made = meters.counter("byline.media.sizes");
    }

    /** Returns a stored size; empty if it must be made. */
    Optional<ByteBuf> find(PlannedSize size) throws IOException {
        if (!claims.isStored(size.key())) {
            return Optional.empty();
        }
        try (var in = files.open(size.key(), 0)) {
            return Optional.of(PieceOutput.readAll(in));
        } catch (NoSuchFileException e) {
            // The store is younger than the database, for instance after a restore.
            claims.release(size.key());
            return Optional.empty();
        }
    }

    /** Makes and stores a size, or returns the stored one; empty while another node makes it. */
    Optional<ByteBuf> make(PlannedSize size) throws IOException {
        if (!claims.claim(size.key())) {
            return find(size);
        }
        boolean done = false;
        try {
            var out = new PieceOutput();
            try (var source = files.open(size.medium().storeKey(), 0)) {
                resizer.resize(source, size.medium().bytes(), size.sourceType(), size.order(), out);
            }
            var bytes = out.toBytes();
            made.increment();
            done = store(size.key(), bytes);
            return Optional.of(bytes);
        } finally {
            if (!done) {
                claims.release(size.key());
            }
        }
    }

    /** Stores a size; false if the store does not take it, so that the next request makes it again. */
    private boolean store(String key, ByteBuf bytes) {
        try {
            var temporary = folders.createTemporaryFile(".size");
            try {
                try (var out = Files.newOutputStream(temporary)) {
                    bytes.getBytes(0, out, bytes.readableBytes());
                }
                files.write(key, temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException | ProblemException e) {
            LOG.warnf(
                    "A size of a picture cannot be stored. Check the free space and the rights of the store of media: "
                            + "%s",
                    e);
            return false;
        }
        claims.complete(key, bytes.readableBytes());
        madeBytes.addAndGet(bytes.readableBytes());
        return true;
    }

    /** Notes that a size was sent; the time is stored within a minute. */
    void noteUse(String key) {
        used.add(key);
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void storeUses() {
        jobRunner.run("uses of sizes", () -> {
            var keys = Set.copyOf(used);
            used.removeAll(keys);
            claims.touch(keys);
            if (madeBytes.get() > maxBytes * (1 - KEPT_SHARE)) {
                deleteExpired();
            }
        });
    }

    @Override
    public void deleteExpired() {
        madeBytes.set(0);
        if (claims.totalBytes() <= maxBytes) {
            return;
        }
        while (!Thread.currentThread().isInterrupted()) {
            var least = claims.claimLeastUsed((long) (maxBytes * KEPT_SHARE), DELETED_AT_ONCE);
            if (least.isEmpty()) {
                return;
            }
            for (var key : least) {
                try {
                    files.delete(key);
                    claims.release(key);
                } catch (IOException e) {
                    LOG.warnf("The size %s was not deleted, and is tried again in an hour: %s", key, e.getMessage());
                }
            }
        }
    }
}
