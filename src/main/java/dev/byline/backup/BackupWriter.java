package dev.byline.backup;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a backup file: a ZIP file whose last entry has the SHA-256 of each other file, as sha256sum writes it. */
final class BackupWriter implements Closeable {
    /** The name of the entry with the hashes. */
    static final String HASHES = "byline-backup.sha256";
    private static final int BUFFER_SIZE = 1 << 20;

    private final FileChannel channel;
    private final ZipOutputStream zip;
    private final StringBuilder hashes = new StringBuilder();

    BackupWriter(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_SIZE));
        compress(true);
    }

    void addDirectory(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name + "/"));
        zip.closeEntry();
    }

    /** A file that was added: its size, and its SHA-256 in hexadecimal digits. */
    record AddedFile(long bytes, String hash) {}

    /** Sets whether the next files are compressed, which is the default. */
    void compress(boolean compress) {
        // Faster than reading from most disks, and half as large as the database or less.
        zip.setLevel(compress ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
    }

    /** Adds a file. */
    AddedFile addFile(String name, InputStream content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        var digest = sha256();
        var size = content.transferTo(new DigestOutputStream(zip, digest));
        zip.closeEntry();
        var hash = HexFormat.of().formatHex(digest.digest());
        hashes.append(hash).append("  ").append(name).append('\n');
        return new AddedFile(size, hash);
    }

    void addFile(String name, String content) throws IOException {
        addFile(name, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the hashes, and syncs the file to the disk. */
    void finish() throws IOException {
        zip.putNextEntry(new ZipEntry(HASHES));
        zip.write(hashes.toString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
