package dev.byline.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The type of a file, read from its first bytes; the name decides only between types that have no signature.
 *
 * @param mediaType
 *            as in {@code Content-Type}
 * @param extension
 *            the usual end of names, without a dot
 */
public record FileType(String mediaType, String extension, FileKind kind) {
    /** The ways in which files are served. */
    public enum FileKind {
        /** Checked by decoding; shown in pages. */
        PICTURE,
        /** Served in ranges; played in pages. */
        AUDIO,
        /** Served in ranges; played in pages. */
        VIDEO,
        /** Served as a download. */
        OTHER
    }

    public static final FileType JPEG = picture("image/jpeg", "jpg");
    public static final FileType PNG = picture("image/png", "png");
    public static final FileType GIF = picture("image/gif", "gif");
    public static final FileType WEBP = picture("image/webp", "webp");
    public static final FileType SVG = picture("image/svg+xml", "svg");
    /** A file of an unknown type. */
    public static final FileType UNKNOWN = new FileType("application/octet-stream", "bin", FileKind.OTHER);
    /** The bytes from the beginning that {@link #detect} looks at. */
    static final int SIGNATURE_BYTES = 4096;

    /** Types without a signature, by the end of the name. All are downloads, so that a wrong name does no harm. */
    private static final Map<String, FileType> BY_EXTENSION = Map.of("txt", other("text/plain", "txt"), "csv",
            other("text/csv", "csv"), "md", other("text/markdown", "md"), "json", other("application/json", "json"),
            "vtt", other("text/vtt", "vtt"), "docx",
            other("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"), "xlsx",
            other("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"), "pptx",
            other("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"), "epub",
            other("application/epub+zip", "epub"), "odt", other("application/vnd.oasis.opendocument.text", "odt"));

    /** Returns the type of a file. */
    public static FileType detect(Path file, String filename) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return detect(in.readNBytes(SIGNATURE_BYTES), filename);
        }
    }

    /** Returns the type of the file that begins with these bytes. */
    static FileType detect(byte[] start, String filename) {
        var bySignature = Signatures.find(start);
        var extension = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        var byName = BY_EXTENSION.get(extension);
        // Office documents are zip files; other types with a signature are what their bytes say.
        boolean container = bySignature.extension.equals("zip") || bySignature.equals(UNKNOWN);
        return container && byName != null ? byName : bySignature;
    }

    /** Returns the type of a checked picture by its media type. */
    public static FileType ofPicture(String mediaType) {
        return List.of(JPEG, PNG, GIF, WEBP, SVG).stream().filter(type -> type.mediaType.equals(mediaType)).findFirst()
                .orElseThrow();
    }

    /** Returns whether the file is a picture that {@link PictureCheck} accepts. */
    public boolean isPicture() {
        return kind == FileKind.PICTURE;
    }

    static FileType picture(String mediaType, String extension) {
        return new FileType(mediaType, extension, FileKind.PICTURE);
    }

    static FileType other(String mediaType, String extension) {
        return new FileType(mediaType, extension, FileKind.OTHER);
    }
}
