package dev.byline.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;

/**
 * An email address (RFC 5321 §4.1.2, RFC 6531 §3.3): a local part in any script, plain or quoted, without spaces, and a
 * domain, which may be internationalized.
 *
 * @param local
 *            the local part as given, because only the receiving mail server can interpret it
 * @param domain
 *            the domain in ASCII and lower case, so that every mail server accepts it
 */
public record ParsedEmailAddress(String local, String domain) {
    /** The maximum length of an address, in code points. */
    public static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_PART_BYTES = 64;
    /**
     * The text between dots in a local part. Outside of ASCII, every character except spaces and controls is allowed.
     */
    private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-\\x{a1}-\\x{10ffff}&&[^\\p{Z}\\p{C}]]+";
    private static final Pattern PLAIN_LOCAL_PART = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern QUOTED_LOCAL_PART = Pattern.compile("\"([!#-\\[\\]-~]|\\\\[!-~])+\"");
    private static final Pattern DOMAIN = Pattern
            .compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    private static final IDNA IDN = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES);

    /**
     * Parses an address and ignores white space around it; empty if it is invalid or longer than {@value #MAX_LENGTH}
     * characters.
     */
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

    /**
     * Returns the address in lower case. Among subscribers, and among members, this form of an address is unique. Plus
     * tags and dots are kept, so addresses that differ in them are different.
     */
    public String normalize() {
        return local.toLowerCase(Locale.ROOT) + "@" + domain;
    }

    /** Parses an address that must be valid, and returns {@link #normalize()} of it. */
    public static String normalize(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no email address")).normalize();
    }

    /** Returns {@link #normalize()} of a valid address, other text trimmed and in lower case, and null for null. */
    public static String normalizeLeniently(String text) {
        return text == null
                ? null
                : parse(text).map(ParsedEmailAddress::normalize).orElse(text.strip().toLowerCase(Locale.ROOT));
    }

    /** Returns the address that mail is sent to. */
    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
