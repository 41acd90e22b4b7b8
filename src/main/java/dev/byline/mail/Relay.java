package dev.byline.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Worker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * Sends what lies in the outbox. Each node claims some mails for five minutes, skipping those that others have, and
 * writes down each one as soon as it is sent; so only the one mail that a killed node was just handing over may be sent
 * again, with the same {@code Message-ID}. What cannot be sent is tried again after 1, 2, 4 … minutes, for three days.
 */
@ApplicationScoped
class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int AT_A_TIME = 10;
    private static final Duration CLAIMED = Duration.ofMinutes(5);
    /** Before the claim ends, so that nobody else begins with a mail that is being handed over. */
    private static final Duration RESERVE = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);
    private static final Duration GIVEN_UP = Duration.ofDays(3);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration FORGETS = Duration.ofHours(1);
    private static final String DUE = "select 1 from outbox where state = 'waiting' and due_at <= now() limit 1";

    private final DataSource connections;
    private final Session database;
    private final ObjectMapper json;
    private final LinkTokens tokens;
    private final Letters letters;
    private final Delivery delivery;
    private final Event<MailBounced> bounced;
    private final Event<Forgetting> forgetting;
    private final Clock clock;
    private volatile Instant forgotten;
    private final Worker worker = new Worker("mails", this::round);

    Relay(DataSource connections, Session database, ObjectMapper json, LinkTokens tokens, Letters letters,
            Delivery delivery,
            Event<MailBounced> bounced, Event<Forgetting> forgetting, Clock clock) {
        this.connections = connections;
        this.forgotten = clock.instant();
        this.database = database;
        this.json = json;
        this.tokens = tokens;
        this.letters = letters;
        this.delivery = delivery;
        this.bounced = bounced;
        this.forgetting = forgetting;
        this.clock = clock;
    }

    private record Row(UUID id, String mail, Instant createdAt, int attempts) {}

    private record Claimed(Row row, Mail mail, String token) {}

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop();
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Queued queued) {
        worker.wake();
    }

    /** Sends some mails that are due; whether there may be more. */
    @ActivateRequestContext
    boolean round() {
        forgetNowAndThen();
        if (!worker.hasWork(connections, DUE)) {
            return false;
        }
        var until = clock.instant().plus(CLAIMED).minus(RESERVE);
        var claimed = QuarkusTransaction.requiringNew().call(this::claim);
        for (var mail : claimed) {
            if (worker.isStopped() || clock.instant().isAfter(until)) {
                change(mail.row, "due_at = :now, attempts = attempts - 1", null);
            } else {
                send(mail);
            }
        }
        return claimed.size() == AT_A_TIME;
    }

    private List<Claimed> claim() {
        var now = clock.instant();
        var rows = database.createNativeQuery("""
                with claimed as (
                    update outbox set due_at = :until, attempts = attempts + 1
                    where id in (select id from outbox where state = 'waiting' and due_at <= :now
                        order by bulk, due_at, id limit :most for update skip locked)
                    returning id, cast(mail as text) as mail, created_at, attempts, bulk)
                select id, mail, created_at, attempts from claimed order by bulk, id""", Row.class)
                .setParameter("until", now.plus(CLAIMED)).setParameter("now", now).setParameter("most", AT_A_TIME)
                .getResultList();
        var claimed = new ArrayList<Claimed>();
        for (var row : rows) {
            var mail = read(row.mail);
            claimed.add(new Claimed(row, mail, mail.token() == null ? null : tokens.make(mail.token())));
        }
        return claimed;
    }

    private void send(Claimed mail) {
        try {
            delivery.deliver(mail.row.id, mail.mail, letters.write(mail.mail, mail.token));
            change(mail.row, "state = 'sent', done_at = :now, mail = null", null);
        } catch (Delivery.RefusedException e) {
            QuarkusTransaction.requiringNew().run(() -> {
                // Before whoever hears of it cancels what waits for the address.
                update(mail.row, "state = 'failed', done_at = :now, mail = null", e.getMessage());
                bounced.fire(new MailBounced(mail.mail.to()));
            });
        } catch (RuntimeException e) {
            failed(mail.row, e);
        }
    }

    private void failed(Row row, RuntimeException e) {
        // Never the message, which may name the address: a log is no place for it.
        var problem = Delivery.reason(e);
        LOG.warnf("Mail %s could not be sent, attempt %d: %s", row.id, row.attempts, problem);
        LOG.debug("because of", e);
        if (row.createdAt.plus(GIVEN_UP).isBefore(clock.instant())) {
            change(row, "state = 'failed', done_at = :now, mail = null", problem);
        } else {
            change(row,
                    "due_at = cast(:now as timestamptz) + " + wait(row.attempts).toMinutes() + " * interval '1 minute'",
                    problem);
        }
    }

    static Duration wait(int attempts) {
        var doubled = Duration.ofMinutes(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    private void change(Row row, String change, String problem) {
        QuarkusTransaction.requiringNew().run(() -> update(row, change, problem));
    }

    private void update(Row row, String change, String problem) {
        database.createNativeMutationQuery("update outbox set problem = :problem, " + change + " where id = :id")
                .setParameter("problem", problem, String.class).setParameter("now", clock.instant())
                .setParameter("id", row.id).executeUpdate();
    }

    private void forgetNowAndThen() {
        if (clock.instant().isAfter(forgotten.plus(FORGETS))) {
            forgotten = clock.instant();
            QuarkusTransaction.requiringNew().run(this::forget);
        }
    }

    private void forget() {
        database.createNativeMutationQuery("""
                delete from outbox where id in (
                    select id from outbox where state <> 'waiting' and done_at < :before
                    order by done_at limit 1000 for update skip locked)""")
                .setParameter("before", clock.instant().minus(KEPT)).executeUpdate();
        database.createNativeMutationQuery("""
                delete from mailbox_message where id in (
                    select id from mailbox_message where created_at < :before
                    order by created_at limit 1000 for update skip locked)""")
                .setParameter("before", clock.instant().minus(KEPT)).executeUpdate();
        tokens.forget();
        forgetting.fire(new Forgetting());
    }

    private Mail read(String mail) {
        try {
            return json.readValue(mail, Mail.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
