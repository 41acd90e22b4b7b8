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

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.Scope;
import dev.byline.site.SiteService;
import dev.byline.transfer.format.ImportFormat;
import dev.byline.transfer.format.ImportLine;
import dev.byline.web.MaxBodySize;
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

/** Imports at the staff door. */
@Path("/api/v1/admin/imports")
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
    @APIResponse(responseCode = "202", description = "The file is here whole; the job begins.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ImportJob.class)))
    @Operation(operationId = "createImport", summary = "Import a file",
            description = "Send the file as the body, of any size, or as the one file of a form. The answer comes when it is here whole; `Location` is the job. The same file again changes nothing, so an upload that broke off is simply repeated. Nobody is notified of what is imported.")
    public ImportJob create(@BeanParam ImportQuery query, InputStream body, @HeaderParam("Content-Type") @Parameter(
            hidden = true) String type, @Context HttpServerResponse response)
            throws IOException, SQLException {
        var options = query.toOptions(site.defaultLocale(), caller.hasScope(Scope.SITE_MANAGE));
        site.requireLocale(options.locale(), "/locale");
        UUID id;
        try {
            id = storeUpload(query, options, body, type);
        } catch (MultipartStream.MalformedStreamException e) {
            throw MultipartUpload.malformed(e);
        }
        response.putHeader("Location", "/api/v1/admin/imports/" + id);
        runner.wake();
        return jobs.read(id.toString());
    }

    private UUID storeUpload(ImportQuery query, ImportOptions options, InputStream body, String type)
            throws IOException, SQLException {
        var file = MultipartUpload.openFirstPart(body == null ? InputStream.nullInputStream() : body, type);
        var head = file.readNBytes(ImportFormat.DETECTION_BYTES);
        if (new String(head, StandardCharsets.UTF_8).isBlank()) {
            throw ProblemException.invalid("", "is empty: send the file that is to be imported");
        }
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
    @Operation(operationId = "getImport", summary = "How far an import is")
    public ImportJob read(@PathParam("import") String id) {
        return jobs.read(id);
    }

    @POST
    @Path("{import}/cancel")
    @Operation(operationId = "cancelImport", summary = "Stop an import; what it has done stays",
            description = "Stopping what is over changes nothing. The same file sent again goes on where this one was.")
    public ImportJob cancel(@PathParam("import") String id) {
        return jobs.cancel(id);
    }

    @GET
    @Path("{import}/items")
    @Operation(operationId = "listImportItems", summary = "What became of each item, in the order of the file")
    public Page<ImportedItem> items(@PathParam("import") String id, @QueryParam("outcome") @Parameter(
            description = "Only items that came out so.") ImportWorkItem.ImportOutcome importOutcome,
            @BeanParam PageQuery page) {
        return report.list(id, importOutcome, page);
    }

    @GET
    @Path("{import}/report")
    @Produces(NDJSON)
    @APIResponse(responseCode = "200", description = "One item a line.",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = ImportedItem.class)))
    @Operation(operationId = "downloadImportReport", summary = "The whole report, as NDJSON")
    public StreamingOutput report(@PathParam("import") String id, @QueryParam("outcome") @Parameter(
            description = "Only items that came out so.") ImportWorkItem.ImportOutcome importOutcome,
            @Context HttpServerResponse response) {
        var job = jobs.read(id).id();
        response.putHeader("Content-Disposition", "attachment; filename=\"import-" + job + ".ndjson\"");
        return out -> {
            var items = report.listAfter(job, importOutcome, 0, BATCH_SIZE);
            while (!items.isEmpty()) {
                for (var item : items) {
                    out.write(json.writeValueAsBytes(item));
                    out.write('\n');
                }
                items = report.listAfter(job, importOutcome, items.get(items.size() - 1).number(), BATCH_SIZE);
            }
        };
    }

    /** A file, for the contract. */
    @Schema(name = "ImportFile", description = "The file, as the body or as `file` of a form.",
            examples = "{\"externalId\": \"1\", \"tag\": {\"name\": \"Trams\"}}")
    public record ImportFileBody(@Schema(format = "binary", type = SchemaType.STRING) byte[] file) {}
}
