package dev.byline.mail;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.icegreen.greenmail.util.GreenMailUtil;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import dev.byline.database.Ids;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

/** Sending of mails through a real SMTP server. */
@QuarkusTest
@QuarkusTestResource(value = MailServer.class, restrictToAnnotatedClass = true)
class SmtpTest extends ServiceTest {
    @Inject
    Outbox outbox;
    @Inject
    OutboxSender outboxSender;
    @Inject
    LinkTokens tokens;

    @BeforeEach
    void noMails() throws Exception {
        MailServer.server().purgeEmailFromAllMailboxes();
    }

    private boolean send(Mail mail) {
        return QuarkusTransaction.requiringNew().call(() -> outbox.send(mail));
    }

    private static Mail mail(String key) {
        return Mail.of(key, "mai@example.com", "vi", "subscription_confirm").with("site", "Tin tức").with("topics",
                "mọi bài viết").with("hours", "48");
    }

    private MimeMessage[] awaitReceived(int count) {
        Eventually.that(() -> {
            retryNow();
            return MailServer.server().getReceivedMessages().length >= count;
        });
        return MailServer.server().getReceivedMessages();
    }

    /**
     * Tries failed mails again now, and not in a minute: a connection that was open when another test stopped the
     * server fails at its next use. What is due later than in three minutes has not failed, but is claimed.
     */
    private void retryNow() throws SQLException {
        execute("update outbox set due_at = now() - interval '1 second' where state = 'waiting' and problem is not null"
                + " and due_at < now() + interval '3 minutes'");
        outboxSender.sendNextBatch();
    }

    @Test
    void a_mail_arrives_in_two_forms_and_its_locale_and_leaves_nothing_behind() throws Exception {
        assertTrue(send(mail("a").with(new MailLink("test", UUID.randomUUID(), "x", Duration.ofHours(1),
                "https://api.blog.example/confirm"))));
        var mail = awaitReceived(1)[0];
        assertEquals("Xác nhận đăng ký nhận tin từ Tin tức", mail.getSubject());
        assertEquals("Byline <news@blog.example>", mail.getFrom()[0].toString());
        assertEquals("auto-generated", mail.getHeader("Auto-Submitted")[0]);
        var text = GreenMailUtil.getWholeMessage(mail);
        assertTrue(text.contains("text/plain") && text.contains("text/html"), text);
        Eventually.that(() -> query("select count(*) from outbox where state = 'sent' and mail is null") == 1);
        assertEquals(0, query("select count(*) from mailbox_message"));
        staff().get(ADMIN + "/mailbox").then().statusCode(200).body("items.size()", equalTo(0));
    }

    @Test
    void a_key_is_sent_once_also_by_many_at_once_and_by_several_relays() throws Exception {
        assertEquals(1, runConcurrently(20, () -> send(mail("one"))).stream().filter(sent -> sent).count());
        for (int i = 0; i < 40; i++) {
            send(mail("many " + i));
        }
        runConcurrently(4, () -> {
            while (outboxSender.sendNextBatch()) {
                // until there is no more
            }
            return null;
        });
        Eventually.that(() -> {
            retryNow();
            return query("select count(*) from outbox where state = 'sent'") == 41;
        });
        assertFalse(send(mail("one")));
        var ids = new ArrayList<String>();
        for (var received : MailServer.server().getReceivedMessages()) {
            ids.add(received.getMessageID());
        }
        assertEquals(ids.size(), new HashSet<>(ids).size());
        for (var id : ids) {
            // What another test left is not ours.
            execute("delete from outbox where '" + id + "' = '<' || id || '@byline>'");
        }
        assertEquals(0, query("select count(*) from outbox where message_key like 'many %'"));
    }

    @Test
    void what_is_rolled_back_is_not_sent() throws Exception {
        assertThrows(IllegalStateException.class, () -> QuarkusTransaction.requiringNew().run(() -> {
            outbox.send(mail("never"));
            throw new IllegalStateException("no");
        }));
        send(mail("then"));
        awaitReceived(1);
        assertEquals(1, query("select count(*) from outbox"));
    }

