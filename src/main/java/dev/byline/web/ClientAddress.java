package dev.byline.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Where the current request came from: the right-most hop that is no proxy of ours. Each proxy adds the address that it
 * saw at the right end of {@code X-Forwarded-For}, so what stands further left may be made up. The platform's own
 * forwarding takes the left-most and is not asked.
 */
@Singleton
public class ClientAddress {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final TrustedProxies proxies;
    private final CurrentVertxRequest currentRequest;

    ClientAddress(TrustedProxies proxies, CurrentVertxRequest current) {
        this.proxies = proxies;
        this.currentRequest = current;
    }

    /** The address as text, IPv6 in the form of RFC 5952; an IPv4 address that is mapped into IPv6 is that IPv4 address. */
    public String ipAddress() {
        return NetUtil.toAddressString(resolve(currentRequest.getCurrent()));
    }

    /** What limits count by: an IPv4 address as it is, the /64 of an IPv6 address, because one household has all of it. */
    public String network() {
        return network(resolve(currentRequest.getCurrent()));
    }

    /** The network of an address in digits; nothing for any other text. */
    public static Optional<String> networkOf(String address) {
        return parse(address).map(ClientAddress::network);
    }

    static String network(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length == 4) {
            return NetUtil.toAddressString(address);
        }
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        return NetUtil.toAddressString(fromBytes(bytes)) + "/64";
    }

    private InetAddress resolve(RoutingContext request) {
        // Of the connection, because the request's may be what the platform's forwarding made of it.
        var peer = request.request().connection().remoteAddress();
        var address = Optional.ofNullable(peer == null ? null : peer.hostAddress()).flatMap(ClientAddress::parse)
                .orElseGet(InetAddress::getLoopbackAddress);
        return proxies.clientAddress(address, request.request().headers().getAll("X-Forwarded-For"));
    }

    /** An address in digits, never a name; with or without a port. */
    static Optional<InetAddress> parse(String text) {
        var host = text.startsWith("[") && text.contains("]")
                ? text.substring(1, text.indexOf(']'))
                : text.indexOf(':') == text.lastIndexOf(':') ? text.split(":", 2)[0] : text;
        return Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(host)).map(ClientAddress::fromBytes);
    }

    private static InetAddress fromBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException neitherFourNorSixteenBytes) {
            throw new IllegalStateException(neitherFourNorSixteenBytes);
        }
    }
}
