package dev.byline.transfer.format;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The export inside of a zip, as systems and browsers pack it. The export is unpacked while it is read, and never
 * completely in memory or on disk.
 */
public final class ZippedExport {
    private static final Pattern EXPORT_NAME = Pattern
            .compile("(?i)(?!__MACOSX/)(?:.*/)?[^./][^/]*\\.(xml|wxr|rss|atom|json|ndjson|jsonl)");
    /** The lines in an export of Byline with media, beside which files of any name may lie. */
    public static final String BYLINE_EXPORT = "byline.ndjson";
    private static final int MAX_NAMES = 5;

    private ZippedExport() {
    }

    /** Tells whether a file begins like a zip that has at least one file. */
    static boolean isZip(byte[] head) {
        return head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    static boolean isZip(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return isZip(in.readNBytes(4));
        }
    }

    /** Tells whether a file of an archive may be an export, by its name. */
    static boolean isExportName(String name) {
        return EXPORT_NAME.matcher(name).matches();
    }

    /**
     * Opens the export of an archive, and moves the position in the archive while the export is read.
     *
     * @throws ZipException
     *             if the archive is damaged, or has no export or several; the message is a complete sentence
     */
    static InputStream open(Path file, AtomicLong position) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException | IllegalArgumentException e) {
            throw new ZipException("The archive cannot be read: " + e.getMessage() + ".");
        }
        try {
            var entry = findExport(zip);
            return new UnpackedStream(zip, entry, Files.size(file), position);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static ZipEntry findExport(ZipFile zip) throws ZipException {
        if (zip.getEntry(BYLINE_EXPORT) != null) {
            return zip.getEntry(BYLINE_EXPORT);
        }
        var exports = zip.stream().filter(e -> !e.isDirectory() && isExportName(e.getName())).limit(MAX_NAMES)
                .toList();
        if (exports.size() != 1) {
            throw new ZipException(exports.isEmpty()
                    ? "The archive contains no export: no file whose name ends in .xml, .json or .ndjson."
                    : "The archive contains several files that may be the export: "
                            + ImportValues.toSingleLine(
                                    String.join(", ", exports.stream().map(ZipEntry::getName).toList()), 500)
                            + ". Send an archive with one export, or each export by itself.");
        }
        return exports.get(0);
    }

    /** Unpacks one file of an archive; checks its size and its checksum. Closing the stream closes the archive. */
    private static final class UnpackedStream extends FilterInputStream {
        private static final long MAX_BYTES = ZipArchive.MAX_UNPACKED_GIB * 1024 * 1024 * 1024;

        private final ZipFile zip;
        private final ZipEntry entry;
        private final long archiveSize;
        private final AtomicLong position;
        private final CRC32 checksum = new CRC32();
        private long unpackedBytes;

        UnpackedStream(ZipFile zip, ZipEntry entry, long archiveSize, AtomicLong position) throws IOException {
            super(unpack(zip, entry));
            this.zip = zip;
            this.entry = entry;
            this.archiveSize = archiveSize;
            this.position = position;
        }

        private static InputStream unpack(ZipFile zip, ZipEntry entry) throws IOException {
            try {
                return zip.getInputStream(entry);
            } catch (ZipException e) {
                throw problem(entry, "cannot be unpacked: " + e.getMessage());
            }
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(bytes, offset, length);
            } catch (ZipException | EOFException e) {
                throw problem(entry, "cannot be unpacked: " + e.getMessage());
            }
            if (read < 0) {
                if (checksum.getValue() != entry.getCrc()) {
                    throw problem(entry, "is damaged: its checksum differs from the checksum in the archive");
                }
                return read;
            }
            checksum.update(bytes, offset, read);
            unpackedBytes += read;
            if (unpackedBytes > MAX_BYTES) {
                throw problem(entry, "unpacks to more than " + ZipArchive.MAX_UNPACKED_GIB + " GiB, the maximum size");
            }
            // The size in the directory of the archive may be wrong; it only scales the progress.
            position.set((long) (archiveSize * Math.min(1, (double) unpackedBytes / Math.max(1, entry.getSize()))));
            return read;
        }

        private static ZipException problem(ZipEntry entry, String reason) {
            return new ZipException(
                    "The file " + ImportValues.toSingleLine(entry.getName(), 300) + " in the archive " + reason + ".");
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
