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
 * The first part of a form (RFC 7578) as it comes. The platform would write the whole form to a disk before it could be
 * refused.
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

    /** The body itself, or the first part of it if it is a form; 400 for a form without one. */
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
        throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "The form has no file in it.");
    }

    /** What is wrong with a form; 400. */
    static ProblemException malformed(Exception e) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                "The form cannot be read (RFC 7578): " + e.getMessage() + ".");
    }
}
