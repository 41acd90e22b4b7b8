package dev.byline.mail;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonAutoDetect;

import dev.byline.text.ParsedEmailAddress;

/**
 * A mail to be sent. Its texts are messages in {@code mail/<locale>.properties}. A mail is not changed after it was
 * created; the {@code with} methods return copies.
 *
 * <p>The outbox stores mails as JSON with the names of these fields, and the next release must still read the mails
 * that wait there.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class Mail {
    /** Identifies the occasion of the mail, without personal data; a second mail with the same key is not sent. */
    String key;
    String to;
    /**
     * The locale of the messages; messages missing there come from the file of its language, else from the English
     * one.
     */
    String locale;
    /** The prefix of the message keys, followed by {@code .subject}, {@code .text}, {@code .button}, {@code .footer}. */
    String words;
    /**
     * Values for the placeholders {@code {name}} of the messages, for instance {@code site}; {@code hours} and
     * {@code minutes} are the lifetime of the {@link #token}; {@code link} is the address behind the button of a mail
     * without a token.
     */
    Map<String, String> values;
    /** The link whose token is created when the mail is sent, or null. */
    MailLink token;
    /** Headers in addition to those of every mail. */
    Map<String, String> headers;
    /** Whether the mail belongs to a mass mailing, which is sent after all single mails. */
    boolean bulk;

    private Mail() {
    }

    private Mail(Mail mail) {
        key = mail.key;
        to = mail.to;
        locale = mail.locale;
        words = mail.words;
        values = new TreeMap<>(mail.values);
        token = mail.token;
        headers = new TreeMap<>(mail.headers);
        bulk = mail.bulk;
    }

    /** Creates a mail that consists of its messages only, with no values, link or additional headers. */
    public static Mail of(String key, String to, String locale, String words) {
        var mail = new Mail();
        mail.key = key;
        mail.to = ParsedEmailAddress.parse(to)
                .orElseThrow(() -> new IllegalArgumentException("The recipient is not an email address.")).toString();
        mail.locale = locale;
        mail.words = words;
        mail.values = Map.of();
        mail.headers = Map.of();
        return mail;
    }

    /** Returns a copy of the mail with a value for a placeholder of its messages. */
    public Mail with(String name, String value) {
        var copy = new Mail(this);
        copy.values.put(name, value);
        return copy;
    }

    /** Returns a copy of the mail with a link. */
    public Mail with(MailLink mailLink) {
        var copy = new Mail(this);
        copy.token = mailLink;
        return copy;
    }

    /** Returns a copy of the mail with an additional header. */
    public Mail withHeader(String name, String value) {
        if (!name.matches("[A-Za-z0-9-]+") || !value.matches("[ -~]*")) {
            throw new IllegalArgumentException("Invalid mail header: " + name);
        }
        var copy = new Mail(this);
        copy.headers.put(name, value);
        return copy;
    }

    /** Returns a copy of the mail that belongs to a mass mailing. */
    public Mail inBulk() {
        var copy = withHeader("Precedence", "bulk");
        copy.bulk = true;
        return copy;
    }
}
