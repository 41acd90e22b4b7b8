package dev.byline.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.byline.text.Prose;
import io.quarkus.qute.Engine;
import jakarta.inject.Singleton;

/** Writes mails out, as plain text and as HTML that says the same. */
@Singleton
class Letters {
    private static final int LONGEST_SUBJECT = 200;

    private final Words words;
    private final Engine engine;

    Letters(Words words, Engine engine) {
        this.words = words;
        this.engine = engine;
    }

    /** A mail as it is sent. */
    record Letter(String subject, String text, String html) {}

    /** @param token what the mail's link is to carry, or null */
    Letter write(Mail mail, String token) {
        var data = new HashMap<String, Object>(mail.values());
        var subject = subject(say(mail, "subject"));
        data.put("locale", mail.locale());
        data.put("subject", subject);
        data.put("heading", subject);
        data.put("paragraphs", paragraphs(say(mail, "text")));
        data.put("button", say(mail, "button"));
        data.put("footer", paragraphs(say(mail, "footer")));
        data.putIfAbsent("link", token == null ? null : address(mail.token().page(), token));
        data.putIfAbsent("unsubscribe", null);
        data.put("unsubscribeWords", words.say(mail.locale(), "unsubscribe", Map.of()));
        return new Letter(subject, engine.getTemplate("mail/mail.txt").render(data).strip() + "\n",
                engine.getTemplate("mail/mail.html").render(data));
    }

    private static String address(String page, String token) {
        return page + (page.contains("?") ? "&" : "?") + "token=" + token;
    }

    private String say(Mail mail, String part) {
        return words.say(mail.locale(), mail.words() + "." + part, mail.values());
    }

    private static List<String> paragraphs(String text) {
        return text == null ? List.of() : text.lines().filter(line -> !line.isBlank()).toList();
    }

    /** One line, whatever a title has in it: what follows a line break would be a header of its own. */
    private static String subject(String text) {
        var line = Prose.line(text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " "));
        return line.codePointCount(0, line.length()) <= LONGEST_SUBJECT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
    }
}
