package dev.byline.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;
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

import dev.byline.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** One append-only row for each change, written in the transaction of the change. */
@ApplicationScoped
public class AuditLog {
    private static final String REQUEST_ID_KEY = "requestId";
    /** Which of several nodes wrote the row. */
    private static final String NODE_NAME = nodeName();

    private final EntityManager database;
    private final Caller caller;
    private final ObjectMapper json;
    private final Clock clock;

    AuditLog(EntityManager database, Caller caller, ObjectMapper json, Clock clock) {
        this.database = database;
        this.caller = caller;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Records who did what to which row.
     *
     * @param action
     *            noun and verb, for instance {@code article.publish}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String action, Object id) {
        insert(action, id, List.of());
    }

    /**
     * The same with what it was and what it is: the fields in which the two differ.
     *
     * @param before
     *            a record or a map, without secrets; null for what was not there
     * @param after
     *            likewise; null for what is not there any more
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
                .setParameter("node", NODE_NAME).setParameter("action", action).setParameter("entity", entity)
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

    private static String nodeName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return InetAddress.getLoopbackAddress().getHostName();
        }
    }

    private String callerId(Function<Caller, Optional<UUID>> part) {
        return MDC.get(REQUEST_ID_KEY) == null ? null : part.apply(caller).map(UUID::toString).orElse(null);
    }

    /** Who acts: the caller's name, or {@code system} for what happens by itself. */
    public String actor() {
        return MDC.get(REQUEST_ID_KEY) == null ? "system" : caller.name();
    }
}
