package dev.byline.text;

import com.ibm.icu.text.IDNA;

/** Names of hosts in the letters that they are looked up by. */
public final class HostNames {
    private static final IDNA IDNA_2008 = IDNA
            .getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

    private HostNames() {
    }

    /** The name in ASCII and lower case (UTS #46); as it is if it is none. */
    public static String toAscii(String host) {
        var info = new IDNA.Info();
        var ascii = IDNA_2008.nameToASCII(host, new StringBuilder(), info);
        return info.hasErrors() ? host : ascii.toString();
    }
}
