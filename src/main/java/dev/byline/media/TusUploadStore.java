package dev.byline.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Clock;

import java.util.Arrays;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.hibernate.Session;

import dev.byline.database.Ids;
import dev.byline.database.JdbcQueries;
import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.Slugs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Stores the pieces of uploads in the database, where every node finds them. A piece is stored with the new number of
 * received bytes in one statement, which fails if another request has stored a piece meanwhile.
 */
@ApplicationScoped
class TusUploadStore implements HourlyCleanup {
    private static final int PIECE_SIZE = 1 << 18;

    private final Session database;
    private final JdbcQueries jdbcQueries;
    private final MediaOwnership ownership;
    private final CleanupBatches batches;
    private final Clock clock;

    TusUploadStore(Session database, JdbcQueries jdbcQueries, MediaOwnership ownership, CleanupBatches batches,
            Clock clock) {
        this.database = database;
        this.jdbcQueries = jdbcQueries;
        this.ownership = ownership;
        this.batches = batches;
        this.clock = clock;
    }

    /** Creates an upload of the caller. */
    @Transactional
    public TusUpload create(long length, String filename, String alt) {
        var upload = new TusUpload(Ids.next(), length, 0, filename, alt, null, clock.instant());
        database.createNativeMutationQuery("""
                insert into media_upload (id, length, received, filename, alt, uploaded_by, created_at)
                values (:id, :length, 0, :filename, :alt, :uploader, :now)""").setParameter("id", upload.id())
                .setParameter("length", length).setParameter("filename", filename, String.class)
                .setParameter("alt", alt, String.class)
                .setParameter("uploader", ownership.caller().orElse(null), UUID.class)
                .setParameter("now", upload.createdAt()).executeUpdate();
        return upload;
    }

    /** Finds an upload of the caller; 404 if there is none or it has expired. */
    TusUpload find(String reference) {
        return Optional.ofNullable(Slugs.parseId(reference)).flatMap(id -> jdbcQueries.list("""
                select id, length, received, filename, alt, media_id, created_at, uploaded_by from media_upload
                where id = :id and uploaded_by is not distinct from :uploader and created_at > :since""",
                parameters(id), row -> new TusUpload(id, row.getLong("length"), row.getLong("received"),
                        row.getString("filename"), row.getString("alt"), row.getObject("media_id", UUID.class),
                        JdbcQueries.readTime(row, "created_at")))
                .stream().findFirst()).orElseThrow(() -> ProblemException.notFound("upload", reference));
    }

    private Map<String, Object> parameters(UUID id) {
        return Map.of("id", id, "uploader", ownership.caller().orElse(new UUID(0, 0)), "since",
                clock.instant().minus(TusUpload.LIFETIME));
    }

    /**
     * Stores what a request sends; 409 if another request stores pieces as well, 413 beyond the length of the upload. If
     * the client goes away, everything that has arrived is stored.
     *
     * @return the number of bytes of the upload that are stored
     */
    long append(TusUpload upload, InputStream body) throws IOException {
        long offset = upload.received();
        var piece = new byte[PIECE_SIZE];
        int filled = 0;
        try {
            for (int read = 0; read >= 0; read = body.read(piece, filled, PIECE_SIZE - filled)) {
                filled += read;
                if (offset + filled > upload.length()) {
                    filled = 0;
                    throw ProblemException.withHeader(ProblemType.BODY_TOO_LARGE, "The body is longer than what is "
                            + "missing of the " + upload.length() + " bytes of the upload.", "Connection", "close");
                }
                if (filled == PIECE_SIZE) {
                    storePiece(upload.id(), offset, piece);
                    offset += filled;
                    filled = 0;
                }
            }
        } finally {
            if (filled > 0) {
                storePiece(upload.id(), offset, Arrays.copyOf(piece, filled));
                offset += filled;
            }
        }
        return offset;
    }

    private void storePiece(UUID id, long offset, byte[] bytes) {
        var stored = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeMutationQuery("""
                        with moved as (
                            update media_upload set received = received + :bytes
                            where id = :id and received = :offset and media_id is null returning id)
                        insert into media_piece (upload_id, position, bytes) select id, :offset, :piece from moved""")
                        .setParameter("bytes", bytes.length).setParameter("id", id).setParameter("offset", offset)
                        .setParameter("piece", bytes).executeUpdate());
        if (stored == 0) {
            throw ProblemException.of(ProblemType.CONFLICT, "Another request sends a piece of this upload, or has "
                    + "ended it. Ask for the offset (HEAD) and continue there.");
        }
    }

    /** Opens the complete file. This method and the stream throw a 404 if another request has completed or deleted it. */
    InputStream open(TusUpload upload) {
        return new SequenceInputStream(new Enumeration<InputStream>() {
            private long position;

            @Override
            public boolean hasMoreElements() {
                return position < upload.length();
            }

            @Override
            public InputStream nextElement() {
                var bytes = jdbcQueries.list("select bytes from media_piece where upload_id = :id and position = :at",
                        Map.of("id", upload.id(), "at", position), row -> row.getBytes(1)).stream().findFirst()
                        .orElseThrow(() -> ProblemException.notFound("upload", upload.id()));
                position += bytes.length;
                return new ByteArrayInputStream(bytes);
            }
        });
    }

    /**
     * Creates the medium of a complete upload and deletes its pieces, in one transaction. Returns the medium of a
     * request that did the same before.
     */
    @Transactional
    public UUID complete(UUID upload, Supplier<UUID> create) {
        var known = database.createNativeQuery("select media_id from media_upload where id = :id for update",
                UUID.class).setParameter("id", upload).getResultList();
        if (known.isEmpty()) {
            throw ProblemException.notFound("upload", upload);
        }
        if (known.get(0) != null) {
            return known.get(0);
        }
        var medium = create.get();
        database.createNativeMutationQuery("update media_upload set media_id = :medium where id = :id")
                .setParameter("medium", medium).setParameter("id", upload).executeUpdate();
        database.createNativeMutationQuery("delete from media_piece where upload_id = :id").setParameter("id", upload)
                .executeUpdate();
        return medium;
    }

    /** Deletes an upload with its pieces. */
    @Transactional
    public void delete(UUID id) {
        database.createNativeMutationQuery("delete from media_upload where id = :id").setParameter("id", id)
                .executeUpdate();
    }

    @Override
    public void deleteExpired() {
        batches.execute("""
                delete from media_upload where id in (
                    select id from media_upload where created_at <= :before
                    order by created_at limit least(:batch, 10) for update skip locked)""",
                clock.instant().minus(TusUpload.LIFETIME));
    }
}
