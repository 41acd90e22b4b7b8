package dev.byline.transfer;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

import dev.byline.media.MediaImports.ImportedFile;
import dev.byline.outbound.PublicDownload.DownloadException;
import dev.byline.transfer.ImportOptions.MediaPolicy;
import dev.byline.transfer.format.ImportFile;
import dev.byline.transfer.format.ImportFormat;
import dev.byline.transfer.format.PictureAddress;
import dev.byline.transfer.format.PictureReferences.FileReference;
import dev.byline.transfer.format.ZipPictures;

/**
 * The files that the texts of one job name, in its archive or on the web, and the media that they become. Each file is
 * unpacked or fetched once, however many items show it. A file is committed by itself, so a job that is continued finds
 * its medium again: by its bytes, or by its address.
 */
final class ImportMediaFiles implements AutoCloseable {
    private static final int MAX_FAILURES_OF_HOST = 3;
    /** The medium in the texts of a dry run, for each file that it would have brought. */
    private static final UUID PLANNED = new UUID(0, 0);
    private static final int MAX_HEAD_BYTES = 1024;
    /** The beginning of a page of HTML. */
    private static final Pattern PAGE = Pattern
            .compile("(?is)[\\s\\xef\\xbb\\xbf]*+(?:<!--.*?-->\\s*+)*+<(?:!doctype html|html|head)\\b");
    private static final Pattern UPLOADS = Pattern
            .compile(".*/(?:wp-content/uploads|content/(?:images|files|media))/.*");

    private final ImportMediaStore store;
    private final ImportFile file;
    private final MediaPolicy policy;
    private final boolean dryRun;
    private final boolean restoresExport;
    /** The archive of the import; null if there is none, or if its files are not wanted. */
    private final ZipPictures archive;
    /** The descriptions of files that the import names, by address. */
    private final Map<String, ImportedFile> known = new HashMap<>();
    /** The results by the names of files in the archive, and by addresses. */
    private final Map<String, BroughtFile> brought = new ConcurrentHashMap<>();
    /** The names of files in the archive that texts name. */
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> failuresOfHosts = new ConcurrentHashMap<>();

    ImportMediaFiles(ImportMediaStore store, ImportFile file, ZipPictures archive, ImportClaims.ClaimedJob job) {
        this.store = store;
        this.file = file;
        this.policy = file.options().media;
        this.dryRun = job.dryRun;
        this.restoresExport = job.format == ImportFormat.byline;
        this.archive = archive;
    }

    /** Remembers the description of a file that an item may show. */
    void describe(String address, String alt, String caption) {
        known.put(address, ImportedFile.of(null, alt, caption));
    }

    /** Finds the name of the file in the archive that a text names, and remembers it; null if there is none. */
    String find(String place, FileReference reference) {
        var name = archive == null ? null : archive.find(place, reference.address());
        if (name != null) {
            shown.add(name);
        }
        return name;
    }

    /** Tells whether a text named a file of the archive. */
    boolean isShown(String name) {
        return shown.contains(name);
    }

    /** Returns whether files that texts show become media. */
    boolean areWanted() {
        return archive != null || policy == MediaPolicy.fetch;
    }

    /** Brings the file that a text names; a result without a medium and a problem leaves the address as it is. */
    BroughtFile bring(String place, FileReference reference) throws IOException {
        var name = find(place, reference);
        if (name != null) {
            return once("zip:" + name, () -> unpack(name, reference));
        }
        var url = policy == MediaPolicy.fetch ? complete(reference.address()) : null;
        if (url == null) {
            return BroughtFile.failed(findMissing(reference));
        }
        if (!reference.shown() && !isUpload(url)) {
            return BroughtFile.failed(null);
        }
        BroughtFile last = null;
        for (var candidate : PictureAddress.originals(url, known.keySet())) {
            last = once(candidate, () -> fetch(candidate, reference));
            if (last.media() != null) {
                return last;
            }
        }
        return last;
    }

