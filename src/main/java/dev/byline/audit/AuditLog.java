package dev.byline.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

import org.jboss.logging.MDC;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;

import dev.byline.node.NodeName;
import dev.byline.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Writes the audit log: one append-only row for each change, in the transaction of the change. */
@ApplicationScoped
public class AuditLog {
    private static final String REQUEST_ID_KEY = "requestId";
    private final EntityManager database;
    private final Caller caller;
    private final ObjectMapper json;
    private final Clock clock;
    private final NodeName node;

    AuditLog(EntityManager database, Caller caller, ObjectMapper json, Clock clock, NodeName node) {
        this.database = database;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
        this.node = node;
    }

    /**
     * Records an action of the current caller on an entity.
     *
     * @param action
     *            the entity and a verb, for instance {@code article.publish}
     * @param id
     *            the id of the entity
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String action, Object id) {
        insert(action, id, List.of());
    }

    /**
     * Records an action of the current caller on an entity, with the fields that the action changed.
     *
     * @param action
     *            the entity and a verb, for instance {@code account.change}
     * @param id
     *            the id of the entity
     * @param before
     *            the entity before the action, as a record or a map without secrets; null for a new entity
     * @param after
     *            the entity after the action, likewise; null for a deleted entity
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String action, Object id, Object before, Object after) {
        var oldTree = json.valueToTree(before == null ? List.of() : before);
        var newTree = json.valueToTree(after == null ? List.of() : after);
        var fields = new TreeSet<String>();
        oldTree.fieldNames().forEachRemaining(fields::add);
        newTree.fieldNames().forEachRemaining(fields::add);
        var changes = new ArrayList<AuditEntry.AuditChange>();
        for (var field : fields) {
            var from = fieldValue(oldTree, field);
            var to = fieldValue(newTree, field);
            if (!Objects.equals(from, to)) {
                changes.add(new AuditEntry.AuditChange(field, from, to));
            }
        }
        insert(action, id, changes);
    }

    private static JsonNode fieldValue(JsonNode tree, String field) {
        var value = tree.get(field);
        return value instanceof NullNode ? null : value;
    }

    private void insert(String action, Object id, List<AuditEntry.AuditChange> changes) {
        var entity = action.substring(0, action.indexOf('.'));
        var request = (String) MDC.get(REQUEST_ID_KEY);
        database.createNativeQuery("""
                insert into audit_entry
                    (at, actor, account_id, key_id, node, action, entity, entity_id, request_id, changes)
                values (:at, :actor, cast(:account as uuid), cast(:key as uuid), :node, :action, :entity, :id,
                    nullif(:request, ''), cast(nullif(:changes, '') as jsonb))""")
                .setParameter("at", clock.instant()).setParameter("actor", actor())
                .setParameter("account", callerId(Caller::account)).setParameter("key", callerId(Caller::key))
                .setParameter("node", node.toString()).setParameter("action", action).setParameter("entity", entity)
                .setParameter("id", String.valueOf(id)).setParameter("request", request == null ? "" : request)
                .setParameter("changes", toJson(changes)).executeUpdate();
    }

    private String toJson(List<AuditEntry.AuditChange> changes) {
        try {
            return changes.isEmpty() ? "" : json.writeValueAsString(changes);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String callerId(Function<Caller, Optional<UUID>> part) {
        return MDC.get(REQUEST_ID_KEY) == null ? null : part.apply(caller).map(UUID::toString).orElse(null);
    }

    /** Returns the name of the current caller, or {@code system} outside of a request. */
    public String actor() {
        return MDC.get(REQUEST_ID_KEY) == null ? "system" : caller.name();
    }
}
