package dev.byline.subscription;

import io.netty.util.NetUtil;

/**
 * Cuts the addresses of clients to networks that identify no household, because consent events store
 * them.
 */
final class NetworkPrefix {
    private static final int IPV6_PREFIX_BYTES = 6;
    private static final int IPV4_PREFIX_BYTES = 3;

    private NetworkPrefix() {
    }

    /** Cuts an address to its network, for instance {@code 203.0.113.0/24} (IPv4) or {@code 2001:db8:1::/48} (IPv6). */
    static String of(String address) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(address);
        int prefixBytes = bytes.length == 4 ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
        java.util.Arrays.fill(bytes, prefixBytes, bytes.length, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/" + prefixBytes * 8;
    }
}
