package dev.byline.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.jboss.logging.Logger;

import dev.byline.media.MediaStore;
import dev.byline.transfer.format.ZippedExport;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes the archive of a site: a zip of the lines that {@link SiteExporter} writes, and of the files of the media. */
@ApplicationScoped
class ArchiveExporter {
    private static final Logger LOG = Logger.getLogger(ArchiveExporter.class);
    private static final int FETCH_SIZE = 200;
    private static final String MEDIA_FILES = "select " + SiteExporter.ARCHIVED_FILE + """
            , f.store_key from media m
            join media_file f on f.media_id = m.id and f.version = m.file_version
            where m.trashed_at is null order by m.id""";

    private final SiteExporter exporter;
    private final MediaStore media;

    ArchiveExporter(SiteExporter exporter, MediaStore media) {
        this.exporter = exporter;
        this.media = media;
    }

    /** Writes the zip: the lines first, and then the files. */
    void write(OutputStream out) throws IOException {
        exporter.inSnapshot(snapshot -> {
            var zip = new ZipOutputStream(out);
            zip.putNextEntry(entry(ZippedExport.BYLINE_EXPORT));
            SiteExporter.writeWithMedia(snapshot, zip);
            zip.closeEntry();
            // Pictures are compressed already.
            zip.setLevel(Deflater.NO_COMPRESSION);
            try (var query = snapshot.prepareStatement(MEDIA_FILES)) {
                query.setFetchSize(FETCH_SIZE);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        writeFile(rows.getString(1), MediaStore.FILES + rows.getString(2), zip);
                    }
                }
            }
            zip.finish();
            zip.flush();
        });
    }

    private void writeFile(String name, String key, ZipOutputStream zip) throws IOException {
        try (var file = media.open(key, 0)) {
            zip.putNextEntry(entry(name));
            file.transferTo(zip);
            zip.closeEntry();
        } catch (NoSuchFileException e) {
            LOG.warnf("The file %s of a medium is missing in the store of media; the export is without it", key);
        }
    }

    /** Creates an entry whose time is always the same, so that exports of the same content are equal. */
    private static ZipEntry entry(String name) {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        return entry;
    }
}
