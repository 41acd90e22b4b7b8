package dev.byline.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.byline.text.Graphemes;
import dev.byline.text.WhiteSpace;
import io.quarkus.qute.Engine;
import jakarta.inject.Singleton;

/** Renders mails as plain text and as HTML with the same content. */
@Singleton
class MailRenderer {
    private static final int MAX_SUBJECT_LENGTH = 200;

    private final Messages messages;
    private final Engine engine;

    MailRenderer(Messages messages, Engine engine) {
        this.messages = messages;
        this.engine = engine;
    }

    /** A rendered mail: subject, plain text and HTML. */
    record RenderedMail(String subject, String text, String html) {}

    /**
     * Renders a mail.
     *
     * @param token
     *            the token of the mail's link, or null if the mail has none
     */
    RenderedMail render(Mail mail, String token) {
        var values = values(mail);
        var data = new HashMap<>(values);
        var subject = toSubjectLine(message(mail, "subject", values));
        data.put("locale", mail.locale);
        data.put("subject", subject);
        data.put("heading", subject);
        data.put("paragraphs", paragraphs(message(mail, "text", values)));
        data.put("button", message(mail, "button", values));
        data.put("footer", paragraphs(message(mail, "footer", values)));
        data.putIfAbsent("link", token == null ? null : mail.token.pageWith(token));
        data.putIfAbsent("unsubscribe", null);
        data.put("unsubscribeWords", messages.format(mail.locale, "unsubscribe", Map.of()));
        return new RenderedMail(subject, engine.getTemplate("mail/mail.txt").render(data).strip() + "\n",
                engine.getTemplate("mail/mail.html").render(data));
    }

    /** Returns the values of the mail, and the lifetime of its link as {@code hours} and {@code minutes}. */
    private static Map<String, Object> values(Mail mail) {
        var values = new HashMap<String, Object>(mail.values);
        if (mail.token != null) {
            values.put("hours", mail.token.lifetime().toHours());
            values.put("minutes", mail.token.lifetime().toMinutes());
        }
        return values;
    }

    private String message(Mail mail, String part, Map<String, Object> values) {
        return messages.format(mail.locale, mail.words + "." + part, values);
    }

    private static List<String> paragraphs(String text) {
        return text == null ? List.of() : text.lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * Reduces a text to one line of at most {@value #MAX_SUBJECT_LENGTH} characters. In a mail, a line break in a title
     * would begin another header.
     */
    private static String toSubjectLine(String text) {
        var line = WhiteSpace.normalizeSpaces(text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " "));
        return Graphemes.truncate(line, MAX_SUBJECT_LENGTH);
    }
}
