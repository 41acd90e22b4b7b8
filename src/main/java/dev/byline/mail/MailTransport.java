package dev.byline.mail;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.text.ParsedEmailAddress;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/**
 * Delivers mails: to the SMTP server that {@code QUARKUS_MAILER_HOST} names, else to the mailbox in the database,
 * which admins can read.
 */
@Startup
@Singleton
class MailTransport {
    static final String MAILER_HOST_PROPERTY = "quarkus.mailer.host";
    /** Seconds after which an attempt to reach an unresponsive SMTP server times out. */
    private static final int SMTP_TIMEOUT_SECONDS = 30;
    private static final String RECIPIENT_REFUSED_PREFIX = "recipient address not accepted";

    private final boolean smtp;
    private final Instance<ReactiveMailer> mailer;
    private final Session database;
    private final ObjectMapper json;
    private final Clock clock;

    MailTransport(Config config, @ConfigProperty(name = "quarkus.mailer.from") Optional<String> from,
            @ConfigProperty(name = "byline.public-url") Optional<String> publicUrl, Instance<ReactiveMailer> mailer,
            Session database, ObjectMapper json, Clock clock) {
        this.smtp = isHostConfigured(config);
        this.mailer = mailer;
        this.database = database;
        this.json = json;
        this.clock = clock;
        if (smtp && (from.isEmpty() || publicUrl.isEmpty())) {
            throw new IllegalStateException(
                    "QUARKUS_MAILER_HOST is set. Set QUARKUS_MAILER_FROM, the sender of mails, and BYLINE_PUBLIC_URL,"
                            + " the base of the links in mails, as well.");
        }
    }

    /** Thrown when the server permanently refuses the recipient; a retry would be useless. */
    static final class RecipientRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RecipientRefusedException(String message) {
            super(message);
        }
    }

    /** Returns whether {@code QUARKUS_MAILER_HOST} is configured; the default value of Quarkus does not count. */
    private static boolean isHostConfigured(Config config) {
        var host = config.getConfigValue(MAILER_HOST_PROPERTY);
        return host.getValue() != null && !host.getValue().isBlank() && host.getSourceOrdinal() > 0
                && !"DefaultValuesConfigSource".equals(host.getSourceName());
    }

    /**
     * Delivers one mail. The id becomes the mail's permanent {@code Message-ID}, so that a server that receives the
     * mail twice can recognize it.
     */
    void deliver(UUID id, Mail mail, MailRenderer.RenderedMail renderedMail) {
        var headers = new TreeMap<String, String>(mail.headers);
        headers.put("Auto-Submitted", "auto-generated");
        if (smtp) {
            sendBySmtp(id, mail, renderedMail, headers);
        } else {
            storeInMailbox(id, mail, renderedMail, headers);
        }
    }

    private void sendBySmtp(UUID id, Mail mail, MailRenderer.RenderedMail renderedMail, Map<String, String> headers) {
        var message = io.quarkus.mailer.Mail.withText(mail.to, renderedMail.subject(), renderedMail.text())
                .setHtml(renderedMail.html());
        headers.forEach(message::addHeader);
        message.addHeader("Message-ID", "<" + id + "@byline>");
        try {
            mailer.get().send(message).await().atMost(Duration.ofSeconds(SMTP_TIMEOUT_SECONDS));
        } catch (RuntimeException e) {
            if (rootCause(e) instanceof SMTPException refused && refused.isPermanent()
                    && refused.getMessage().startsWith(RECIPIENT_REFUSED_PREFIX)) {
                // Only the reply code, because the server's text often contains the address.
                throw new RecipientRefusedException(String.valueOf(refused.getReplyCode()));
            }
            throw e;
        }
    }

    /**
     * Describes the cause of a failure without personal data: the class of the exception, and the SMTP reply code if
     * there is one.
     */
    static String describeCause(Throwable e) {
        var cause = rootCause(e);
        return cause.getClass().getSimpleName()
                + (cause instanceof SMTPException refused ? " " + refused.getReplyCode() : "");
    }

    private static Throwable rootCause(Throwable e) {
        return e instanceof SMTPException || e.getCause() == null ? e : rootCause(e.getCause());
    }

    private void storeInMailbox(UUID id, Mail mail, MailRenderer.RenderedMail renderedMail,
            Map<String, String> headers) {
        QuarkusTransaction.joiningExisting().run(() -> database.createNativeMutationQuery("""
                insert into mailbox_message
                    (id, recipient, recipient_norm, subject, text, html, headers, created_at)
                values (:id, :to, :norm, :subject, :text, :html, cast(:headers as jsonb), :now)
                on conflict (id) do nothing""").setParameter("id", id).setParameter("to", mail.to)
                .setParameter("norm", ParsedEmailAddress.normalize(mail.to))
                .setParameter("subject", renderedMail.subject())
                .setParameter("text", renderedMail.text()).setParameter("html", renderedMail.html())
                .setParameter("headers", toJson(headers)).setParameter("now", clock.instant()).executeUpdate());
    }

    private String toJson(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
