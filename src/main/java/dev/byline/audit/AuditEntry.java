package dev.byline.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.databind.JsonNode;

import jakarta.validation.constraints.NotNull;

/** One change, as the audit log has it. */
@Schema(description = "One change: who did what to which thing, when, and what became of it.")
public record AuditEntry(
        @NotNull @Schema(examples = "42") long id,
        @NotNull Instant at,
        @NotNull @Schema(
                description = "The name of the account or key, `member`, `anonymous`, or `system` for what happens by itself.",
                examples = "Mai Phạm") String actor,
        @Schema(description = "The account that acted, also by one of its keys.") UUID account,
        @Schema(description = "The key that was used.") UUID key,
        @Schema(description = "The node of the service.", examples = "byline-1") String node,
        @NotNull @Schema(examples = "article.publish") String action,
        @NotNull @Schema(examples = "article") String entity,
        @NotNull @Schema(examples = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69") String entityId,
        @Schema(description = "The `Request-Id` of the answer.", examples = "9f1c2e7ab04d4f6c") String requestId,
        @Schema(description = "The fields that changed, where that is recorded.") List<AuditChange> changes) {

    /** One field. */
    @Schema(name = "AuditChange")
    public record AuditChange(
            @NotNull @Schema(examples = "role") String field,
            @Schema(description = "What it was; absent if it was not there.",
                    implementation = Object.class) JsonNode from,
            @Schema(description = "What it is; absent if it is not there any more.",
                    implementation = Object.class) JsonNode to) {}
}
