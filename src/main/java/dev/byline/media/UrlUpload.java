package dev.byline.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.outbound.PublicDownload.DownloadException;
import dev.byline.outbound.PublicDownload.DownloadedFile;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.web.MergePatch;
import jakarta.inject.Singleton;

/** Reads a body that names the URL of a file in place of the file, and fetches the file. */
@Singleton
class UrlUpload {
    private static final int MAX_JSON_BYTES = 64 * 1024;
    /** Half of the time after which a download ends. */
    private static final String RETRY_AFTER_SECONDS = "30";

    private final MediaDownload download;
    private final ObjectMapper json;
    private final MergePatch mergePatch;

    UrlUpload(MediaDownload download, ObjectMapper json, MergePatch mergePatch) {
        this.download = download;
        this.json = json;
        this.mergePatch = mergePatch;
    }

    /** Returns whether a body with this content type names a URL. */
    static boolean isSource(String type) {
        return type != null && type.split(";")[0].strip().equalsIgnoreCase("application/json");
    }

    /** Reads the URL and the description; 400 for no JSON, 422 for a body that breaks a rule. */
    MediaSource read(InputStream body) throws IOException {
        var bytes = body.readNBytes(MAX_JSON_BYTES + 1);
        if (bytes.length > MAX_JSON_BYTES) {
            throw ProblemException.withHeader(ProblemType.BODY_TOO_LARGE, "The body is JSON of more than "
                    + MAX_JSON_BYTES + " bytes. Send a JSON file as `file` of a form, or as application/octet-stream.",
                    "Connection", "close");
        }
        if (bytes.length == 0) {
            // The platform gives a request without a body this type.
            throw UploadReceiver.emptyBody();
        }
        var tree = json.readTree(bytes);
        if (!tree.isObject()) {
            throw ProblemException.invalid("", "must be a JSON object with the `url` of a file");
        }
        return mergePatch.apply(json.createObjectNode(), tree, MediaSource.class);
    }

    /**
     * Fetches the file; 422 if the URL is not allowed or does not answer with a file, 503 while as many files are fetched
     * from its host as are fetched at once.
     */
    DownloadedFile fetch(MediaSource source, Path target) throws IOException {
        try {
            return download.fetchForClient(source.url(), target);
        } catch (DownloadException e) {
            if (e.isBusy()) {
                throw ProblemException.withHeader(ProblemType.UNAVAILABLE,
                        "The `url` " + e.getMessage() + ". Nothing was created: try again later.", "Retry-After",
                        RETRY_AFTER_SECONDS);
            }
            throw ProblemException.invalid("/url", e.getMessage());
        }
    }

    /** Returns the end of the path of the URL that answered, decoded. */
    static String filename(DownloadedFile fetched) {
        var path = URI.create(fetched.url()).getPath();
        return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    }
}
