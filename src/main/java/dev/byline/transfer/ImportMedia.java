package dev.byline.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.author.AuthorInput;
import dev.byline.media.MediaReferences;
import dev.byline.publication.Cover;
import dev.byline.text.MediaAddress;
import dev.byline.text.ValidWebAddress;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportFormat;
import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.PictureAddress;
import dev.byline.transfer.format.PictureReferences;
import dev.byline.transfer.format.PictureReferences.FileReference;

/**
 * Brings the media of the items of one job: finds the files that a text names, has {@link ImportMediaFiles} make media of
 * them, and writes their ids into the text. Media of an export of Byline are {@link ExportedMedia}.
 */
final class ImportMedia implements AutoCloseable {
    private static final ValidWebAddress.WebAddressValidator URLS = new ValidWebAddress.WebAddressValidator();

    private final ImportMediaFiles files;
    private final ExportedMedia exportedMedia;
    private final MediaReferences ownMedia;
    private final ExecutorService fetchers;
    /** True if an incomplete address makes the item fail, as in Byline's own format. */
    private final boolean strict;
    /** True if texts name media by the ids of another Byline. */
    private final boolean mapsIds;

    ImportMedia(ImportMediaFiles files, ExportedMedia exportedMedia, MediaReferences ownMedia,
            ExecutorService fetchers, ImportClaims.ClaimedJob job) {
        this.files = files;
        this.exportedMedia = exportedMedia;
        this.ownMedia = ownMedia;
        this.fetchers = fetchers;
        this.strict = job.format == ImportFormat.byline;
        this.mapsIds = strict && job.options.ids != ImportOptions.IdPolicy.keep;
    }

    /** Remembers the description of a file that an item may show. */
    void describe(String address, String alt, String caption) {
        files.describe(address, alt, caption);
    }

    /**
     * Returns the item with its files brought; adds a note for each that was not. Addresses of media of this service
     * lose their host, as in requests.
     */
    ImportLine bring(String place, ImportLine given, List<String> notes) {
        if (given == null || given.article == null && given.live == null && given.author == null) {
            return given;
        }
        var line = given.copy();
        line.article = toStored(given.article);
        line.live = toStored(given.live);
        var references = list(line);
        var avatar = line.author == null ? null : ownMedia.toStored(line.author.avatarUrl());
        if (avatar != null) {
            add(references, new FileReference(avatar, true, line.author.name()));
        }
        var results = new HashMap<String, UUID>();
        await(place, references.values()).forEach((address, result) -> {
            if (result.media() != null) {
                results.put(address, result.media());
            } else if (MediaAddress.parse(address) != null) {
                noteMissing(MediaAddress.parse(address), notes);
            } else if (result.problem() != null) {
                notes.add("the file '" + address + "' " + result.problem() + ", and was not imported");
            }
        });
        var changed = line.copy();
        changed.article = rewrite(line.article, results, notes);
        changed.live = rewrite(line.live, results, notes);
        if (line.author != null && results.containsKey(avatar)) {
            var author = line.author;
            changed.author = new AuthorInput(author.name(), author.slug(), author.names(), author.bio(),
                    MediaAddress.SCHEME + results.get(avatar));
        }
        return changed;
    }

    /** Remembers the files that an item names, which an earlier run of the job has brought. */
    void recognize(String place, ImportLine line) {
        if (line != null) {
            list(line).values().forEach(reference -> files.find(place, reference));
        }
    }

    /** Tells whether an item named a file of the archive. */
    boolean isShown(String name) {
        return files.isShown(name);
    }

    private Map<String, FileReference> list(ImportLine line) {
        var references = new LinkedHashMap<String, FileReference>();
        for (var article : articles(line)) {
            if (article.cover != null && article.cover.url() != null) {
                add(references, new FileReference(article.cover.url(), true, article.cover.alt()));
            }
            if (article.body != null && article.body.source() != null
                    && (files.areWanted() || article.body.source().contains("media"))) {
                PictureReferences.list(article.body.source(), isMarkdown(article.body))
                        .forEach(reference -> add(references, reference));
            }
        }
        return references;
    }

    /** Brings a medium of an export of Byline, and sets the outcome. */
    void bringMedium(ImportLine line, ImportWorkItem importWorkItem) {
        importWorkItem.sourceKey = line.externalId != null || line.id == null ? line.externalId : line.id.toString();
        if (!exportedMedia.areWanted()) {
            importWorkItem.decide(ImportOutcome.skipped, "media are not imported (media=keep)");
            return;
        }
        var problem = exportedMedia.findProblem(line);
        if (problem != null) {
            importWorkItem.decide(ImportOutcome.failed, problem);
            return;
        }
        importWorkItem.id = exportedMedia.find(line.id);
        if (importWorkItem.id != null) {
            importWorkItem.decide(ImportOutcome.unchanged, null);
            return;
        }
        try {
            var result = exportedMedia.bring(line);
            importWorkItem.id = result.media();
            importWorkItem.decide(result.problem() != null
                    ? ImportOutcome.failed
                    : result.existed() ? ImportOutcome.unchanged : ImportOutcome.created, result.problem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ArticleInput toStored(ArticleInput article) {
        if (article == null) {
            return null;
        }
        var stored = article.copy();
        if (article.cover != null && article.cover.url() != null) {
            stored.cover = article.cover.toStored(null, ownMedia);
        }
        if (article.body != null && article.body.source() != null) {
            stored.body = new ArticleBody(article.body.format(), ownMedia.withoutHost(article.body.source()));
        }
        return stored;
    }

    private static List<ArticleInput> articles(ImportLine line) {
        return Stream.of(line.article, line.live).filter(Objects::nonNull).toList();
    }

    private static boolean isMarkdown(ArticleBody body) {
        return body.format() == ArticleBody.BodyFormat.markdown;
    }

    private static void add(Map<String, FileReference> references, FileReference reference) {
        references.merge(reference.address(), reference, (a, b) -> a.shown() ? a : b);
    }

    /** Notes a medium that is neither here nor in a line before; its address stays, and may lead to it later. */
    private void noteMissing(UUID medium, List<String> notes) {
        var note = "names a medium that is not here: " + medium;
        if (!exportedMedia.isHere(medium) && !notes.contains(note)) {
            notes.add(note);
        }
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
        if (article.body != null && article.body.source() != null && !results.isEmpty()) {
            changed.body = new ArticleBody(article.body.format(), PictureReferences.replace(article.body.source(),
                    isMarkdown(article.body), reference -> {
                        var medium = results.get(reference.address());
                        return medium == null
                                ? null
                                : reference.shown() || reference.address().startsWith(MediaAddress.SCHEME)
                                        ? MediaAddress.SCHEME + medium
                                        : MediaAddress.path(medium, PictureAddress.filename(reference.address()));
                    }));
        }
        return changed;
    }

    private Map<String, BroughtFile> await(String place, Iterable<FileReference> references) {
        var running = new LinkedHashMap<String, Future<BroughtFile>>();
        references.forEach(reference -> {
            if (files.areWanted() || MediaAddress.parse(reference.address()) != null) {
                running.put(reference.address(), fetchers.submit(() -> bring(place, reference)));
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
        return exported == null
                ? files.bring(place, reference)
                : new BroughtFile(mapsIds ? exportedMedia.find(exported) : null, null);
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
