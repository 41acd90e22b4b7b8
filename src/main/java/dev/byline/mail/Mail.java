package dev.byline.mail;

import java.util.HashMap;
import java.util.Map;

import dev.byline.text.MailAddress;

/**
 * A mail to be sent. Its words come from {@code mail/<locale>.properties}, where {@code words} has a subject, a text and
 * a button.
 *
 * @param key
 *            names what it is about, without personal data; a second mail with the same key is not sent
 * @param locale
 *            whose words it has, if there are any in it or its language; else English ones
 * @param values
 *            what the words refer to as {@code {name}}, for instance {@code site}; {@code link} is the address behind the
 *            button, unless {@code token} makes one
 * @param token
 *            makes the link, or null
 * @param headers
 *            beside those that every mail has
 * @param bulk
 *            whether it is one of many, and waits behind single ones
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
        to = MailAddress.parse(to).orElseThrow(() -> new IllegalArgumentException("no email address")).toString();
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9-]+") || !value.matches("[ -~]*")) {
                throw new IllegalArgumentException("not a header: " + name);
            }
        });
    }

    /** A mail with nothing but its words. */
    public static Mail of(String key, String to, String locale, String words) {
        return new Mail(key, to, locale, words, Map.of(), null, Map.of(), false);
    }

    /** The same with a value that its words refer to. */
    public Mail with(String name, String value) {
        var more = new HashMap<>(values);
        more.put(name, value);
        return new Mail(key, to, locale, words, more, token, headers, bulk);
    }

    /** The same with a link that is good for one purpose. */
    public Mail with(MailLink mailLink) {
        return new Mail(key, to, locale, words, values, mailLink, headers, bulk);
    }
}
