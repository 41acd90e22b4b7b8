package dev.byline.transfer.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;

/**
 * The first files of a zip, as far as the beginning of the archive shows them.
 *
 * @param names
 *            the names of the first files, without those that macOS adds
 * @param export
 *            the beginning of the export in the archive; null without one, or with several files that may be one
 * @param exportName
 *            the name of that export; null without one
 */
record ZipHead(List<String> names, byte[] export, String exportName) {
    /** Stories and other data of an account of Medium; the order of the files differs between exports. */
    private static final Pattern MEDIUM_NAME = Pattern.compile("(.*/)?(posts/(draft_|\\d{4}-\\d\\d-\\d\\d_)[^/]*[-_]"
            + "[0-9a-f]{6,40}|(blocks|bookmarks|claps|highlights|ips|lists|sessions)/[a-z]+-\\d{4})\\.html");
    private static final Pattern SUBSTACK_NAME = Pattern
            .compile("(.*/)?(posts\\.csv|posts/\\d+\\.[^/]+\\.(html|delivers\\.csv|opens\\.csv))");

    /** Files that an export may lie beside: those that systems add, notes and media. */
    private static final Pattern BESIDE_EXPORT = Pattern
            .compile("(?i)(.*/)?(\\.[^/]*|thumbs\\.db|desktop\\.ini|license|readme|"
                    + "[^/]*\\.(txt|pdf|png|jpe?g|gif|webp|svg|avif|mp[34]|webm))");

    static ZipHead read(byte[] head) {
        var names = new ArrayList<String>();
        var exportNames = new ArrayList<String>();
        var export = new byte[0];
        try (var zip = new ZipInputStream(new ByteArrayInputStream(head), StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory() || entry.getName().startsWith("__MACOSX/")) {
                    continue;
                }
                names.add(entry.getName());
                if (names.size() == 1 && entry.getName().equals(ZippedExport.BYLINE_EXPORT)) {
                    return new ZipHead(names, readBeginning(zip), ZippedExport.BYLINE_EXPORT);
                }
                if (ZippedExport.isExportName(entry.getName())) {
                    exportNames.add(entry.getName());
                    export = exportNames.size() == 1 ? readBeginning(zip) : export;
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // The head ends within a file, or the archive is damaged: the files before that place are enough.
        }
        return exportNames.size() == 1
                ? new ZipHead(names, export, exportNames.get(0))
                : new ZipHead(names, null, null);
    }

    private static byte[] readBeginning(InputStream in) {
        var bytes = new byte[ImportFormat.DETECTION_BYTES];
        int length = 0;
        try {
            for (int read = 0; read >= 0 && length < bytes.length; read = in.read(bytes, length,
                    bytes.length - length)) {
                length += read;
            }
        } catch (IOException e) {
            // The head ends within this file.
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Detects the format of the archive; {@code markdown} if nothing else is recognized. */
    ImportFormat detect() {
        if (names.stream().anyMatch(name -> MEDIUM_NAME.matcher(name).matches())) {
            return ImportFormat.medium;
        }
        if (names.stream().anyMatch(name -> SUBSTACK_NAME.matcher(name).matches())) {
            return ImportFormat.substack;
        }
        boolean isExport = export != null && exportName.matches("([^/]+/){0,3}[^/]+")
                && names.stream().takeWhile(name -> !name.equals(exportName))
                        .allMatch(name -> BESIDE_EXPORT.matcher(name).matches())
                && names.stream().noneMatch(name -> name.matches("(?i).*\\.(md|mdx|markdown|mkd)"));
        // Configurations of sites are JSON with fields that lines of Byline have as well.
        return isExport
                ? ImportFormat.detect(export)
                        .filter(format -> format != ImportFormat.byline
                                || exportName.matches("(?i).*\\.(ndjson|jsonl)"))
                        .orElse(ImportFormat.markdown)
                : ImportFormat.markdown;
    }
}
