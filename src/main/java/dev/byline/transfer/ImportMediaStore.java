package dev.byline.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;

import dev.byline.media.MediaDownload;
import dev.byline.media.MediaImports;
import dev.byline.media.MediaImports.ImportedFile;
import dev.byline.media.MediaReferences;
import dev.byline.media.MediaSize;
import dev.byline.problem.ProblemException;
import dev.byline.transfer.ImportOptions.MediaPolicy;
import dev.byline.transfer.format.ImportFile;
import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.ZipPictures;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

/** Opens the media of a job, with all that jobs share: downloads, known addresses, and the threads that fetch. */
@ApplicationScoped
class ImportMediaStore {
    /** The limit over all jobs, low because all files may be on one server. */
    private static final int MAX_FETCHES_AT_ONCE = 4;

    private final MediaImports media;
    private final MediaReferences references;
    private final MediaSources sources;
    private final MediaDownload download;
    private final Validator validator;
    private final long maxFileSize;
    private final ManagedExecutor fetchers = ManagedExecutor.builder().maxAsync(MAX_FETCHES_AT_ONCE).propagated()
            .cleared(ThreadContext.ALL_REMAINING).build();

    ImportMediaStore(MediaImports media, MediaReferences references, MediaSources sources, MediaDownload download,
            Validator validator,
            MediaSize mediaSize) {
        this.media = media;
        this.references = references;
        this.sources = sources;
        this.download = download;
        this.validator = validator;
        this.maxFileSize = mediaSize.maxBytes();
    }

    /** Prepares to bring the files of a job. */
    ImportMedia open(ImportFile file, ImportClaims.ClaimedJob job) throws IOException {
        var archive = file.options().media == MediaPolicy.keep ? null : ZipPictures.open(file);
        return new ImportMedia(new ImportMediaFiles(this, file, archive, job),
                new ExportedMedia(this, file, archive, job), references, fetchers, job);
    }

    /** Makes a medium of a file; the reason if the file is refused. */
    BroughtFile create(Path file, ImportedFile described) throws IOException {
        try {
            return new BroughtFile(media.create(file, described), null);
        } catch (ProblemException e) {
            return BroughtFile.failed(e.violations.isEmpty() ? e.getMessage() : e.violations.get(0).message());
        }
    }

    /** Returns the first rule that the line of a medium breaks; null if it breaks none. */
    String findProblem(ImportLine line) {
        return Stream.<ConstraintViolation<?>>concat(validator.validate(line.media).stream(),
                validator.validateProperty(line, "fileVersion").stream())
                .map(broken -> broken.getPropertyPath() + " " + broken.getMessage())
                .sorted().findFirst().orElse(null);
    }

    MediaImports media() {
        return media;
    }

    MediaSources sources() {
        return sources;
    }

    MediaDownload download() {
        return download;
    }

    /** Returns the maximum size of a file in bytes. */
    long maxFileSize() {
        return maxFileSize;
    }

    @PreDestroy
    void stop() {
        fetchers.shutdownNow();
    }
}
