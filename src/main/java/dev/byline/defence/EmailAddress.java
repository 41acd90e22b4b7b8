package dev.byline.defence;

import java.text.Normalizer;
import java.util.Locale;

import dev.byline.text.Hosts;

/** Email addresses as they are compared. */
public final class EmailAddress {
    private EmailAddress() {
    }

    /** Trimmed, in NFC and lower case, with the domain in ASCII; null stays null. Tags and dots are told apart. */
    public static String normal(String email) {
        if (email == null) {
            return null;
        }
        var text = Normalizer.normalize(email.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        int at = text.lastIndexOf('@');
        return at < 0 ? text : text.substring(0, at + 1) + Hosts.ascii(text.substring(at + 1));
    }
}
