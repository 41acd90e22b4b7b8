package dev.byline.media;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import org.hibernate.Session;

import dev.byline.database.JdbcQueries;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;

/** Reads and writes the rows of media and of their files. */
@ApplicationScoped
class MediaRepository {
    private final Session database;
    private final JdbcQueries jdbcQueries;
    private final MediaLinks links;

    MediaRepository(Session database, JdbcQueries jdbcQueries, MediaLinks links) {
        this.database = database;
        this.jdbcQueries = jdbcQueries;
        this.links = links;
    }

    /**
     * A locked medium.
     *
     * @param uploadedBy
     *            the account or key that uploaded the medium; may be null
     */
    record LockedMedium(UUID id, int version, int fileVersion, UUID uploadedBy, boolean trashed, String type) {}

    /** Parses the id of a path; 404 if it is not a UUID. */
    static UUID parseId(String reference) {
        var id = Slugs.parseId(reference);
        if (id == null) {
            throw ProblemException.notFound("medium", reference);
        }
        return id;
    }

    /** Reads a medium with its current file; 404 if there is none. */
    MediaDetail read(UUID id) {
        var sizes = links.sizes();
        return jdbcQueries.list(MediaDetail.SELECT + " where m.id = :id", Map.of("id", id),
                row -> new MediaDetail(row, sizes)).stream().findFirst()
                .orElseThrow(() -> ProblemException.notFound("medium", id));
    }

    /**
     * Locks a medium until the end of the transaction, also against new uses of it; 404 if there is none, 412 for an
     * outdated version, 428 without a version.
     */
    LockedMedium lock(UUID id, String ifMatch) {
        var medium = database.createNativeQuery("""
                select version, file_version, uploaded_by, trashed_at is not null as trashed, type from media
                where id = :id for update""", Tuple.class).setParameter("id", id).getResultList().stream()
                .map(row -> new LockedMedium(id, row.get(0, Integer.class), row.get(1, Integer.class),
                        row.get(2, UUID.class), row.get(3, Boolean.class), row.get(4, String.class)))
                .findFirst().orElseThrow(() -> ProblemException.notFound("medium", id));
        VersionPrecondition.require(ifMatch, medium.version);
        return medium;
    }

    /** Finds the medium outside the trash whose current file has these bytes, as they were uploaded or are stored. */
    Optional<UUID> findByBytes(byte[] uploadHash, String hexHash) {
        return jdbcQueries.list("""
                select m.id from media_file f join media m on m.id = f.media_id and m.file_version = f.version
                where (f.upload_hash = :hash or f.store_key = :key) and m.trashed_at is null
                order by m.created_at, m.id limit 1""", Map.of("hash", uploadHash, "key", hexHash),
                row -> row.getObject(1, UUID.class)).stream().findFirst();
    }

    /** Returns the hash and size of the current file of a medium. */
    StoredBytes currentFile(UUID id) {
        return jdbcQueries.list("""
                select f.store_key, f.bytes from media_file f join media m on m.id = f.media_id
                    and m.file_version = f.version
                where m.id = :id""", Map.of("id", id), row -> new StoredBytes(row.getString(1), row.getLong(2))).get(0);
    }

    /** The name and size of a file in the store. */
    record StoredBytes(String hash, long bytes) {}

    /** Inserts a medium; {@link #insertFile} inserts its file. */
    void insert(UUID id, MediaInput input, MediaFile file, UUID uploader, Instant now) {
        database.createNativeMutationQuery("""
                insert into media (id, version, file_version, type, filename, alt, caption, credit, uploaded_by,
                    created_at, changed_at, words)
                values (:id, 1, :fileVersion, :type, :filename, :alt, :caption, :credit, :uploader, :now, :now,
                    array_to_tsvector(cast(:words as text[])))""")
                .setParameter("id", id).setParameter("fileVersion", file.version())
                .setParameter("type", file.type()).setParameter("filename", input.filename())
                .setParameter("alt", input.alt(), String.class).setParameter("caption", input.caption(), String.class)
                .setParameter("credit", input.credit(), String.class)
                .setParameter("uploader", uploader, UUID.class).setParameter("now", now)
                .setParameter("words", words(input)).executeUpdate();
    }

    /** Returns whether there is a medium of this id, also in the trash. */
    boolean exists(UUID id) {
        return !jdbcQueries.list("select 1 from media where id = :id", Map.of("id", id), row -> 1).isEmpty();
    }

    /** Sets the focal point of a medium that is being created. */
    void setFocalPoint(UUID id, FocalPoint focus) {
        database.createNativeMutationQuery("update media set focal_x = :x, focal_y = :y where id = :id")
                .setParameter("x", focus.x()).setParameter("y", focus.y()).setParameter("id", id).executeUpdate();
    }

    /** Inserts a file of a medium. */
    void insertFile(UUID id, byte[] uploadHash, MediaFile file, Instant now) {
        var picture = file.picture();
        database.createNativeMutationQuery("""
                insert into media_file (media_id, version, upload_hash, store_key, type, bytes, width, height, frames,
                    placeholder, dominant_color, created_at)
                values (:id, :version, :uploadHash, :hash, :type, :bytes, :width, :height, :frames, :placeholder,
                    :color, :now)""")
                .setParameter("id", id).setParameter("version", file.version()).setParameter("uploadHash", uploadHash)
                .setParameter("hash", file.hash()).setParameter("type", file.type())
                .setParameter("bytes", file.bytes())
                .setParameter("width", picture == null ? null : picture.width(), Integer.class)
                .setParameter("height", picture == null ? null : picture.height(), Integer.class)
                .setParameter("frames", picture == null ? null : picture.frames(), Integer.class)
                .setParameter("placeholder", picture == null ? null : picture.placeholder(), String.class)
                .setParameter("color", picture == null ? null : picture.dominantColor(), String.class)
                .setParameter("now", now).executeUpdate();
    }

