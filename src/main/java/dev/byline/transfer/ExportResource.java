package dev.byline.transfer;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.paging.AllowedValues;
import dev.byline.security.Scope;
import dev.byline.site.LocaleLookup;
import dev.byline.transfer.format.ImportLine;
import dev.byline.web.InSiteTimeZone;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;

/** The export endpoint of the admin API: streams the content of this Byline as NDJSON. */
@Path(Paths.ADMIN_API + "/exports")
@RolesAllowed(Scope.TRANSFER)
@Tag(name = "Staff: transfer")
class ExportResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String ZIP = "application/zip";
    private static final List<String> TYPE_NAMES = Stream.of(ImportLine.ImportType.values()).map(Enum::name).toList();

    private final SiteExporter siteExporter;
    private final ArchiveExporter archiveExporter;
    private final LocaleLookup locales;

    ExportResource(SiteExporter siteExporter, ArchiveExporter archiveExporter, LocaleLookup locales) {
        this.archiveExporter = archiveExporter;
        this.siteExporter = siteExporter;
        this.locales = locales;
    }

    @GET
    @Produces(NDJSON)
    @APIResponse(responseCode = "200", description = "One object per line; the last line has the number of the lines "
            + "before it.",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = ImportLine.class)))
    @InShare(Share.DOWNLOADS)
    @Operation(operationId = "createExport", summary = "Export all content as NDJSON that can be imported",
            description = "The export is a snapshot of one instant, even if the download takes long. It contains the "
                    + "site, authors, categories, tags, menus, members without their passwords, articles in every state "
                    + "with their published version, views by day, and comments with the email addresses of their "
                    + "authors and the members who like them. `POST /admin/imports?ids=keep` restores the same site "
                    + "in an empty Byline. The export does not contain media, which are in `/admin/exports/archive`, "
                    + "former revisions, previews, staff accounts, API keys, moderators' notes, the audit log, and "
                    + "subscribers. Subscribers agreed to mails of this Byline only; `/admin/subscribers/import` "
                    + "imports them together with evidence of their "
                    + "consent.")
    public StreamingOutput export(
            @QueryParam("types") @Parameter(
                    description = "Exports only these types. All types if absent.",
                    schema = @Schema(type = SchemaType.ARRAY,
                            enumeration = { "site", "author", "category", "tag", "member", "article",
                                    "comment", "menu" })) List<String> types,
            @QueryParam("locale") @Parameter(
                    description = "Exports only articles of this locale of the site, and their comments.") String locale,
            @QueryParam("savedSince") @InSiteTimeZone @Parameter(
                    description = "Exports only articles that were saved at this time or later, "
                            + "and their comments.") Instant savedSince,
            @Context HttpServerResponse response) {
        var typeNames = types.isEmpty() ? TYPE_NAMES : AllowedValues.requireAll("types", types, TYPE_NAMES);
        var selectedTypes = typeNames.stream().map(ImportLine.ImportType::valueOf).toList();
        var selectedLocale = locales.resolve(locale);
        response.putHeader("Content-Disposition", "attachment; filename=\"byline.ndjson\"");
        return out -> siteExporter.write(selectedTypes, selectedLocale, savedSince, out);
    }

    @GET
    @Path("archive")
    @Produces(ZIP)
    @APIResponse(responseCode = "200", description = "A zip with the lines in `byline.ndjson`, and the files of media "
            + "below `media/`.",
            content = @Content(mediaType = ZIP, schema = @Schema(format = "binary",
                    type = SchemaType.STRING)))
    @InShare(Share.DOWNLOADS)
    @Operation(operationId = "createExportArchive", summary = "Export all content with media as a zip",
            description = "The zip has what `/admin/exports` has, a line for each medium outside the trash, and its "
                    + "current file. `POST /admin/imports?ids=keep` restores the same site in an empty Byline.")
    public StreamingOutput exportArchive(@Context HttpServerResponse response) {
        response.putHeader("Content-Disposition", "attachment; filename=\"byline.zip\"");
        return archiveExporter::write;
    }
}
