package dev.byline.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;

import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import dev.byline.security.Scope;
import dev.byline.web.ContentTypeProblem;
import dev.byline.web.MaxBodySize;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/**
 * Uploads in pieces by tus 1.0 (https://tus.io/protocols/resumable-upload): the core protocol with creation, expiration,
 * checksum and termination. The contract leaves the operations out, because clients of tus know them.
 */
@Path(TusResource.PATH)
@RolesAllowed(Scope.MEDIA_WRITE)
class TusResource {
    static final String PATH = Paths.ADMIN_API + "/media/uploads";
    private static final String PIECE = "application/offset+octet-stream";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    /** RFC 9110 §5.6.7. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'",
            Locale.US);

    private final TusUploadStore uploads;
    private final TusCompletion completion;
    private final UploadReceiver receiver;

    TusResource(TusUploadStore uploads, TusCompletion completion, UploadReceiver receiver) {
        this.uploads = uploads;
        this.completion = completion;
        this.receiver = receiver;
    }

    @POST
    @ResponseStatus(201)
    @Operation(hidden = true)
    public void create(@Context HttpServerRequest request, @Context HttpServerResponse response) {
        requireVersion(request);
        long length = number(request, LENGTH);
        if (length > receiver.maxFileSize()) {
            throw receiver.tooLarge();
        }
        if (length == 0) {
            throw invalidHeader(LENGTH, "must be at least 1: an empty file is no medium");
        }
        var metadata = metadata(request);
        completion.requireValid(metadata.get("alt"));
        var upload = uploads.create(length, metadata.getOrDefault("filename", metadata.get("name")),
                metadata.get("alt"));
        response.putHeader("Location", PATH + "/" + upload.id());
        describe(upload, response);
    }

    @HEAD
    @Path("{upload}")
    @ResponseStatus(200)
    @InShare(Share.NONE)
    @Operation(hidden = true)
    public void read(@PathParam("upload") String id, @Context HttpServerRequest request,
            @Context HttpServerResponse response) throws IOException {
        requireVersion(request);
        var upload = uploads.find(id);
        describe(upload, response);
        response.putHeader(LENGTH, String.valueOf(upload.length()));
        // The node that received the last piece may have been killed before it created the medium.
        complete(upload, response);
    }

    @PATCH
    @Path("{upload}")
    @Consumes(PIECE)
    @MaxBodySize(MaxBodySize.STREAMED)
    @InShare(Share.NONE)
    @Operation(hidden = true)
    public void append(@PathParam("upload") String id, InputStream body, @Context HttpServerRequest request,
            @Context HttpServerResponse response) throws IOException {
        requireVersion(request);
        if (request.getHeader("Content-Type") == null) {
            throw ContentTypeProblem.of(null, List.of(PIECE));
        }
        long offset = number(request, OFFSET);
        var upload = uploads.find(id);
        if (offset != upload.received()) {
            throw ProblemException.withHeader(ProblemType.CONFLICT, "The upload has " + upload.received()
                    + " bytes: continue there, not at " + offset + ".", OFFSET, String.valueOf(upload.received()));
        }
        var pieces = body == null ? InputStream.nullInputStream() : body;
        var checksum = request.getHeader(TusChecksum.HEADER);
        long received = checksum == null
                ? uploads.append(upload, pieces)
                : appendChecked(upload, pieces, TusChecksum.parse(checksum));
        var appended = new TusUpload(upload.id(), upload.length(), received, upload.filename(), upload.alt(),
                upload.medium(), upload.createdAt());
        complete(appended, response);
        describe(appended, response);
    }

    /** Stores the body only if it has the checksum; until then it lies in a temporary file. */
    private long appendChecked(TusUpload upload, InputStream body, TusChecksum checksum) throws IOException {
        try (var received = receiver.receive(body, PIECE, null)) {
            checksum.require(received.path());
            try (var file = Files.newInputStream(received.path())) {
                return uploads.append(upload, file);
            }
        }
    }

    @DELETE
    @Path("{upload}")
    @Operation(hidden = true)
    public void terminate(@PathParam("upload") String id, @Context HttpServerRequest request) {
        requireVersion(request);
        uploads.delete(uploads.find(id).id());
    }

    /** The other methods, for clients whose network lets only POST pass. */
    @POST
    @Path("{upload}")
    @Consumes(PIECE)
    @MaxBodySize(MaxBodySize.STREAMED)
    @InShare(Share.NONE)
    @ResponseStatus(204)
    @Operation(hidden = true)
    public void override(@PathParam("upload") String id, InputStream body, @Context HttpServerRequest request,
            @Context HttpServerResponse response) throws IOException {
        switch (String.valueOf(request.getHeader("X-HTTP-Method-Override"))) {
            case "PATCH" -> append(id, body, request, response);
            case "DELETE" -> terminate(id, request);
            default -> throw ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    "POST needs the header X-HTTP-Method-Override here, with PATCH or DELETE.", "Allow",
                    "DELETE, HEAD, OPTIONS, PATCH");
        }
    }

    private void complete(TusUpload upload, HttpServerResponse response) throws IOException {
        if (upload.isComplete()) {
            var medium = upload.medium() == null ? completion.complete(upload) : upload.medium();
            response.putHeader("Content-Location", MediaCreation.path(medium));
        }
    }

    private static void describe(TusUpload upload, HttpServerResponse response) {
        response.putHeader(OFFSET, String.valueOf(upload.received()));
        response.putHeader("Upload-Expires",
                HTTP_DATE.format(upload.expiresAt().atOffset(ZoneOffset.UTC)));
    }

    private static void requireVersion(HttpServerRequest request) {
        var version = request.getHeader(TusHeaders.RESUMABLE);
        if (!TusHeaders.VERSION.equals(version)) {
            throw ProblemException.withHeader(ProblemType.TUS_VERSION, (version == null
                    ? "The request has no header Tus-Resumable."
                    : "This service does not support version " + EchoedInput.quote(version) + " of tus.")
                    + " Send 'Tus-Resumable: " + TusHeaders.VERSION + "'. Nothing was written.", TusHeaders.VERSIONS,
                    TusHeaders.VERSION);
        }
    }

    private static long number(HttpServerRequest request, String header) {
        var value = request.getHeader(header);
        if (value == null || !value.matches("[0-9]{1,18}")) {
            throw invalidHeader(header, "must be a number of bytes");
        }
        return Long.parseLong(value);
    }

    /** Returns the pairs of {@code Upload-Metadata}, whose values are in Base64. */
    private static Map<String, String> metadata(HttpServerRequest request) {
        var header = request.getHeader("Upload-Metadata");
        var pairs = new HashMap<String, String>();
        if (header == null || header.isBlank()) {
            return pairs;
        }
        for (var pair : header.split(",")) {
            var parts = pair.strip().split(" ", 2);
            try {
                var value = parts.length < 2 ? new byte[0] : Base64.getDecoder().decode(parts[1].strip());
                pairs.put(parts[0], new String(value, StandardCharsets.UTF_8).replace("\0", ""));
            } catch (IllegalArgumentException e) {
                throw invalidHeader("Upload-Metadata", "must be pairs of a key and a value in Base64, with commas "
                        + "between the pairs");
            }
        }
        return pairs;
    }

    static ProblemException invalidHeader(String header, String message) {
        return ProblemException.withViolations(ProblemType.INVALID_PARAMETER,
                List.of(new Violation(header, "header", message)));
    }
}
