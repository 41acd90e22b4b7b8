package dev.byline.defence;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

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
        try {
            return at < 0
                    ? text
                    : text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noDomainName) {
            return text;
        }
    }
}
