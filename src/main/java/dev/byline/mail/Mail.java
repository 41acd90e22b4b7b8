package dev.byline.mail;

import java.util.HashMap;
import java.util.Map;

import dev.byline.text.ParsedEmailAddress;

/**
 * A mail to be sent. Its texts are messages in {@code mail/<locale>.properties}: {@code words} is the prefix of their
 * keys, followed by {@code .subject}, {@code .text}, {@code .button} and {@code .footer}.
 *
 * @param key
 *            identifies the occasion of the mail, without personal data; a second mail with the same key is not sent
 * @param locale
 *            locale of the messages; messages missing there come from the file of its language, else from the
 *            English one
 * @param words
 *            prefix of the message keys
 * @param values
 *            values for the placeholders {@code {name}} of the messages, for instance {@code site}; {@code hours} and
 *            {@code minutes} are the lifetime of the {@code token}; {@code link} is
 *            the address behind the button of a mail without a {@code token}
 * @param token
 *            the link whose token is created when the mail is sent, or null
 * @param headers
 *            headers in addition to those of every mail
 * @param bulk
 *            whether the mail belongs to a mass mailing, which is sent after all single mails
 */
public record Mail(
        String key,
        String to,
        String locale,
        String words,
        Map<String, String> values,
        MailLink token,
        Map<String, String> headers,
        boolean bulk) {

    public Mail {
        to = ParsedEmailAddress.parse(to)
                .orElseThrow(() -> new IllegalArgumentException("The recipient is not an email address.")).toString();
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9-]+") || !value.matches("[ -~]*")) {
                throw new IllegalArgumentException("Invalid mail header: " + name);
            }
        });
    }

    /** Creates a mail that consists of its messages only, with no values, link or additional headers. */
    public static Mail of(String key, String to, String locale, String words) {
        return new Mail(key, to, locale, words, Map.of(), null, Map.of(), false);
    }

    /** Returns a copy of the mail with a value for a placeholder of its messages. */
    public Mail with(String name, String value) {
        var more = new HashMap<>(values);
        more.put(name, value);
        return new Mail(key, to, locale, words, more, token, headers, bulk);
    }

    /** Returns a copy of the mail with a link. */
    public Mail with(MailLink mailLink) {
        return new Mail(key, to, locale, words, values, mailLink, headers, bulk);
    }
}
