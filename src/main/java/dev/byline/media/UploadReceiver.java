package dev.byline.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Sha256;
import dev.byline.web.MultipartUpload;
import jakarta.inject.Singleton;

/** Receives the file of a request in a temporary file, and nothing of it in memory. */
@Singleton
class UploadReceiver {
    /** The fields of a form beside the file. */
    private static final Set<String> FIELDS = Set.of("filename", "alt", "caption", "credit");
    private static final int MAX_FIELD_BYTES = 16 * 1024;
    private static final int BUFFER_SIZE = 64 * 1024;
    /** The size of the parts of a form beside the file, in a request that declares its size. */
    private static final int MAX_FORM_OVERHEAD = 128 * 1024;

    private final MediaFolders folders;
    private final UrlUpload urlUpload;
    private final long maxFileSize;

    UploadReceiver(MediaFolders folders, UrlUpload urlUpload, MediaSize mediaSize) {
        this.folders = folders;
        this.urlUpload = urlUpload;
        this.maxFileSize = mediaSize.maxBytes();
    }

    /** Returns the largest size of a file, in bytes. */
    long maxFileSize() {
        return maxFileSize;
    }

    /**
     * Receives a body that is the file, a form with the file, or JSON with the URL of the file; 400 for a body that
     * cannot be read, 413 for a file that is too large, 422 for an empty one or a URL that does not answer with a file.
     *
     * @param declaredSize
     *            the header {@code Content-Length}, which the platform has checked; may be null
     */
    ReceivedFile receive(InputStream body, String type, String declaredSize) throws IOException {
        if (declaredSize != null && Long.parseLong(declaredSize) > maxFileSize
                + (MultipartUpload.isForm(type) ? MAX_FORM_OVERHEAD : 0)) {
            // Before the client sends all of it.
            throw tooLarge();
        }
        var file = createTemporaryFile();
        boolean complete = false;
        try {
            var received = MultipartUpload.isForm(type)
                    ? receiveForm(body, type, file)
                    : UrlUpload.isSource(type)
                            ? fetch(body, file)
                            : copy(body, file, new ReceivedFile(file, null, 0, null, type, Map.of()));
            if (received.bytes() == 0) {
                throw emptyBody();
            }
            complete = true;
            return received;
        } catch (FileUploadIOException | MalformedStreamException | InvalidFileNameException e) {
            throw MultipartUpload.malformed(e);
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path createTemporaryFile() {
        try {
            return folders.createTemporaryFile(".upload");
        } catch (IOException e) {
            throw StorageFailure.log(e);
        }
    }

    private ReceivedFile receiveForm(InputStream body, String type, Path file) throws IOException {
        var parts = MultipartUpload.openParts(body, type);
        var fields = new HashMap<String, String>();
        ReceivedFile received = null;
        try {
            while (parts.hasNext()) {
                var part = parts.next();
                if (part.isFormField() && FIELDS.contains(part.getFieldName())) {
                    if (fields.put(part.getFieldName(), readField(part)) != null) {
                        throw ProblemException.invalid("/" + part.getFieldName(), "must not be given more than once");
                    }
                } else if (received == null && (!part.isFormField() || "file".equals(part.getFieldName()))) {
                    received = copy(part.openStream(), file,
                            new ReceivedFile(file, null, 0, part.getName(), part.getContentType(), fields));
                } else {
                    throw ProblemException.invalid("/" + part.getFieldName(), received != null && !part.isFormField()
                            ? "is a second file: send each file in a request of its own"
                            : "is not a field of this form: its fields are file, filename, alt, caption and credit");
                }
            }
        } catch (FileUploadException e) {
            throw MultipartUpload.malformed(e);
        }
        if (received == null) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The form contains no file. Send the file as the field `file`.");
        }
        return received;
    }

    private ReceivedFile fetch(InputStream body, Path file) throws IOException {
        var source = urlUpload.read(body);
        var fetched = urlUpload.fetch(source, file);
        try (var input = Files.newInputStream(file)) {
            var digest = Sha256.newDigest();
            new DigestInputStream(input, digest).transferTo(OutputStream.nullOutputStream());
            return new ReceivedFile(file, digest.digest(), fetched.bytes(), UrlUpload.filename(fetched),
                    fetched.contentType(), source.fields());
        }
    }

    private static String readField(FileItemStream part) throws IOException {
        // Not closed either.
        var bytes = part.openStream().readNBytes(MAX_FIELD_BYTES + 1);
        if (bytes.length > MAX_FIELD_BYTES) {
            throw ProblemException.invalid("/" + part.getFieldName(),
                    "must have at most " + MAX_FIELD_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private ReceivedFile copy(InputStream input, Path file, ReceivedFile described) throws IOException {
        var digest = Sha256.newDigest();
        long bytes = 0;
        // The body is not closed: that would read the rest of a body that is too large.
        var hashed = new DigestInputStream(input, digest);
        try (var output = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER_SIZE];
            for (int read = hashed.read(buffer); read >= 0; read = hashed.read(buffer)) {
                bytes += read;
                if (bytes > maxFileSize) {
                    throw tooLarge();
                }
                write(output, buffer, read);
            }
        }
        return new ReceivedFile(file, digest.digest(), bytes, described.filename(), described.type(),
                described.fields());
    }

    private static void write(OutputStream output, byte[] buffer, int length) {
        try {
            output.write(buffer, 0, length);
        } catch (IOException e) {
            throw StorageFailure.log(e);
        }
    }

    /** Creates the problem of a request without a file; 422. */
    static ProblemException emptyBody() {
        return ProblemException.invalid("", "must not be empty: send the file as the body, or as `file` of a form");
    }

    ProblemException tooLarge() {
        // The client then stops sending the rest of the body.
        return ProblemException.withHeader(ProblemType.BODY_TOO_LARGE, "The file is too large: a medium may have at "
                + "most " + maxFileSize + " bytes (BYLINE_MEDIA_SIZE).", "Connection", "close");
    }
}
