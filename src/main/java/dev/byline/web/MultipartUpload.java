package dev.byline.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/**
 * Streams the parts of a multipart form (RFC 7578). The platform's own form support would write the complete form to
 * disk before the request could be refused.
 */
public final class MultipartUpload {
    /** The headers of a part have the name of the file, also one that is too long. */
    private static final int MAX_PART_HEADER_BYTES = 64 * 1024;

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

    /** Returns whether a content type is the one of a form. */
    public static boolean isForm(String type) {
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** Opens a form, whose parts are read one after the other. */
    public static FileItemIterator openParts(InputStream body, String type) throws IOException {
        try {
            var form = new FileUpload();
            form.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
            return form.getItemIterator(new MultipartBody(body, type));
        } catch (FileUploadException e) {
            throw malformed(e);
        }
    }

    /** Opens the first part of a form, or the body itself if it is no form; 400 for a form without a part. */
    public static InputStream openFirstPart(InputStream body, String type) throws IOException {
        if (!isForm(type)) {
            return body;
        }
        try {
            var parts = openParts(body, type);
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
    public static ProblemException malformed(Exception e) {
        return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                "The body is not a valid multipart form (RFC 7578): "
                        + EchoedInput.shorten(String.valueOf(e.getMessage()))
                        + ".");
    }
}
