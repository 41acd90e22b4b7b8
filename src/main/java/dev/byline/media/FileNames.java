package dev.byline.media;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.byline.text.WhiteSpace;

/** Makes names of files, which are the last segments of addresses, from the names that clients give. */
final class FileNames {
    /** The maximum length of a name, in code points. */
    static final int MAX_LENGTH = 120;
    private static final int MAX_EXTENSION_LENGTH = 10;
    /** The extensions of the types whose files are shown and not downloaded, the usual one first. */
    private static final Map<String, List<String>> EXTENSIONS = Map.of("image/jpeg", List.of("jpg", "jpeg"),
            "image/png", List.of("png"), "image/gif", List.of("gif"), "image/webp", List.of("webp"), "image/avif",
            List.of("avif"), "image/svg+xml", List.of("svg"), "video/mp4", List.of("mp4", "m4v"), "video/webm",
            List.of("webm"), "audio/mpeg", List.of("mp3"), "application/pdf", List.of("pdf"));

    private FileNames() {
    }

    /** Returns the last segment of a name without characters that addresses or disks dislike, with the extension of the type. */
    static String clean(String name, String type) {
        var last = name == null ? "" : name.replace('\\', '/').replaceAll("[?#].*", "").replaceAll(".*/", "");
        var text = WhiteSpace.normalizeSpaces(Normalizer.normalize(last, Normalizer.Form.NFC)
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\u2028\\u2029\"<>|:*%;]", ""));
        text = text == null ? "" : text.replaceAll("^[. ]+|[. ]+$", "");
        int dot = text.lastIndexOf('.');
        var extension = dot < 0 || text.length() - dot > MAX_EXTENSION_LENGTH ? "" : text.substring(dot + 1);
        var stem = extension.isEmpty() ? text : text.substring(0, dot);
        var known = EXTENSIONS.get(type);
        if (known != null && !known.contains(extension.toLowerCase(Locale.ROOT))) {
            extension = known.get(0);
        }
        stem = stem.isBlank() ? "file" : stem;
        int max = MAX_LENGTH - extension.length() - 1;
        if (stem.codePointCount(0, stem.length()) > max) {
            stem = stem.substring(0, stem.offsetByCodePoints(0, max)).strip();
        }
        return extension.isEmpty() ? stem : stem + "." + extension;
    }
}
