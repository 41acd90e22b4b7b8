package dev.byline.transfer;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.paging.AllowedValues;
import dev.byline.security.Scope;
import dev.byline.transfer.format.ImportLine;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;

/** The export at the staff door. */
@Path("/api/v1/admin/exports")
@RolesAllowed(Scope.TRANSFER)
@Tag(name = "Staff: transfer")
class ExportResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final List<String> TYPE_NAMES = Stream.of(ImportLine.ImportType.values()).map(Enum::name).toList();

    private final SiteExporter siteExporter;

    ExportResource(SiteExporter siteExporter) {
        this.siteExporter = siteExporter;
    }

    @GET
    @Produces(NDJSON)
    @APIResponse(responseCode = "200", description = "One thing a line; the last line says how many came before it.",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = ImportLine.class)))
    @Operation(operationId = "createExport", summary = "Everything, as lines that can be imported",
            description = "As of one instant, however long it takes: the site, authors, categories, tags, members without their passwords, articles in every state with what readers have of them, views by day, and comments with the email addresses of those who wrote them and with those who like them. Into an empty Byline, `POST /admin/imports?ids=keep` makes the same site of it. Former revisions, previews, accounts and keys of the staff, subscribers (they agreed to mails of this Byline; `/admin/subscribers/import` takes them with evidence), moderators' notes and the audit log are not in it.")
    public StreamingOutput export(
            @QueryParam("types") @Parameter(
                    description = "Only these: `site`, `author`, `category`, `tag`, `member`, `article`, `comment`, separated by commas.") String types,
            @QueryParam("locale") @Parameter(
                    description = "Only articles of this locale, and their comments.") String locale,
            @QueryParam("savedSince") @Parameter(
                    description = "Only articles saved at this time or later, and their comments.") Instant savedSince,
            @Context HttpServerResponse response) {
        var typeNames = types == null ? TYPE_NAMES : AllowedValues.requireAll("types", types, TYPE_NAMES);
        var selectedTypes = typeNames.stream().map(ImportLine.ImportType::valueOf).toList();
        response.putHeader("Content-Disposition", "attachment; filename=\"byline.ndjson\"");
        return out -> siteExporter.write(selectedTypes, locale, savedSince, out);
    }
}
