package dev.byline.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/**
 * Streams the first part of a multipart form (RFC 7578). The platform's own form support would write the complete form
 * to disk before the request could be refused.
 */
final class MultipartUpload {
    private MultipartUpload() {
    }

    private record MultipartBody(InputStream getInputStream, String getContentType) implements UploadContext {
        @Override
        public String getCharacterEncoding() {
            return null;
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        @Deprecated
        public int getContentLength() {
            return -1;
        }
    }

    /** Opens the first part of a form, or the body itself if it is no form; 400 for a form without a part. */
    static InputStream openFirstPart(InputStream body, String type) throws IOException {
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return body;
        }
        try {
            var parts = new FileUpload().getItemIterator(new MultipartBody(body, type));
            if (parts.hasNext()) {
                return parts.next().openStream();
            }
        } catch (FileUploadException e) {
            throw malformed(e);
        }
        throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "The form contains no file. Send the file as the "
                + "first part of the form.");
    }

    /** Creates the problem of a form that cannot be parsed; 400. */
    static ProblemException malformed(Exception e) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                "The body is not a valid multipart form (RFC 7578): " + e.getMessage() + ".");
    }
}