    @Test
    void s10_without_its_server_a_mail_waits_and_then_arrives_once() throws Exception {
        MailServer.server().stop();
        try {
            send(mail("waits"));
            Eventually.that(() -> query(
                    "select count(*) from outbox where attempts = 1 and problem is not null and due_at > now()") == 1);
        } finally {
            MailServer.server().start();
        }
        outboxSender.sendNextBatch();
        assertEquals(1, query("select count(*) from outbox where state = 'waiting' and attempts = 1"));
        execute("update outbox set due_at = now() - interval '1 second'");
        outboxSender.sendNextBatch();
        outboxSender.sendNextBatch();
        assertEquals(1, awaitReceived(1).length);
        assertEquals(1, query("select count(*) from outbox where state = 'sent' and attempts = 2"));
        assertEquals(Duration.ofMinutes(1), OutboxSender.retryDelay(1));
        assertEquals(Duration.ofMinutes(4), OutboxSender.retryDelay(3));
        assertEquals(Duration.ofHours(6), OutboxSender.retryDelay(60));
    }

    @Test
    void what_a_killed_node_had_claimed_is_sent_when_the_claim_ends() throws Exception {
        execute("""
                insert into outbox (id, message_key, bulk, mail, created_at, due_at, attempts)
                select '%s', 'claimed', false, '{"key": "claimed", "to": "mai@example.com", "locale": "en",
                    "words": "article", "values": {"title": "T", "excerpt": "E", "site": "S"}, "headers": {}, "bulk": false}',
                    now(), now() + interval '1 hour', 1"""
                .formatted(Ids.next()));
        outboxSender.sendNextBatch();
        assertEquals(0, MailServer.server().getReceivedMessages().length);
        execute("update outbox set due_at = now() - interval '1 second'");
        outboxSender.sendNextBatch();
        assertEquals("T", awaitReceived(1)[0].getSubject());
    }

    @Test
    void a_mail_that_the_last_release_queued_is_sent() throws Exception {
        execute("""
                insert into outbox (id, message_key, bulk, mail, created_at, due_at)
                values (gen_random_uuid(), 'queued', true, '{"key": "queued", "to": "mai@example.com", "locale": "en",
                    "words": "article", "values": {"title": "T", "site": "S", "excerpt": null},
                    "token": {"purpose": "test", "subject": "00000000-0000-0000-0000-000000000001",
                        "lifetime": "PT1H", "page": "https://api.blog.example/confirm"},
                    "headers": {"X-Test": "yes"}, "bulk": true}', now(), now() - interval '1 second')""");
        outboxSender.sendNextBatch();
        var mail = awaitReceived(1)[0];
        assertEquals("T", mail.getSubject());
        assertEquals("yes", mail.getHeader("X-Test")[0]);
    }

    @Test
    void nothing_that_somebody_types_becomes_a_header() throws Exception {
        send(Mail.of("injected", "mai@example.com", "en", "article").with("title", "A\r\nBcc: eve@example.com\n\nx")
                .with("excerpt", "<script>alert(1)</script> {site}").with("site", "S"));
        var mail = awaitReceived(1)[0];
        assertEquals("A Bcc: eve@example.com x", mail.getSubject());
        assertNull(mail.getHeader("Bcc"));
        assertEquals(1, mail.getAllRecipients().length);
        var html = ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent().toString();
        assertTrue(html.contains("&lt;script&gt;") && html.contains("{site}"), html);
        assertThrows(IllegalArgumentException.class,
                () -> Mail.of("x", "a@example.com\r\nBcc: e@example.com", "en", "x"));
        assertThrows(IllegalArgumentException.class,
                () -> Mail.of("x", "a@example.com", "en", "x").withHeader("X", "a\r\nBcc: b"));
    }

    @Test
    void addresses_in_any_script_arrive() throws Exception {
        for (var address : new String[]{ "đăng.ký@example.com", "mai@bücher.example", "\"mai.anh\"@example.com",
                "mai+blog@example.com" }) {
            send(Mail.of(address.hashCode() + "", address, "en", "subscription_welcome").with("site", "S")
                    .with("topics", "all"));
        }
        var mails = awaitReceived(4);
        assertEquals(4, mails.length);
        assertNotNull(mails[0].getAllRecipients());
        Eventually.that(() -> query("select count(*) from outbox where state = 'sent'") == 4);
    }
}
