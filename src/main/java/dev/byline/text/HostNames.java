package dev.byline.text;

import java.util.regex.Pattern;

import com.ibm.icu.text.IDNA;

/** Converts international host names to the ASCII form that DNS uses (Punycode). */
public final class HostNames {
    private static final IDNA IDNA_2008 = IDNA
            .getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);
    /** A URL with a character outside of ASCII in its host: the part before the host, the host, the rest. */
    private static final Pattern INTERNATIONAL_URL = Pattern
            .compile("(?is)(\\s*(?:https?:)?//(?:[^/?#@]*@)?)([^/?#:@]*[^\\x00-\\x7f][^/?#:@]*)(.*)");
    private static final Pattern OUTSIDE_ASCII = Pattern.compile("[^\\x00-\\x7f]");

    private HostNames() {
    }

    /** Converts a host name to ASCII and lower case (UTS #46); returns an invalid host name unchanged. */
    public static String toAscii(String host) {
        var info = new IDNA.Info();
        var ascii = IDNA_2008.nameToASCII(host, new StringBuilder(), info);
        return info.hasErrors() ? host : ascii.toString();
    }

    /** Tells whether a text has characters outside of ASCII, so that its hosts may have to be converted. */
    static boolean isInternational(String text) {
        return OUTSIDE_ASCII.matcher(text).find();
    }

    /**
     * Converts the host of an http or https URL, or of one without a scheme ({@code //host}), to ASCII, and leaves
     * everything else as it is. Byline stores URLs in this form: RSS, site maps and browsers' {@code Origin} know no
     * other (RFC 3986), and browsers show readers the international form.
     */
    public static String toAsciiUrl(String url) {
        var parts = INTERNATIONAL_URL.matcher(url);
        return parts.matches() ? parts.group(1) + toAscii(parts.group(2)) + parts.group(3) : url;
    }
}
