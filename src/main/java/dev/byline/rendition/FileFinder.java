package dev.byline.rendition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.image.FileType;
import dev.byline.image.PictureResizer;
import dev.byline.image.Resize;
import dev.byline.media.Media;
import dev.byline.media.MediaReader;
import dev.byline.media.MediaStore;
import dev.byline.problem.ProblemException;
import dev.byline.rendition.FileRequest.RequestedFormat;
import dev.byline.site.SiteService;
import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;

/** Finds the file or size that a request asks for: in memory, in the store, or planned. */
@Singleton
class FileFinder {
    /** Larger files are sent from the store. */
    private static final int MAX_KEPT_FILE_BYTES = 512 * 1024;
    private static final long MAX_KEPT_BYTES = 48L * 1024 * 1024;
    private static final long NOTE_INTERVAL_NANOS = Duration.ofHours(1).toNanos();
    /** The bytes in which a PNG or WebP file says whether it is transparent. */
    private static final int HEADER_BYTES = 16 * 1024;

    private final MediaReader mediaReader;
    private final MediaStore files;
    private final SizeStore sizes;
    private final SiteService site;
    private final KeptValues<String, FileInMemory> kept;

    FileFinder(MediaReader mediaReader, MediaStore files, SizeStore sizes, SiteService site,
            KeptValuesFactory keptValues) {
        this.mediaReader = mediaReader;
        this.files = files;
        this.sizes = sizes;
        this.site = site;
        this.kept = keptValues.createOfBytes(MAX_KEPT_BYTES, FileInMemory::memoryBytes,
                (key, file) -> List.of(file.mediumId));
    }

    /** Returns the file of a request if it is in memory, else null; never blocks. */
    FileInMemory findInMemory(String key) {
        var file = kept.find(key);
        if (file != null && file.isDueForNote(System.nanoTime(), NOTE_INTERVAL_NANOS)) {
            sizes.noteUse(file.sizeKey);
        }
        return file;
    }

    /** The result of a look-up: a file to send, or a size to make. */
    record Found(SentFile file, PlannedSize missing) {}

    /** Reads the parameters of a request; 400 if one of them is wrong. */
    @ActivateRequestContext
    FileRequest parse(UUID id, MultiMap query) {
        return FileRequest.of(id, query, site.pictureWidths());
    }

    /** Finds the file of a request; 404 if there is none. */
    @ActivateRequestContext
    Found find(String key, FileRequest request, boolean acceptsWebp, boolean inParts) throws IOException {
        var medium = medium(request);
        if (request.width() != null && medium.hasSizes()) {
            var size = plan(medium, request, acceptsWebp);
            var stored = sizes.find(size);
            return stored.isPresent()
                    ? new Found(keepSize(key, request, size, acceptsWebp, stored.get()), null)
                    : new Found(null, size);
        }
        return new Found(inParts || medium.bytes() > MAX_KEPT_FILE_BYTES
                ? fileBytes(medium, request)
                : kept.get(key, () -> readFile(medium(request), request)), null);
    }

    /** Keeps a size in memory that was read or made. */
    @ActivateRequestContext
    FileInMemory keepSize(String key, FileRequest request, PlannedSize size, boolean acceptsWebp, ByteBuf bytes) {
        return kept.get(key, () -> {
            // Again, because the medium may have changed while the size was made.
            var medium = medium(request);
            var etag = FileInMemory.etag(bytes);
            sizes.noteUse(size.key());
            return new FileInMemory(medium.id().toString(), size.key(), bytes, etag,
                    FileHeaders.of(medium, size.order().format().mediaType, etag, isFinal(request, medium, size),
                            request.format() == RequestedFormat.AUTO));
        });
    }

    /**
     * Returns whether the bytes of a size never change. A crop follows the focal point, whose change gives the file a
     * new version: crops of former versions may be others than before.
     */
    private boolean isFinal(FileRequest request, Media medium, PlannedSize size) {
        return request.version() != null && (size.order().crop() == null
                || mediaReader.find(medium.id()).filter(now -> now.fileVersion() == medium.fileVersion()).isPresent());
    }

    private Media medium(FileRequest request) {
        return (request.version() == null
                ? mediaReader.find(request.id())
                : mediaReader.find(request.id(), request.version()))
                .orElseThrow(() -> ProblemException.notFound("file", request.id()
                        + (request.version() == null ? "" : "' with the version '" + request.version())));
    }

    private PlannedSize plan(Media medium, FileRequest request, boolean acceptsWebp) throws IOException {
        boolean transparent = false;
        if (request.format() == RequestedFormat.AUTO && (!acceptsWebp || mayExceedWebp(medium))
                && !medium.type().equals(FileType.JPEG.mediaType())) {
            try (var in = files.open(medium.storeKey(), 0)) {
                transparent = PictureResizer.isTransparent(in.readNBytes(HEADER_BYTES),
                        FileType.ofPicture(medium.type()));
            }
        }
        return PlannedSize.of(medium, request, acceptsWebp, transparent);
    }

    private static boolean mayExceedWebp(Media medium) {
        return Math.max(medium.width(), medium.height()) > Resize.Format.WEBP.maxLength;
    }

    private FileBytes fileBytes(Media medium, FileRequest request) {
        var etag = etag(medium);
        return new FileBytes(files, medium.storeKey(), medium.bytes(), etag,
                FileHeaders.of(medium, medium.type(), etag, request.version() != null, false));
    }

    private FileInMemory readFile(Media medium, FileRequest request) {
        try (var in = files.open(medium.storeKey(), 0)) {
            var etag = etag(medium);
            return new FileInMemory(medium.id().toString(), null, PieceOutput.readAll(in), etag,
                    FileHeaders.of(medium, medium.type(), etag, request.version() != null, false)
                            .add("Accept-Ranges", "bytes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String etag(Media medium) {
        return '"' + medium.file().hash().substring(0, 24) + '"';
    }
}
