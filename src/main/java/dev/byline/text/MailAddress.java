package dev.byline.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;

/**
 * An email address (RFC 5321 §4.1.2, RFC 6531 §3.3): a local part in any script, plain or quoted, without spaces, and a
 * domain, which may be international.
 *
 * @param local
 *            as given, because only its own server knows what it means
 * @param domain
 *            in ASCII and small letters, so that every mail server takes it
 */
public record MailAddress(String local, String domain) {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    /** Runs of visible signs between dots; beyond ASCII whatever is no space and no control. */
    private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-\\x{a1}-\\x{10ffff}&&[^\\p{Z}\\p{C}]]+";
    private static final Pattern PLAIN = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern QUOTED = Pattern.compile("\"([!#-\\[\\]-~]|\\\\[!-~])+\"");
    private static final Pattern DOMAIN = Pattern
            .compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final IDNA IDN = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES);

    /** Reads an address, white space around it aside; empty if it is none, or longer than 254 characters. */
    public static Optional<MailAddress> parse(String text) {
        var address = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        int at = address.lastIndexOf('@');
        if (at < 1 || address.codePointCount(0, address.length()) > LONGEST) {
            return Optional.empty();
        }
        var local = address.substring(0, at);
        if (local.getBytes(StandardCharsets.UTF_8).length > LONGEST_LOCAL
                || !PLAIN.matcher(local).matches() && !QUOTED.matcher(local).matches()) {
            return Optional.empty();
        }
        var info = new IDNA.Info();
        var domain = IDN.nameToASCII(address.substring(at + 1), new StringBuilder(), info).toString()
                .toLowerCase(Locale.ROOT);
        return info.hasErrors() || domain.length() > LONGEST || !DOMAIN.matcher(domain).matches()
                ? Optional.empty()
                : Optional.of(new MailAddress(local, domain));
    }

    /** The address as one subscriber or member has it once: small letters in both parts. Plus tags and dots differ. */
    public String normal() {
        return local.toLowerCase(Locale.ROOT) + "@" + domain;
    }

    /** {@link #normal()} of a text that is an address. */
    public static String normal(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no email address")).normal();
    }

    /** What mail is sent to. */
    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
