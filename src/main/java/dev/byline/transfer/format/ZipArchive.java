package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip archive of text files. Files are unpacked in memory only, never to disk, and only up to size limits that
 * protect against zip bombs.
 */
class ZipArchive implements AutoCloseable {
    /** The maximum size of all unpacked files of an archive in GiB. */
    static final long MAX_UNPACKED_GIB = 4;
    private static final int MAX_FILES = 200_000;
    private static final int MAX_FILE_MIB = 4;

    /** The names of all files, without those that macOS adds to archives. */
    final List<String> fileNames;
    private final ZipFile zip;
    private long unpackedBytes;

    ZipArchive(Path file) throws IOException, BrokenFileException {
        zip = open(file);
        if (zip.size() > MAX_FILES) {
            zip.close();
            throw new BrokenFileException("The archive has more than " + MAX_FILES + " files.");
        }
        fileNames = zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName)
                .filter(name -> !name.startsWith("__MACOSX/")).toList();
    }

    /** Opens an archive; the message of the exception is a complete sentence. */
    static ZipFile open(Path file) throws IOException, BrokenFileException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException | IllegalArgumentException e) {
            throw new BrokenFileException("The archive cannot be read: " + e.getMessage() + ".");
        }
    }

    /** Refuses unsafe names: absolute paths, paths that lead out of the archive, and control characters. */
    void checkName(String name) throws UnreadableFileException {
        if (name.startsWith("/") || name.contains("\\") || name.contains(":")
                || List.of(name.split("/")).contains("..")) {
            throw new UnreadableFileException("has a path that leads out of the archive");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableFileException("has a name with control characters");
        }
    }

    /**
     * Reads the text of a file.
     *
     * @throws UnreadableFileException
     *             if this file cannot be read, with the reason
     * @throws BrokenFileException
     *             if the archive unpacks to more than {@link #MAX_UNPACKED_GIB}
     */
    String readText(String name) throws IOException, BrokenFileException, UnreadableFileException {
        byte[] bytes;
        var entry = zip.getEntry(name);
        try (var in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_FILE_MIB * 1024 * 1024 + 1);
        } catch (ZipException e) {
            throw new UnreadableFileException("cannot be unpacked: " + e.getMessage());
        }
        unpackedBytes += bytes.length;
        if (unpackedBytes > MAX_UNPACKED_GIB * 1024 * 1024 * 1024) {
            throw new BrokenFileException("At " + name + " the archive unpacks to more than " + MAX_UNPACKED_GIB
                    + " GiB, the maximum size.");
        }
        if (bytes.length > MAX_FILE_MIB * 1024 * 1024) {
            throw new UnreadableFileException(
                    "unpacks to more than " + MAX_FILE_MIB + " MiB, the maximum size of a file");
        }
        var checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != entry.getCrc()) {
            throw new UnreadableFileException("is damaged: its checksum differs from the checksum in the archive");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableFileException("is not UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Signals that one file of the archive cannot be read; the message is the reason. */
    static final class UnreadableFileException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableFileException(String message) {
            super(message);
        }
    }
}