    /** Returns whether a version of the file of a medium has these stored bytes. */
    boolean hasFile(UUID id, int version, String hash) {
        return !jdbcQueries.list("select 1 from media_file where media_id = :id and version = :version"
                + " and store_key = :hash", Map.of("id", id, "version", version, "hash", hash), row -> 1).isEmpty();
    }

    /** Gives the current file the next number, because crops around another focal point need other addresses. */
    void renumberFile(UUID id, Instant now) {
        database.createNativeMutationQuery("""
                insert into media_file (media_id, version, upload_hash, store_key, type, bytes, width, height, frames,
                    placeholder, dominant_color, created_at)
                select f.media_id, f.version + 1, f.upload_hash, f.store_key, f.type, f.bytes, f.width, f.height,
                    f.frames, f.placeholder, f.dominant_color, :now
                from media_file f join media m on m.id = f.media_id and m.file_version = f.version
                where m.id = :id""").setParameter("now", now).setParameter("id", id).executeUpdate();
        database.createNativeMutationQuery("""
                update media_file f set replaced_at = :now from media m
                where f.media_id = :id and m.id = f.media_id and m.file_version = f.version""")
                .setParameter("now", now).setParameter("id", id).executeUpdate();
        database.createNativeMutationQuery("update media set file_version = file_version + 1 where id = :id")
                .setParameter("id", id).executeUpdate();
    }

    /** Makes a new file, which was inserted, the current one. */
    void replaceFile(UUID id, MediaFile file, Instant now) {
        database.createNativeMutationQuery("""
                update media_file set replaced_at = :now where media_id = :id and replaced_at is null
                    and version < :version""").setParameter("now", now).setParameter("id", id)
                .setParameter("version", file.version()).executeUpdate();
        database.createNativeMutationQuery("""
                update media set file_version = :version, type = :type, version = version + 1, changed_at = :now
                where id = :id""").setParameter("version", file.version()).setParameter("type", file.type())
                .setParameter("now", now).setParameter("id", id).executeUpdate();
    }

    void update(UUID id, MediaInput input, Instant now) {
        var focus = input.focalPoint();
        database.createNativeMutationQuery("""
                update media set filename = :filename, alt = :alt, caption = :caption, credit = :credit,
                    focal_x = :x, focal_y = :y, version = version + 1, changed_at = :now,
                    words = array_to_tsvector(cast(:words as text[]))
                where id = :id""")
                .setParameter("filename", input.filename()).setParameter("alt", input.alt(), String.class)
                .setParameter("caption", input.caption(), String.class)
                .setParameter("credit", input.credit(), String.class)
                .setParameter("x", focus == null ? null : focus.x(), Float.class)
                .setParameter("y", focus == null ? null : focus.y(), Float.class).setParameter("now", now)
                .setParameter("words", words(input)).setParameter("id", id).executeUpdate();
    }

    /** Moves a medium to the trash, or out of it with a null time. */
    void setTrashed(UUID id, Instant trashedAt, Instant now) {
        database.createNativeMutationQuery("""
                update media set trashed_at = :trashed, version = version + 1, changed_at = :now where id = :id""")
                .setParameter("trashed", trashedAt, Instant.class).setParameter("now", now).setParameter("id", id)
                .executeUpdate();
    }

    /** Deletes a medium with its files; returns the hashes of the files. */
    List<String> delete(UUID id) {
        var hashes = database.createNativeQuery("select distinct store_key from media_file where media_id = :id",
                String.class).setParameter("id", id).getResultList();
        database.createNativeMutationQuery("delete from media where id = :id").setParameter("id", id).executeUpdate();
        return hashes;
    }

    /** Returns whether a file in the store belongs to a medium. */
    boolean isUsed(String hash) {
        return !database.createNativeQuery("select 1 from media_file where store_key = :hash limit 1", Integer.class)
                .setParameter("hash", hash).getResultList().isEmpty();
    }

    /** Lists one page of media. */
    Page<MediaDetail> list(MediaQuery query, PageQuery page, UUID caller) {
        var values = query.parameters(caller);
        var order = query.order();
        var name = "media " + values + query.conditions() + order;
        return order.key() == MediaQuery.MediaSortKey.filename
                ? list(query, new Keyset<>(page, name, order.descending(), String::toString), values,
                        medium -> medium.filename)
                : list(query, new Keyset<>(page, name, order.descending(), Keyset::parseTime), values,
                        medium -> medium.createdAt);
    }

    private <K> Page<MediaDetail> list(MediaQuery query, Keyset<K> keys, Map<String, Object> values,
            Function<MediaDetail, K> key) {
        values.putAll(keys.parameters());
        var column = query.order().key().column;
        var sizes = links.sizes();
        var rows = jdbcQueries.list(
                MediaDetail.SELECT.replace("media m", query.table()) + " where true" + query.conditions()
                        + keys.seekCondition(column, "m.id") + keys.orderBy(column, "m.id") + keys.limitClause(false),
                values,
                row -> new MediaDetail(row, sizes));
        return keys.toPage(rows, key, medium -> medium.id,
                () -> jdbcQueries.single("select count(*) from " + query.table() + " where true" + query.conditions(),
                        values, 0,
                        row -> row.getLong(1)));
    }

    private static String[] words(MediaInput input) {
        // Arrays.asList and not List.of, because texts may be null.
        return MediaQuery.words(Arrays.asList(input.filename(), input.alt(), input.caption(),
                input.credit())).toArray(String[]::new);
    }
}
