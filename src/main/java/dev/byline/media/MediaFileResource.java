package dev.byline.media;

import java.io.IOException;
import java.io.InputStream;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.idempotency.Idempotent;
import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.security.Scope;
import dev.byline.web.MaxBodySize;
import dev.byline.web.Paths;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Validator;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** The endpoints of the admin API that receive the files of media. */
@Path(Paths.ADMIN_API + "/media")
@Produces("application/json")
@RolesAllowed(Scope.MEDIA_WRITE)
@Tag(name = "Staff: media")
class MediaFileResource {
    private final MediaCreation creation;
    private final MediaService media;
    private final UploadReceiver receiver;
    private final Validator validator;

    MediaFileResource(MediaCreation creation, MediaService media, UploadReceiver receiver, Validator validator) {
        this.creation = creation;
        this.media = media;
        this.receiver = receiver;
        this.validator = validator;
    }

    @POST
    @Consumes({ MediaType.MULTIPART_FORM_DATA, MediaType.WILDCARD })
    @MaxBodySize(MaxBodySize.STREAMED)
    @InShare(Share.NONE)
    @RequestBody(required = true, content = {
            @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = MediaUploadForm.class)),
            @Content(mediaType = "application/octet-stream",
                    schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = "application/json", schema = @Schema(implementation = MediaSource.class)) })
    @APIResponse(responseCode = "201", description = "Created",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MediaDetail.class)))
    @APIResponse(responseCode = "200", description = "A medium has the same bytes; nothing was created.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MediaDetail.class)))
    @Operation(operationId = "createMedium", summary = "Upload a picture or another file",
            description = "Send the file as `file` of a form or as the request body, or send the `url` of a file as JSON. The "
                    + "type is read from the bytes. "
                    + "Pictures (JPEG, PNG, GIF, WebP, SVG) are checked by decoding; position and other metadata are "
                    + "removed. If a medium outside the trash has the same bytes, the response is that medium, "
                    + "unchanged. Large files can be sent in pieces by tus 1.0 at `/api/v1/admin/media/uploads`.")
    public RestResponse<MediaDetail> create(@BeanParam NewMedium input, InputStream body,
            @HeaderParam("Content-Type") @Parameter(hidden = true) String type, @Context RoutingContext context)
            throws IOException {
        try (var received = receive(body, type, context)) {
            var description = input.toInput(received, validator);
            var filename = input.givenName(received);
            context.put(Idempotent.HASH_OF_STREAM, received.hash());
            try (var prepared = creation.prepare(received, filename)) {
                return creation.create(received, prepared, description, filename);
            }
        }
    }

    @PUT
    @Path("{media}/file")
    @Consumes({ MediaType.MULTIPART_FORM_DATA, MediaType.WILDCARD })
    @MaxBodySize(MaxBodySize.STREAMED)
    @InShare(Share.NONE)
    @RequestBody(required = true, content = {
            @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = MediaUploadForm.class)),
            @Content(mediaType = "application/octet-stream",
                    schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = "application/json", schema = @Schema(implementation = MediaSource.class)) })
    @APIResponse(responseCode = "200", description = "OK",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = MediaDetail.class)))
    @Operation(operationId = "replaceMediumFile", summary = "Replace the file of a medium",
            description = "The address and the description stay. The former file can be read with its number "
                    + "(`?v=`) for 30 days, because readers may have pages that name it.")
    public MediaDetail replaceFile(@PathParam("media") String medium, @HeaderParam("If-Match") String ifMatch,
            InputStream body, @HeaderParam("Content-Type") @Parameter(hidden = true) String type,
            @Context RoutingContext context) throws IOException {
        var id = MediaRepository.parseId(medium);
        media.requireReplaceable(id, ifMatch);
        try (var received = receive(body, type, context)) {
            received.requireNoDescription();
            try (var checked = creation.checkAndStore(received, received.nameOrEmpty())) {
                return media.replaceFile(id, ifMatch, checked);
            }
        }
    }

    private ReceivedFile receive(InputStream body, String type, RoutingContext context) throws IOException {
        return receiver.receive(body == null ? InputStream.nullInputStream() : body, type,
                context.request().getHeader("Content-Length"));
    }

    /** Describes the form in the OpenAPI contract. */
    @Schema(name = "MediaUpload", description = "A form with the file.")
    public record MediaUploadForm(
            @Schema(format = "binary", type = SchemaType.STRING,
                    description = "The file; its name is used unless `filename` is given.") byte[] file) {}
}
