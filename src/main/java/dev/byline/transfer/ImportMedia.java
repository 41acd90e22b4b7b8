package dev.byline.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.author.AuthorInput;
import dev.byline.media.MediaImports;
import dev.byline.media.MediaImports.ImportedFile;
import dev.byline.outbound.PublicDownload.DownloadException;
import dev.byline.problem.ProblemException;
import dev.byline.publication.Cover;
import dev.byline.text.MediaAddress;
import dev.byline.text.ValidWebAddress;
import dev.byline.transfer.ImportOptions.MediaPolicy;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportFile;
import dev.byline.transfer.format.ImportFormat;
import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.PictureAddress;
import dev.byline.transfer.format.PictureReferences;
import dev.byline.transfer.format.PictureReferences.FileReference;
import dev.byline.transfer.format.ZipPictures;

/**
 * Brings the pictures of the items of one job: finds the files that a text names, in the archive or on the web, makes
 * media of them, and writes their ids into the text. Each file is committed by itself, so a job that is continued finds
 * it again: by its bytes, or by its address.
 */
final class ImportMedia implements AutoCloseable {
    private static final int MAX_FAILURES_OF_HOST = 3;
    private static final int MAX_HEAD_BYTES = 1024;
    private static final Pattern PAGE = Pattern
            .compile("(?is)[\\s\\xef\\xbb\\xbf]*+(?:<!--.*?-->\\s*+)*+<(?:!doctype html|html|head)\\b");
    private static final Pattern UPLOADS = Pattern
            .compile(".*/(?:wp-content/uploads|content/(?:images|files|media))/.*");
    private static final ValidWebAddress.WebAddressValidator URLS = new ValidWebAddress.WebAddressValidator();

    private final ImportMediaStore store;
    private final ImportFile file;
    private final MediaPolicy policy;
    private final boolean dryRun;
    /** Whether an address that is none makes the item fail, as in Byline's own format. */
    private final boolean strict;
    private final boolean keepsIds;
    private final ZipPictures archive;
    /** The descriptions of files that the import names, by address. */
    private final Map<String, ImportedFile> known = new HashMap<>();
    /** What became of the files of the archive, by name, and of addresses. */
    private final Map<String, BroughtFile> brought = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> failuresOfHosts = new ConcurrentHashMap<>();

    ImportMedia(ImportMediaStore store, ImportFile file, ImportClaims.ClaimedJob job) throws IOException {
        this.store = store;
        this.file = file;
        this.policy = file.options().media;
        this.dryRun = job.dryRun;
        this.keepsIds = job.options.ids == ImportOptions.IdPolicy.keep;
        this.strict = job.format == ImportFormat.byline;
        this.archive = policy == MediaPolicy.keep ? null : ZipPictures.open(file);
    }

    /** A file that was brought, or the reason why it was not. */
    private record BroughtFile(UUID media, String problem) {
        static BroughtFile failed(String problem) {
            return new BroughtFile(null, problem);
        }
    }

    /** Remembers the description of a file that an item may show. */
    void describe(String address, String alt, String caption) {
        known.put(address, ImportedFile.of(null, alt, caption));
    }

    /** Returns the item with its files brought; adds a note for each that was not. */
    ImportLine bring(String place, ImportLine line, List<String> notes) {
        if (line == null || line.article == null && line.live == null && line.author == null) {
            return line;
        }
        var references = new LinkedHashMap<String, FileReference>();
        for (var article : articles(line)) {
            if (article.cover != null && article.cover.url() != null) {
                add(references, new FileReference(article.cover.url(), true, article.cover.alt()));
            }
            if (article.body != null && (bringsFiles() || mapsIds() && article.body.source().contains("media"))) {
                PictureReferences.list(article.body.source(), isMarkdown(article.body))
                        .forEach(reference -> add(references, reference));
            }
        }
        if (line.author != null && line.author.avatarUrl() != null) {
            add(references, new FileReference(line.author.avatarUrl(), true, line.author.name()));
        }
        var results = new HashMap<String, UUID>();
        await(place, references.values()).forEach((address, result) -> {
            if (result.media != null) {
                results.put(address, result.media);
            } else if (result.problem != null) {
                notes.add("the file '" + address + "' " + result.problem + ", and was not imported");
            }
        });
        var changed = line.copy();
        changed.article = rewrite(line.article, results, notes);
        changed.live = rewrite(line.live, results, notes);
        if (line.author != null && results.containsKey(line.author.avatarUrl())) {
            var author = line.author;
            changed.author = new AuthorInput(author.name(), author.slug(), author.names(), author.bio(),
                    MediaAddress.SCHEME + results.get(author.avatarUrl()));
        }
        return changed;
    }

