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
public record ParsedEmailAddress(String local, String domain) {
    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_PART_BYTES = 64;
    /** Runs of visible signs between dots; beyond ASCII whatever is no space and no control. */
    private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-\\x{a1}-\\x{10ffff}&&[^\\p{Z}\\p{C}]]+";
    private static final Pattern PLAIN_LOCAL_PART = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern QUOTED_LOCAL_PART = Pattern.compile("\"([!#-\\[\\]-~]|\\\\[!-~])+\"");
    private static final Pattern DOMAIN = Pattern
            .compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final IDNA IDN = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES);

    /** Reads an address, white space around it aside; empty if it is none, or longer than 254 characters. */
    public static Optional<ParsedEmailAddress> parse(String text) {
        var address = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        int at = address.lastIndexOf('@');
        if (at < 1 || address.codePointCount(0, address.length()) > MAX_LENGTH) {
            return Optional.empty();
        }
        var local = address.substring(0, at);
        if (local.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_PART_BYTES
                || !PLAIN_LOCAL_PART.matcher(local).matches() && !QUOTED_LOCAL_PART.matcher(local).matches()) {
            return Optional.empty();
        }
        var info = new IDNA.Info();
        var domain = IDN.nameToASCII(address.substring(at + 1), new StringBuilder(), info).toString()
                .toLowerCase(Locale.ROOT);
        return info.hasErrors() || domain.length() > MAX_LENGTH || !DOMAIN.matcher(domain).matches()
                ? Optional.empty()
                : Optional.of(new ParsedEmailAddress(local, domain));
    }

    /** The address as one subscriber or member has it once: small letters in both parts. Plus tags and dots differ. */
    public String normalize() {
        return local.toLowerCase(Locale.ROOT) + "@" + domain;
    }

    /** {@link #normalize()} of a text that is an address. */
    public static String normalize(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no email address")).normalize();
    }

    /** {@link #normalize()} of what somebody says is an address; of what is none the text itself, null of null. */
    public static String normalizeLeniently(String text) {
        return text == null
                ? null
                : parse(text).map(ParsedEmailAddress::normalize).orElse(text.strip().toLowerCase(Locale.ROOT));
    }

    /** What mail is sent to. */
    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
