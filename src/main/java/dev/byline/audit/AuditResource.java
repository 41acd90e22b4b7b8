package dev.byline.audit;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;

/** Endpoints of the audit log in the admin API. */
@Path(Paths.ADMIN_API + "/audit-log")
@RolesAllowed(Scope.ACCOUNTS_MANAGE)
@Tag(name = "Staff: audit log")
class AuditResource {
    private static final String NDJSON = "application/x-ndjson";

    private final AuditLogReader entries;
    private final ObjectMapper json;

    AuditResource(AuditLogReader entries, ObjectMapper json) {
        this.entries = entries;
        this.json = json;
    }

    @GET
    @Produces("application/json")
    @Operation(operationId = "listAuditEntries", summary = "List the entries of the audit log, newest first")
    public Page<AuditEntry> list(@BeanParam AuditQuery query, @BeanParam PageQuery page) {
        return entries.page(query, page);
    }

    @GET
    @Path("export")
    @Produces(NDJSON)
    @APIResponse(responseCode = "200", description = "One entry on each line, newest first.",
            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = AuditEntry.class)))
    @InShare(Share.NONE)
    @Operation(operationId = "exportAuditLog", summary = "Export the audit log as NDJSON, one entry per line")
    public StreamingOutput export(@BeanParam AuditQuery query) {
        return output -> entries.forEach(query, entry -> {
            output.write(json.writeValueAsBytes(entry));
            output.write('\n');
        });
    }
}
