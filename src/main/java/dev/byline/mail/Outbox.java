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

/** Takes mails in the transaction of the change that they tell of: either both are there or neither. */
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

    /** There is something to send. */
    record MailQueued() {}

    /** Sends the mail once the transaction is committed; false if one with the same key was there already. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean send(Mail mail) {
        int added = database.createNativeMutationQuery("""
                insert into outbox (id, message_key, bulk, mail, created_at, due_at)
                values (:id, :key, :bulk, cast(:mail as jsonb), :now, :now) on conflict (message_key) do nothing""")
                .setParameter("id", Ids.next()).setParameter("key", mail.key()).setParameter("bulk", mail.bulk())
                .setParameter("mail", toJson(mail)).setParameter("now", clock.instant()).executeUpdate();
        if (added > 0) {
            mailQueued.fire(new MailQueued());
        }
        return added > 0;
    }

    /**
     * Whether another mail of the kind may follow: one in ten minutes, three in a day, so that nobody can flood another's
     * address through us. {@code prefix} is what the keys of these mails begin with.
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

    /** Mails whose keys begin so are not sent any more, unless they are on their way. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void cancel(String prefix) {
        database.createNativeMutationQuery("""
                delete from outbox where message_key >= :prefix and message_key < :end and state = 'waiting'""")
                .setParameter("prefix", prefix).setParameter("end", prefix + "~").executeUpdate();
    }

    /** Nothing of the address is left: what waits for it, and what the mailbox has of it. */
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
