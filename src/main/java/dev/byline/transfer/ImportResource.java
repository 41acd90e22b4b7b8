package dev.byline.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;

import org.apache.commons.fileupload.MultipartStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.Scope;
import dev.byline.site.SiteService;
import dev.byline.transfer.format.ImportFormat;
import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.UnsupportedFormat;
import dev.byline.web.MaxBodySize;
import dev.byline.web.MultipartUpload;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;

/** The import endpoints of the admin API: upload of a file, progress, cancellation and report. */
@Path(Paths.ADMIN_API + "/imports")
@Produces("application/json")
@RolesAllowed(Scope.TRANSFER)
@Tag(name = "Staff: transfer")
class ImportResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final int BATCH_SIZE = 1_000;

    private final ImportJobService jobs;
    private final ImportReportStore report;
    private final ImportFileStore importFileStore;
    private final ImportRunner runner;
    private final SiteService site;
    private final Caller caller;
    private final ObjectMapper json;

    ImportResource(ImportJobService jobs, ImportReportStore report, ImportFileStore importFileStore,
            ImportRunner runner, SiteService site,
            Caller caller, ObjectMapper json) {
        this.jobs = jobs;
        this.report = report;
        this.importFileStore = importFileStore;
        this.runner = runner;
        this.site = site;
        this.caller = caller;
        this.json = json;
    }

    @POST
    @Consumes({ NDJSON, MediaType.WILDCARD })
    @MaxBodySize(MaxBodySize.STREAMED)
    @ResponseStatus(202)
    @RequestBody(required = true, content = {
            @Content(mediaType = NDJSON, schema = @Schema(implementation = ImportLine.class)),
            @Content(mediaType = "application/octet-stream", schema = @Schema(implementation = ImportFileBody.class)),
            @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = ImportFileBody.class)) })
    @APIResponse(responseCode = "202", description = "The file was received completely; the job is queued.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ImportJob.class)))
    @InShare(Share.NONE)
    @Operation(operationId = "createImport", summary = "Import a file",
            description = "Send the file as the request body, or as the only file of a form. The response follows "
                    + "when the file is received completely; `Location` is the path of the job. Importing the same "
                    + "file again changes nothing, so simply repeat an upload that was interrupted. Imported content "
                    + "causes no notifications.")
    public ImportJob create(@BeanParam ImportQuery query, InputStream body, @HeaderParam("Content-Type") @Parameter(
            hidden = true) String type, @Context HttpServerResponse response)
            throws IOException, SQLException {
        var options = query.toOptions(site.defaultLocale(), caller.hasScope(Scope.SITE_MANAGE));
        site.requireLocale(options.locale, "/locale");
        UUID id;
        try {
            id = storeUpload(query, options, body, type);
        } catch (MultipartStream.MalformedStreamException e) {
            throw MultipartUpload.malformed(e);
        }
        response.putHeader("Location", Paths.ADMIN_API + "/imports/" + id);
        runner.wake();
        return jobs.read(id.toString());
    }

    private UUID storeUpload(ImportQuery query, ImportOptions options, InputStream body, String type)
            throws IOException, SQLException {
        var file = MultipartUpload.openFirstPart(body == null ? InputStream.nullInputStream() : body, type);
        var head = file.readNBytes(ImportFormat.DETECTION_BYTES);
        if (new String(head, StandardCharsets.UTF_8).isBlank()) {
            throw ProblemException.invalid("", "must not be empty: send the file to import as the body");
        }
        UnsupportedFormat.find(query.importFormat, head).ifPresent(unsupported -> {
            throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, unsupported.explanation());
        });
        var importFormat = query.importFormat != null
                ? query.importFormat
                : ImportFormat.detect(head).orElseThrow(() -> ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        ImportFormat.explainUnknown(head)));
        var id = jobs.create(importFormat, query.source(importFormat, head), options,
                Boolean.TRUE.equals(query.dryRun));
        boolean complete = false;
        try {
            jobs.enqueue(id, importFileStore.store(id, head, file));
            complete = true;
            return id;
        } finally {
            if (!complete) {
                jobs.remove(id);
            }
        }
    }

    @GET
    @Operation(operationId = "listImports", summary = "List imports, newest first")
    public Page<ImportJob> list(@BeanParam PageQuery page) {
        return jobs.list(page);
    }

    @GET
    @Path("{import}")
    @Operation(operationId = "getImport", summary = "Get the state and progress of an import")
    public ImportJob read(@PathParam("import") String id) {
        return jobs.read(id);
    }

    @POST
    @Path("{import}/cancel")
    @Operation(operationId = "cancelImport", summary = "Cancel an import; items that it has written stay",
            description = "Cancelling an import that is over changes nothing. If the same file is sent again, items "
                    + "that are already imported count as `unchanged`, and the others are imported.")
    public ImportJob cancel(@PathParam("import") String id) {
        return jobs.cancel(id);
    }

    @GET
    @Path("{import}/items")
    @Operation(operationId = "listImportItems", summary = "List the outcome of each item, in the order of the file")
    public Page<ImportedItem> items(@PathParam("import") String id, @QueryParam("outcome") @Parameter(
            description = "Only items with this outcome, or with notes.") ImportReportFilter filter,
            @BeanParam PageQuery page) {
        return report.list(id, filter, page);
    }

    @GET
    @Path("{import}/report")
    @Produces(NDJSON)
    @APIResponse(responseCode = "200", description = "One item per line.",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = ImportedItem.class)))
    @InShare(Share.NONE)
    @Operation(operationId = "downloadImportReport", summary = "Download the complete report as NDJSON")
    public StreamingOutput report(@PathParam("import") String id, @QueryParam("outcome") @Parameter(
            description = "Only items with this outcome, or with notes.") ImportReportFilter filter,
            @Context HttpServerResponse response) {
        var job = jobs.read(id).id;
        response.putHeader("Content-Disposition", "attachment; filename=\"import-" + job + ".ndjson\"");
        return out -> {
            var items = report.listAfter(job, filter, 0, BATCH_SIZE);
            while (!items.isEmpty()) {
                for (var item : items) {
                    out.write(json.writeValueAsBytes(item));
                    out.write('\n');
                }
                items = report.listAfter(job, filter, items.get(items.size() - 1).number, BATCH_SIZE);
            }
        };
    }

    /** Describes the uploaded file in the OpenAPI contract. */
    @Schema(name = "ImportFile", description = "The file, as the request body or as `file` of a form.")
    public record ImportFileBody(@Schema(format = "binary", type = SchemaType.STRING) byte[] file) {}
}