    /**
     * Returns the reason why a file without a complete address did not come; null for an address that stays on the web, a
     * link that may lead to an article, and an export of Byline, whose texts had no such file in Byline either.
     */
    private String findMissing(FileReference reference) {
        var address = reference.address();
        if (restoresExport || !ZipPictures.isRelative(address)
                || !reference.shown() && !PictureAddress.isPicture(address) && !UPLOADS.matcher(address).matches()) {
            return null;
        }
        return archive == null ? "has no complete address" : "was not found in the zip";
    }

    /** A step that may fail with its file. */
    private interface Step {
        BroughtFile run() throws IOException;
    }

    /** Runs a step once for each key; another thread that wants the same file waits. */
    private BroughtFile once(String key, Step step) throws IOException {
        synchronized (lock(key)) {
            var result = brought.get(key);
            if (result == null) {
                result = step.run();
                brought.put(key, result);
            }
            return result;
        }
    }

    private Object lock(String key) {
        return locks.computeIfAbsent(key, k -> new Object());
    }

    private BroughtFile unpack(String name, FileReference reference) throws IOException {
        var target = store.media().createTemporaryFile();
        try {
            archive.unpack(name, target, store.maxFileSize());
            var existing = store.media().find(target);
            return existing.isPresent() || dryRun
                    ? new BroughtFile(existing.orElse(PLANNED), null)
                    : create(target, name, reference, null);
        } catch (ZipException e) {
            return BroughtFile.failed(e.getMessage());
        } finally {
            Files.deleteIfExists(target);
        }
    }

    private BroughtFile fetch(String url, FileReference reference) throws IOException {
        var existing = store.sources().find(url);
        if (existing.isPresent() || dryRun) {
            return new BroughtFile(existing.orElse(PLANNED), null);
        }
        var failures = failuresOfHosts.computeIfAbsent(host(url), host -> new AtomicInteger());
        if (failures.get() >= MAX_FAILURES_OF_HOST) {
            return BroughtFile.failed("is on a server that did not answer before");
        }
        var target = store.media().createTemporaryFile();
        try {
            store.download().fetch(url, target);
            failures.set(0);
            if (isPage(target)) {
                return BroughtFile.failed("is answered with a page of HTML, and not with a file");
            }
            var result = create(target, url, reference, known.get(url));
            if (result.media() != null) {
                store.sources().save(url, result.media());
            }
            return result;
        } catch (DownloadException e) {
            if (e.isUnreachable()) {
                failures.incrementAndGet();
            }
            return BroughtFile.failed(e.getMessage());
        } finally {
            Files.deleteIfExists(target);
        }
    }

    /** Returns whether a server has answered with a page, as many do for a file that is gone. */
    private static boolean isPage(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            var head = new String(input.readNBytes(MAX_HEAD_BYTES), StandardCharsets.ISO_8859_1);
            return PAGE.matcher(head).lookingAt();
        }
    }

    private BroughtFile create(Path target, String address, FileReference reference,
            ImportedFile described) throws IOException {
        var alt = described == null || described.input().alt() == null ? reference.alt() : described.input().alt();
        return store.create(target, ImportedFile.of(PictureAddress.filename(address), alt,
                described == null ? null : described.input().caption()));
    }

    /** Returns the complete URL of an address; null if it has none. */
    private String complete(String address) {
        var url = address.startsWith("//") ? "https:" + address : address;
        if (url.startsWith("/") && file.source().matches("(?i)https?://.*")) {
            url = file.source().replaceFirst("(?i)(https?://[^/]+).*", "$1") + url;
        }
        return url.matches("(?i)https?://.*") ? url.replace(" ", "%20") : null;
    }

    /** Returns whether a link leads to a picture or file of the blog itself. */
    private boolean isUpload(String url) {
        return UPLOADS.matcher(url).matches() && !url.endsWith("/") || known.containsKey(url)
                || PictureAddress.isPicture(url) && file.source().matches("(?i)https?://.*")
                        && host(url).equals(host(file.source()));
    }

    private static String host(String url) {
        try {
            var host = URI.create(PictureAddress.path(url)).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        if (archive != null) {
            archive.close();
        }
    }
}
