package dev.byline.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import org.jboss.logging.MDC;

import dev.byline.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** One append-only row for each change, written in the transaction of the change. */
@ApplicationScoped
public class AuditLog {
    private static final String REQUEST_ID = "requestId";
    /** Which of several nodes wrote the row. */
    private static final String NODE = node();

    private final EntityManager database;
    private final Caller caller;
    private final Clock clock;

    AuditLog(EntityManager database, Caller caller, Clock clock) {
        this.database = database;
        this.caller = caller;
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
        var entity = action.substring(0, action.indexOf('.'));
        var request = (String) MDC.get(REQUEST_ID);
        database.createNativeQuery("""
                insert into audit_entry (at, actor, account_id, key_id, node, action, entity, entity_id, request_id)
                values (:at, :actor, :account, :key, :node, :action, :entity, :id, nullif(:request, ''))""")
                .setParameter("at", clock.instant()).setParameter("actor", actor())
                .setParameter("account", acting(Caller::account)).setParameter("key", acting(Caller::key))
                .setParameter("node", NODE).setParameter("action", action).setParameter("entity", entity)
                .setParameter("id", String.valueOf(id)).setParameter("request", request == null ? "" : request)
                .executeUpdate();
    }

    private static String node() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return InetAddress.getLoopbackAddress().getHostName();
        }
    }

    private UUID acting(Function<Caller, Optional<UUID>> part) {
        return MDC.get(REQUEST_ID) == null ? null : part.apply(caller).orElse(null);
    }

    /** Who acts: the caller's name, or {@code system} for what happens by itself. */
    public String actor() {
        return MDC.get(REQUEST_ID) == null ? "system" : caller.name();
    }
}
