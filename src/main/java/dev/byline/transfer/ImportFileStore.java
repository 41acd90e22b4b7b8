package dev.byline.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;

import javax.sql.DataSource;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Stores the uploaded files of import jobs in the database, where every node finds them, in chunks of 1 MiB. Uses plain
 * JDBC, because the content is only bytes.
 */
@ApplicationScoped
class ImportFileStore {
    private static final int CHUNK_SIZE = 1 << 20;

    private final DataSource database;
    private final long maxFileSize;

    ImportFileStore(DataSource database,
            @ConfigProperty(name = "byline.import-size", defaultValue = "8G") MemorySize maxFileSize) {
        this.database = database;
        this.maxFileSize = maxFileSize.asLongValue();
    }

    /**
     * Stores a file while it is being received, with a heartbeat of its job for each chunk.
     *
     * @param head
     *            the bytes of the file that were already read
     * @param rest
     *            the remaining bytes
     * @return the size of the file in bytes
     * @throws ProblemException
     *             413 if the file is too large
     */
    long store(UUID job, byte[] head, InputStream rest) throws IOException, SQLException {
        long size = 0;
        int part = 0;
        var chunk = new byte[CHUNK_SIZE];
        System.arraycopy(head, 0, chunk, 0, head.length);
        int filled = head.length;
        while (true) {
            int read = rest.readNBytes(chunk, filled, CHUNK_SIZE - filled);
            int length = filled + read;
            filled = 0;
            size += length;
            if (size > maxFileSize) {
                throw ProblemException.of(ProblemType.BODY_TOO_LARGE,
                        "The file is too large: an import file may have at most " + maxFileSize
                                + " bytes (BYLINE_IMPORT_SIZE).");
            }
            if (length > 0) {
                writeChunk(job, part++, length == CHUNK_SIZE ? chunk : Arrays.copyOf(chunk, length));
            }
            if (length < CHUNK_SIZE) {
                return size;
            }
        }
    }

    private void writeChunk(UUID job, int part, byte[] bytes) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection
                        .prepareStatement("insert into import_chunk (job_id, part, bytes) values (?, ?, ?)");
                var heartbeat = connection.prepareStatement("update import_job set alive_at = now() where id = ?")) {
            insert.setObject(1, job);
            insert.setInt(2, part);
            insert.setBytes(3, bytes);
            insert.executeUpdate();
            heartbeat.setObject(1, job);
            heartbeat.executeUpdate();
        }
    }

    /** Copies the file of a job to a local file, which readers can open several times. */
    void copy(UUID job, Path to) throws IOException, SQLException {
        try (var out = Files.newOutputStream(to);
                var connection = database.getConnection();
                var query = connection
                        .prepareStatement("select bytes from import_chunk where job_id = ? and part = ?")) {
            query.setObject(1, job);
            for (int part = 0;; part++) {
                query.setInt(2, part);
                try (var found = query.executeQuery()) {
                    if (!found.next()) {
                        return;
                    }
                    out.write(found.getBytes(1));
                }
            }
        }
    }
}
