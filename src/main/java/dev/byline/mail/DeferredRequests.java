package dev.byline.mail;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Ids;
import dev.byline.job.MeasuredQueue;
import dev.byline.job.QueueWorker;
import dev.byline.problem.Causes;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;

/**
 * Queue of requests that clients make for an email address without being signed in. A request is stored and gets its
 * response at once, and is handled afterwards, so that neither the response nor its time reveals whether the address
 * is known. A request that fails:
 * <ol>
 * <li>is tried again with the next poll of the worker, and others are handled meanwhile;
 * <li>stays in the queue as long as the database is the cause, because its response has promised to handle it;
 * <li>is deleted after its fifth failure of another cause, which is an error of this service.
 * </ol>
 */
@ApplicationScoped
public class DeferredRequests implements MeasuredQueue {
    /** The response to every request that is deferred, whether the address is known or not. */
    public static final String RESPONSE = "If this address can receive mails, a mail is on its way to it.";
    private static final Logger LOG = Logger.getLogger(DeferredRequests.class);
    private static final int MAX_ATTEMPTS = 5;

    private final DataSource connections;
    private final Session database;
    private final ObjectMapper json;
    private final List<Handler> handlers;
    private final Event<RequestAdded> requestAdded;
    /** The requests that have failed since the last poll. */
    private final Set<UUID> failed = ConcurrentHashMap.newKeySet();
    private final QueueWorker queueWorker = new QueueWorker("requests", this::handleNext);

    DeferredRequests(DataSource connections, Session database, ObjectMapper json, @All List<Handler> handlers,
            Event<RequestAdded> taken) {
        this.connections = connections;
        this.database = database;
        this.json = json;
        this.handlers = handlers;
        this.requestAdded = taken;
    }

    /** Handles the requests of one kind, each in a transaction of its own. */
    public interface Handler {
        /** Returns the kind of the requests that this handler handles. */
        String kind();

        /** Handles a request with the body that was passed to {@link DeferredRequests#add}. */
        void handle(JsonNode body);
    }

    /** Event: a request was added to the queue. */
    record RequestAdded() {}

    private record DeferredRequestRow(UUID id, String kind, String body) {}

    /** Adds a request to the queue, to be handled after the transaction commits. */
    @Transactional
    public void add(String kind, Object body) {
        database.createNativeMutationQuery("""
                insert into reader_request (id, kind, body) values (:id, :kind, cast(:body as jsonb))""")
                .setParameter("id", Ids.next()).setParameter("kind", kind)
                .setParameter("body", json.valueToTree(body).toString()).executeUpdate();
        requestAdded.fire(new RequestAdded());
    }

    @Override
    public String queue() {
        return "requests";
    }

    /** The time of a request is in its id (RFC 9562 §5.7). */
    @Override
    public String sizeAndOldestQuery() {
        return """
                select count(*), to_timestamp((select cast(cast('x' || lpad(translate(left(cast(id as text), 13), '-', ''),
                    16, '0') as bit(64)) as bigint) / 1000.0 from reader_request order by id limit 1))
                from reader_request""";
    }

    void start(@Observes StartupEvent event) {
        queueWorker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        queueWorker.stop();
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) RequestAdded event) {
        queueWorker.wake();
    }

    @ActivateRequestContext
    boolean handleNext() {
        if (!queueWorker.hasWork(connections, "select 1 from reader_request limit 1")) {
            failed.clear();
            return false;
        }
        var claimed = new UUID[1];
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                var next = claimNext();
                next.ifPresent(deferredRequestRow -> {
                    claimed[0] = deferredRequestRow.id;
                    handle(deferredRequestRow);
                });
                if (next.isEmpty()) {
                    failed.clear();
                }
                return next.isPresent();
            });
        } catch (RuntimeException e) {
            if (claimed[0] == null) {
                failed.clear();
                throw e;
            }
            failed.add(claimed[0]);
            boolean counts = !isCausedByDatabase(e);
            // Without the exception's message, which may contain the address.
            LOG.errorf("Handling deferred request %s failed: %s at %s. It is tried again within seconds%s.", claimed[0],
                    e.getClass().getName(), Arrays.stream(e.getStackTrace()).findFirst().orElse(null),
                    counts ? ", and deleted after five failures" : "; check the database");
            LOG.debug("Cause of the failed request", e);
            if (counts) {
                QuarkusTransaction.requiringNew().run(() -> recordFailure(claimed[0]));
            }
            return true;
        }
    }

    /** Tells whether the database failed, and not only refused values (SQLSTATE classes 22 and 23). */
    private static boolean isCausedByDatabase(Throwable failure) {
        return Causes.of(failure).anyMatch(cause -> cause instanceof SQLException error
                && (error.getSQLState() == null || !error.getSQLState().matches("2[23].*")));
    }

    private Optional<DeferredRequestRow> claimNext() {
        return database.createNativeQuery("""
                with next as (
                    delete from reader_request where id = (
                        select id from reader_request where id <> all(:failed)
                        order by attempts, id limit 1 for update skip locked)
                    returning id, kind, cast(body as text) as body)
                select id, kind, body from next""", DeferredRequestRow.class)
                .setParameter("failed", failed.toArray(UUID[]::new)).getResultList().stream().findFirst();
    }

    private void handle(DeferredRequestRow deferredRequestRow) {
        try {
            var body = json.readTree(deferredRequestRow.body);
            handlers.stream().filter(h -> h.kind().equals(deferredRequestRow.kind)).findFirst().orElseThrow()
                    .handle(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void recordFailure(UUID request) {
        database.createNativeMutationQuery("update reader_request set attempts = attempts + 1 where id = :id")
                .setParameter("id", request).executeUpdate();
        database.createNativeMutationQuery("delete from reader_request where id = :id and attempts >= :most")
                .setParameter("id", request).setParameter("most", MAX_ATTEMPTS).executeUpdate();
    }
}
