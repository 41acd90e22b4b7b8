package dev.byline.subscription;

import io.netty.util.NetUtil;

/** Addresses of clients, cut until they name no household: for consents, which are kept. */
final class Networks {
    private static final int KEPT_OF_IPV6 = 6;
    private static final int KEPT_OF_IPV4 = 3;

    private Networks() {
    }

    /** {@code 203.0.113.0/24} or {@code 2001:db8:1::/48}. */
    static String cut(String address) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(address);
        int kept = bytes.length == 4 ? KEPT_OF_IPV4 : KEPT_OF_IPV6;
        java.util.Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/" + kept * 8;
    }
}
