package dev.byline.mail;

import java.time.Clock;
import java.time.Duration;

import org.hibernate.Session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Stores mails in the transaction of the change that they report: either both are committed or neither is. */
@ApplicationScoped
public class Outbox {
    private final Session database;
    private final ObjectMapper json;
    private final Clock clock;
    private final Event<MailQueued> mailQueued;

    Outbox(Session database, ObjectMapper json, Clock clock, Event<MailQueued> queued) {
        this.database = database;
        this.json = json;
        this.clock = clock;
        this.mailQueued = queued;
    }

    /** Event: a mail was added to the outbox. */
    record MailQueued() {}

    /**
     * Queues a mail, which is sent after the transaction commits. Returns false if the outbox already has a mail with
     * the same key.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean send(Mail mail) {
        int added = database.createNativeMutationQuery("""
                insert into outbox (id, message_key, bulk, mail, created_at, due_at)
                values (:id, :key, :bulk, cast(:mail as jsonb), :now, :now) on conflict (message_key) do nothing""")
                .setParameter("id", Ids.next()).setParameter("key", mail.key).setParameter("bulk", mail.bulk)
                .setParameter("mail", toJson(mail)).setParameter("now", clock.instant()).executeUpdate();
        if (added > 0) {
            mailQueued.fire(new MailQueued());
        }
        return added > 0;
    }

    /**
     * Returns whether the rate limit of mails of one kind permits another mail: one in ten minutes, three in a day. A
     * client can therefore not flood the address of another person through this service. {@code prefix} is the
     * beginning of the keys of these mails.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean isWithinRateLimit(String prefix) {
        var now = clock.instant();
        return database.createNativeQuery("""
                select count(*) < 3 and count(*) filter (where created_at > :recent) = 0 from outbox
                where message_key >= :prefix and message_key < :end and created_at > :since""", Boolean.class)
                .setParameter("recent", now.minus(Duration.ofMinutes(10))).setParameter("prefix", prefix)
                .setParameter("end", prefix + "~").setParameter("since", now.minus(Duration.ofDays(1)))
                .getSingleResult();
    }

    /**
     * Cancels the waiting mails whose keys begin with the prefix. A mail that is being sent at this moment may still
     * arrive.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void cancel(String prefix) {
        database.createNativeMutationQuery("""
                delete from outbox where message_key >= :prefix and message_key < :end and state = 'waiting'""")
                .setParameter("prefix", prefix).setParameter("end", prefix + "~").executeUpdate();
    }

    /** Deletes the waiting mails to an address and its messages in the mailbox. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void eraseAddress(String emailNorm) {
        database.createNativeMutationQuery("delete from mailbox_message where recipient_norm = :email")
                .setParameter("email", emailNorm).executeUpdate();
        database.createNativeMutationQuery(
                "delete from outbox where state = 'waiting' and lower(mail ->> 'to') = :email")
                .setParameter("email", emailNorm).executeUpdate();
    }

    private String toJson(Mail mail) {
        try {
            return json.writeValueAsString(mail);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
