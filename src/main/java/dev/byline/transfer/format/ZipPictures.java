package dev.byline.transfer.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The pictures and other files in the archive of an import, and the addresses under which its texts name them: relative
 * to the text, or below one of the folders that generators of sites copy to the top of the site.
 */
public final class ZipPictures implements AutoCloseable {
    private static final Pattern TEXT = Pattern.compile(
            "(?i).*\\.(md|mdx|markdown|mkd|html?|xml|json|ndjson|csv|ya?ml|toml|js|ts|css|scss|php)|(.*/)?[^./]*|(.*/)?\\..*|__MACOSX/.*");
    /** The folders whose content generators copy to the top of the site. */
    private static final List<String> ROOTS = List.of("", "static/", "public/", "assets/", "source/", "src/",
            "content/",
            "docs/", "src/assets/", "src/public/", "images/");
    /** The folders that Ghost and WordPress have below any address. */
    private static final Pattern UPLOADS = Pattern
            .compile(".*?((?:content/(?:images|media|files)|wp-content/uploads)/.*)");
    private static final Pattern PREFIX = Pattern.compile("(?:\\{\\{.*?\\}\\}|\\{%.*?%\\}|__GHOST_URL__|[@~](?=/))");
    private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)(?:https?:)?//([^/?#]+)([^?#]*).*");

    private final ZipFile zip;
    private final Set<String> names = new HashSet<>();
    /** The full names, by each of their endings that begin a folder or the name. */
    private final Map<String, String> byEnding = new HashMap<>();
    private final String sourceHost;

    private ZipPictures(ZipFile zip, String source) {
        this.zip = zip;
        var address = ABSOLUTE.matcher(source);
        this.sourceHost = address.matches() ? address.group(1) : "";
        zip.stream().filter(entry -> !entry.isDirectory() && !TEXT.matcher(entry.getName()).matches())
                .map(ZipEntry::getName).sorted().forEach(name -> {
                    names.add(name);
                    for (int slash = -1; slash < name.length();) {
                        // An ending of several files names none of them.
                        byEnding.merge(name.substring(slash + 1), name, (a, b) -> "");
                        int next = name.indexOf('/', slash + 1);
                        slash = next < 0 ? name.length() : next;
                    }
                });
    }

    /** Opens the archive of an import; null if the file is none. */
    public static ZipPictures open(ImportFile file) throws IOException {
        if (!ZippedExport.isZip(file.path())) {
            return null;
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.path().toFile(), StandardCharsets.UTF_8);
        } catch (ZipException | IllegalArgumentException e) {
            // The reader of the format reports it.
            return null;
        }
        return new ZipPictures(zip, file.source());
    }

    /**
     * Finds the file that a text names; null if the archive does not have it.
     *
     * @param place
     *            the place of the text: its path in the archive, for archives of texts
     */
    public String find(String place, String address) {
        var absolute = ABSOLUTE.matcher(address);
        boolean isAbsolute = absolute.matches();
        var path = isAbsolute ? absolute.group(2) : PictureAddress.path(PREFIX.matcher(address).replaceFirst(""));
        for (var candidate : List.of(path, PictureAddress.decode(path))) {
            for (var original : PictureAddress.originals(candidate, Set.of())) {
                var found = isAbsolute
                        ? findUpload(original, absolute.group(1))
                        : findRelative(place, original, address);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private String findUpload(String path, String host) {
        var uploads = UPLOADS.matcher(path);
        if (uploads.matches()) {
            return ending(uploads.group(1));
        }
        return host.equalsIgnoreCase(sourceHost) ? findBelowRoots(path) : null;
    }

    /** Tells whether an address names a file without its host, which only the archive may have. */
    public static boolean isRelative(String address) {
        var path = PictureAddress.path(PREFIX.matcher(address).replaceFirst(""));
        return !ABSOLUTE.matcher(address).matches() && !SCHEME.matcher(address).matches() && !path.isBlank()
        // The beginning of a template, whose spaces end an address.
                && !path.startsWith("{");
    }

    private String findRelative(String place, String path, String address) {
        if (path.isBlank() || SCHEME.matcher(address).matches()) {
            return null;
        }
        if (!path.startsWith("/")) {
            var folder = place.substring(0, place.lastIndexOf('/') + 1);
            int dot = place.lastIndexOf('.');
            // Hexo keeps the files of a post in a folder with the name of the post.
            for (var base : List.of(folder, dot < 0 ? folder : place.substring(0, dot) + "/")) {
                var found = byFullPath(normalize(base + path));
                if (found != null) {
                    return found;
                }
            }
        }
        var uploads = UPLOADS.matcher(path);
        if (uploads.matches() && ending(uploads.group(1)) != null) {
            return ending(uploads.group(1));
        }
        var found = findBelowRoots(path);
        if (found != null || path.startsWith("/")) {
            return found;
        }
        return ending(path.replaceFirst("^(?:\\.{1,2}/)+", ""));
    }

    private String findBelowRoots(String path) {
        var below = normalize(path.replaceFirst("^/+", ""));
        return ROOTS.stream().map(root -> byFullPath(root + below)).filter(found -> found != null).findFirst()
                .orElse(null);
    }

    /** Finds a file by its path in the site, whose folder may lie in another one in the archive. */
    private String byFullPath(String path) {
        return path == null ? null : names.contains(path) ? path : path.contains("/") ? ending(path) : null;
    }

    private String ending(String ending) {
        var name = byEnding.get(ending);
        return name == null || name.isEmpty() ? null : name;
    }

    /** Resolves the segments {@code .} and {@code ..}; null for a path out of the archive. */
    private static String normalize(String path) {
        var segments = new ArrayList<String>();
        for (var segment : path.split("/")) {
            if (segment.equals("..")) {
                if (segments.isEmpty()) {
                    return null;
                }
                segments.remove(segments.size() - 1);
            } else if (!segment.equals(".") && !segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }

    /** Tells whether the archive has a file of exactly this name. */
    public boolean has(String name) {
        var entry = zip.getEntry(name);
        return entry != null && !entry.isDirectory();
    }

    /** Unpacks a file; an exception with a message for people if it is damaged or too large. */
    public void unpack(String name, Path target, long maxBytes) throws IOException {
        var entry = zip.getEntry(name);
        var checksum = new CRC32();
        try (var input = new CheckedInputStream(zip.getInputStream(entry), checksum);
                var output = Files.newOutputStream(target)) {
            var buffer = new byte[1 << 16];
            long bytes = 0;
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    throw new ZipException("is larger than " + maxBytes + " bytes, the maximum size");
                }
                output.write(buffer, 0, read);
            }
        }
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException("is damaged in the archive");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