    /**
     * Brings a medium of an export of Byline, and sets the outcome. The medium keeps its id with {@code ids=keep};
     * otherwise its new id is remembered under the old one, which texts name.
     */
    void bringMedium(ImportLine line, ImportWorkItem importWorkItem) {
        importWorkItem.sourceKey = line.externalId != null || line.id == null ? line.externalId : line.id.toString();
        if (policy == MediaPolicy.keep) {
            importWorkItem.decide(ImportOutcome.skipped, "media are not imported (media=keep)");
            return;
        }
        var problem = archive == null || line.file == null || !archive.has(line.file)
                ? "its file is not in the archive: send the archive of the export, and not only its lines"
                : store.findProblem(line.media);
        if (problem != null) {
            importWorkItem.decide(ImportOutcome.failed, problem);
            return;
        }
        try {
            importWorkItem.id = findBrought(line.id);
            if (importWorkItem.id != null || dryRun) {
                importWorkItem.decide(importWorkItem.id == null ? ImportOutcome.created : ImportOutcome.unchanged,
                        null);
                return;
            }
            var result = unpack(line);
            importWorkItem.id = result.media;
            importWorkItem.decide(result.media == null ? ImportOutcome.failed : ImportOutcome.created, result.problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UUID findBrought(UUID id) {
        if (id == null) {
            return null;
        }
        return !keepsIds
                ? store.sources().find(exportedName(id)).orElse(null)
                : store.media().exists(id) ? id : null;
    }

    private BroughtFile unpack(ImportLine line) throws IOException {
        var target = store.media().createTemporaryFile();
        try {
            archive.unpack(line.file, target, store.maxFileSize());
            var result = create(target, new ImportedFile(keepsIds ? line.id : null, line.createdAt, line.media));
            if (result.media != null && !keepsIds && line.id != null) {
                store.sources().save(exportedName(line.id), result.media);
            }
            return result;
        } catch (ZipException e) {
            return BroughtFile.failed("its file " + e.getMessage());
        } finally {
            Files.deleteIfExists(target);
        }
    }

    /** Returns the name under which the new id of a medium of an export is remembered. */
    private String exportedName(UUID id) {
        return "byline " + file.source() + " " + id;
    }

    private static List<ArticleInput> articles(ImportLine line) {
        return Stream.of(line.article, line.live).filter(Objects::nonNull).toList();
    }

    private boolean bringsFiles() {
        return archive != null || policy == MediaPolicy.fetch;
    }

    /** Returns whether texts name media by the ids of another Byline. */
    private boolean mapsIds() {
        return strict && !keepsIds;
    }

    private static boolean isMarkdown(ArticleBody body) {
        return body.format() == ArticleBody.BodyFormat.markdown;
    }

    private static void add(Map<String, FileReference> references, FileReference reference) {
        references.merge(reference.address(), reference, (a, b) -> a.shown() ? a : b);
    }

    private ArticleInput rewrite(ArticleInput article, Map<String, UUID> results, List<String> notes) {
        if (article == null) {
            return null;
        }
        var changed = article.copy();
        if (article.cover != null) {
            var medium = results.get(article.cover.url());
            if (medium != null) {
                changed.cover = new Cover(MediaAddress.SCHEME + medium, article.cover.alt(), null, null);
            } else if (!strict && article.cover.url() != null && MediaAddress.parse(article.cover.url()) == null
                    && !URLS.isValid(article.cover.url(), null)) {
                changed.cover = null;
                notes.add("its cover was not imported, because it has no complete address: " + article.cover.url()
                        + "; name the address of the old site with source=https://…");
            }
        }
        if (article.body != null && !results.isEmpty()) {
            changed.body = new ArticleBody(article.body.format(), PictureReferences.replace(article.body.source(),
                    isMarkdown(article.body), reference -> {
                        var medium = results.get(reference.address());
                        return medium == null
                                ? null
                                : reference.shown() || reference.address().startsWith(MediaAddress.SCHEME)
                                        ? MediaAddress.SCHEME + medium
                                        : MediaAddress.path(medium, filename(reference.address()));
                    }));
        }
        return changed;
    }

    private Map<String, BroughtFile> await(String place, Iterable<FileReference> references) {
        var running = new LinkedHashMap<String, Future<BroughtFile>>();
        references.forEach(reference -> {
            if (MediaAddress.parse(reference.address()) == null ? bringsFiles() : mapsIds()) {
                running.put(reference.address(), store.fetchers().submit(() -> bring(place, reference)));
            }
        });
        var results = new LinkedHashMap<String, BroughtFile>();
        try {
            for (var entry : running.entrySet()) {
                results.put(entry.getKey(), entry.getValue().get());
            }
            return results;
        } catch (InterruptedException e) {
            running.values().forEach(future -> future.cancel(true));
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The import was stopped", e);
        } catch (ExecutionException e) {
            running.values().forEach(future -> future.cancel(true));
            throw new IllegalStateException(e.getCause());
        }
    }

    private BroughtFile bring(String place, FileReference reference) throws IOException {
        var exported = MediaAddress.parse(reference.address());
        if (exported != null) {
            return new BroughtFile(findBrought(exported), null);
        }
        var name = archive == null ? null : archive.find(place, reference.address());
        if (name != null) {
            return once("zip:" + name, () -> unpack(name, reference));
        }
        var url = policy == MediaPolicy.fetch ? complete(reference.address()) : null;
        if (url == null || !reference.shown() && !isUpload(url)) {
            return BroughtFile.failed(null);
        }
        BroughtFile last = null;
        for (var candidate : PictureAddress.originals(url, known.keySet())) {
            last = once(candidate, () -> fetch(candidate, reference));
            if (last.media != null) {
                return last;
            }
        }
        return last;
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
                    ? new BroughtFile(existing.orElse(null), null)
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
            return new BroughtFile(existing.orElse(null), null);
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
            if (result.media != null) {
                store.sources().save(url, result.media);
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
        return create(target, ImportedFile.of(filename(address), alt,
                described == null ? null : described.input().caption()));
    }

    private BroughtFile create(Path target, ImportedFile described) throws IOException {
        try {
            return new BroughtFile(store.media().create(target, described), null);
        } catch (ProblemException e) {
            return BroughtFile.failed(e.violations.isEmpty() ? e.getMessage() : e.violations.get(0).message());
        }
    }

    private static String filename(String address) {
        var path = PictureAddress.path(address);
        return PictureAddress.decode(path.substring(path.lastIndexOf('/') + 1));
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
