package dev.byline.text;

import com.ibm.icu.text.IDNA;

/** Converts international host names to the ASCII form that DNS uses (Punycode). */
public final class HostNames {
    private static final IDNA IDNA_2008 = IDNA
            .getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

    private HostNames() {
    }

    /** Converts a host name to ASCII and lower case (UTS #46); returns an invalid host name unchanged. */
    public static String toAscii(String host) {
        var info = new IDNA.Info();
        var ascii = IDNA_2008.nameToASCII(host, new StringBuilder(), info);
        return info.hasErrors() ? host : ascii.toString();
    }
}
