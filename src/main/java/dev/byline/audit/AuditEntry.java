package dev.byline.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.database.JdbcQueries;
import jakarta.validation.constraints.NotNull;

/** An entry of the audit log: one change. */
@Schema(description = "One change: the time, the actor, the action, the changed entity and its changed fields.")
public final class AuditEntry {
    private static final Set<String> NAME_FIELDS = Set.of("name", "title");

    @NotNull
    @Schema(examples = "42")
    public final long id;
    @NotNull
    public final Instant at;
    @NotNull
    @Schema(description = "The name of the account or key, `member`, `anonymous`, or `system` for a change "
            + "without a request.", examples = "Mai Phạm")
    public final String actor;
    @Schema(description = "The account that made the change, itself or by one of its API keys.")
    public final UUID account;
    @Schema(description = "The present name of that account; absent if the account was deleted.",
            examples = "Mai Phạm")
    public final String accountName;
    @Schema(description = "The API key that was used.")
    public final UUID key;
    @Schema(description = "The name of the node that made the change.", examples = "byline-1")
    public final String node;
    @NotNull
    @Schema(examples = "article.publish")
    public final String action;
    @NotNull
    @Schema(examples = "article")
    public final String entity;
    @NotNull
    @Schema(examples = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69")
    public final String entityId;
    @Schema(description = "The present title or name of the entity, or its last one if the entry records the "
            + "deletion. For a comment, a preview or a change of views, the title of the article. Absent if the entity "
            + "has no name or no longer exists.", examples = "What Dojo computes")
    public final String entityName;
    @Schema(description = "The `Request-Id` of the response.", examples = "9f1c2e7ab04d4f6c")
    public final String requestId;
    @Schema(description = "The changed fields; absent if the action records none.")
    public final List<AuditChange> changes;

    AuditEntry(ResultSet row, List<AuditChange> changes) throws SQLException {
        id = row.getLong("id");
        at = JdbcQueries.readTime(row, "at");
        actor = row.getString("actor");
        account = row.getObject("account_id", UUID.class);
        accountName = row.getString("account_name");
        key = row.getObject("key_id", UUID.class);
        node = row.getString("node");
        action = row.getString("action");
        entity = row.getString("entity");
        entityId = row.getString("entity_id");
        requestId = row.getString("request_id");
        this.changes = changes;
        var presentName = row.getString("entity_name");
        entityName = presentName != null ? presentName : formerName(changes);
    }

    /** Returns the name or title that the changes of a deletion record, or null. */
    private static String formerName(List<AuditChange> changes) {
        return changes == null
                ? null
                : changes.stream().filter(change -> NAME_FIELDS.contains(change.field) && change.from != null)
                        .map(change -> change.from.asText()).findFirst().orElse(null);
    }

    /** The change of one field. */
    @Schema(name = "AuditChange")
    public record AuditChange(
            @NotNull @Schema(examples = "role") String field,
            @Schema(description = "The value before the change; absent if there was none.",
                    implementation = Object.class) JsonNode from,
            @Schema(description = "The value after the change; absent if there is none.",
                    implementation = Object.class) JsonNode to) {}
}
