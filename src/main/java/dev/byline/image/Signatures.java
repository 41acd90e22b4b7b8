package dev.byline.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import dev.byline.image.FileType.FileKind;

/** The first bytes by which types of files are known (WHATWG MIME Sniffing §6, and the formats' own documents). */
final class Signatures {
    private record Signature(int offset, byte[] bytes, FileType type) {
        boolean matches(byte[] start) {
            if (start.length < offset + bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (start[offset + i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final FileType HTML = FileType.other("text/html", "html");
    /** Text that a browser could take for a page; such a file is only ever a download. */
    private static final Pattern MARKUP = Pattern.compile("(?is)\\A\\s*(?:<!--.*?-->\\s*)*<(?:!doctype html|html|head|"
            + "body|script|iframe|style|title|a\\s|table|div).*");
    /** The root element of an SVG file, after its declaration, comments and document type. */
    private static final Pattern SVG = Pattern.compile(
            "(?s)\\A\\s*(?:<\\?.*?\\?>\\s*|<!--.*?-->\\s*|<!DOCTYPE(?:[^\\[>]|\\[.*?\\])*>\\s*)*<(?:\\w+:)?svg[\\s>/].*");

    private static final List<Signature> SIGNATURES = List.of(at(0, "\u00ff\u00d8\u00ff", FileType.JPEG),
            at(0, "\u0089PNG\r\n\u001a\n", FileType.PNG), at(0, "GIF87a", FileType.GIF),
            at(0, "GIF89a", FileType.GIF), at(8, "WEBPVP8", FileType.WEBP),
            at(4, "ftypavif", FileType.other("image/avif", "avif")),
            at(4, "ftypavis", FileType.other("image/avif", "avif")),
            at(4, "ftypheic", FileType.other("image/heic", "heic")),
            at(4, "ftypheix", FileType.other("image/heic", "heic")),
            at(4, "ftypmif1", FileType.other("image/heif", "heif")),
            at(0, "II*\0", FileType.other("image/tiff", "tiff")), at(0, "MM\0*", FileType.other("image/tiff", "tiff")),
            at(0, "BM", FileType.other("image/bmp", "bmp")), at(0, "%PDF-", FileType.other("application/pdf", "pdf")),
            at(0, "PK\u0003\u0004", FileType.other("application/zip", "zip")),
            at(0, "\u001f\u008b", FileType.other("application/gzip", "gz")),
            at(4, "ftypM4A", new FileType("audio/mp4", "m4a", FileKind.AUDIO)),
            at(4, "ftypqt", new FileType("video/quicktime", "mov", FileKind.VIDEO)),
            at(4, "ftyp", new FileType("video/mp4", "mp4", FileKind.VIDEO)),
            at(0, "\u001aE\u00df\u00a3", new FileType("video/webm", "webm", FileKind.VIDEO)),
            at(0, "OggS", new FileType("audio/ogg", "ogg", FileKind.AUDIO)),
            at(0, "fLaC", new FileType("audio/flac", "flac", FileKind.AUDIO)),
            at(8, "WAVE", new FileType("audio/wav", "wav", FileKind.AUDIO)),
            at(0, "ID3", new FileType("audio/mpeg", "mp3", FileKind.AUDIO)),
            at(0, "\u00ff\u00fb", new FileType("audio/mpeg", "mp3", FileKind.AUDIO)),
            at(0, "\u00ff\u00f3", new FileType("audio/mpeg", "mp3", FileKind.AUDIO)),
            at(0, "\u00ff\u00f1", new FileType("audio/aac", "aac", FileKind.AUDIO)));

    private Signatures() {
    }

    private static Signature at(int offset, String latin1, FileType type) {
        return new Signature(offset, latin1.getBytes(StandardCharsets.ISO_8859_1), type);
    }

    /** Returns the type of the file that begins with these bytes, {@link FileType#UNKNOWN} if no signature fits. */
    static FileType find(byte[] start) {
        for (var signature : SIGNATURES) {
            if (signature.matches(start)) {
                return signature.type;
            }
        }
        var text = new String(start, StandardCharsets.UTF_8).replace("\ufeff", "");
        if (SVG.matcher(text).matches()) {
            return FileType.SVG;
        }
        return MARKUP.matcher(text).matches() ? HTML : FileType.UNKNOWN;
    }
}
