package dev.byline.rendition;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** The description of the files in the contract; {@link MediaRoute} answers the requests before they come here. */
@Path("/media")
@Tag(name = "Reading: media")
class MediaFileDownloadResource {
    @GET
    @Path("{id}/{name}")
    @Operation(operationId = "getMediaFile", summary = "Get a file or a picture in another size",
            description = "Without `w` the response is the file as it is stored, also in parts (`Range`). With `w` it "
                    + "is a picture in that width, made when it is first requested; a picture is never enlarged. SVG "
                    + "and animated pictures have no other sizes: the response is the file. With `v` the response "
                    + "never changes, and may be kept for a year.")
    @APIResponse(responseCode = "200", description = "The bytes",
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "307",
            description = "The bytes are at the address in `Location`, in the bucket of media, "
                    + "for an hour. Only large files and parts of files, and only if the service is configured for it.")
    public byte[] get(
            @PathParam("id") @Parameter(description = "The id of the medium.",
                    schema = @Schema(type = SchemaType.STRING,
                            format = "uuid")) String id,
            @PathParam("name") @Parameter(description = "The name of the file, for people; it is not compared.",
                    example = "dojo.jpg") String name,
            @QueryParam("v") @Parameter(description = "The number of the file, from 1; the current one if absent.",
                    example = "1") Integer version,
            @QueryParam("w") @Parameter(description = "The width in pixels, one of `pictureWidths` of the site.",
                    example = "640") Integer width,
            @QueryParam("h") @Parameter(description = "The height in pixels: one of the widths, or one that gives the "
                    + "proportions 1:1, 4:3, 3:2, 16:9 or 1.91:1, or the same upright. Needs `w`.",
                    example = "360") Integer height,
            @QueryParam("fit") @Parameter(example = "cover",
                    description = "How the picture fits into `w` and `h`: all of it (`contain`), "
                            + "or cut around its focal point (`cover`).",
                    schema = @Schema(type = SchemaType.STRING, enumeration = { "contain", "cover" },
                            defaultValue = "contain")) String fit,
            @QueryParam("quality") @Parameter(description = "How much of the details is kept; more needs more bytes.",
                    example = "medium", schema = @Schema(type = SchemaType.STRING, enumeration = { "low",
                            "medium", "high" }, defaultValue = "medium")) String quality,
            @QueryParam("format") @Parameter(example = "auto",
                    description = "The format. `auto`: WebP if the header `Accept` names it, "
                            + "else JPEG, or PNG for a picture with transparent pixels.",
                    schema = @Schema(type = SchemaType.STRING, enumeration = { "auto", "webp", "jpeg", "png" },
                            defaultValue = "auto")) String format) {
        throw ProblemException.notFound("file", id);
    }
}
