package dev.byline.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import dev.byline.media.MediaFile.PictureFacts;
import dev.byline.security.Sha256;

/**
 * A received file that was checked, with the bytes that are stored: those of a picture are cleaned. The cleaned file is
 * deleted when this object is closed.
 */
record CheckedUpload(ReceivedFile received, Path stored, MediaFile file) implements AutoCloseable {
    static CheckedUpload of(ReceivedFile received, Path stored, String type, PictureFacts picture)
            throws IOException {
        var hash = received.hexHash();
        if (!stored.equals(received.path())) {
            hash = HexFormat.of().formatHex(Sha256.of(stored));
        }
        return new CheckedUpload(received, stored, new MediaFile(1, hash, type, Files.size(stored), picture));
    }

    /** Returns the key of the bytes in {@link MediaStore}. */
    String storeKey() {
        return MediaStore.FILES + file.hash();
    }

    @Override
    public void close() throws IOException {
        if (!stored.equals(received.path())) {
            Files.deleteIfExists(stored);
        }
    }
}
