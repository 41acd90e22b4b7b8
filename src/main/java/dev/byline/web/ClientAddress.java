package dev.byline.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * The IP address of the client that sent the current request: the right-most hop that is not one of our proxies. Each
 * proxy appends the address that it saw to the right end of {@code X-Forwarded-For}, so a client can forge all hops
 * further left. The platform's own forwarding uses the left-most hop and is therefore not used.
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

    /**
     * The client of a request.
     *
     * @param ipAddress
     *            as of {@link ClientAddress#ipAddress()}
     * @param network
     *            as of {@link ClientAddress#network()}
     */
    public record Client(String ipAddress, String network) {}

    /** Returns the client of a request. */
    public Client find(RoutingContext request) {
        var address = resolve(request);
        var text = NetUtil.toAddressString(address);
        return new Client(text, address instanceof Inet4Address ? text : network(address));
    }

    /** Returns the address as text: IPv6 in the form of RFC 5952, an IPv4-mapped IPv6 address as the IPv4 address. */
    public String ipAddress() {
        return NetUtil.toAddressString(resolve(currentRequest.getCurrent()));
    }

    /**
     * Returns the network that rate limits count by: a complete IPv4 address, or the /64 of an IPv6 address, because
     * one household usually has a whole /64.
     */
    public String network() {
        return network(resolve(currentRequest.getCurrent()));
    }

    /** Returns the network of a numeric IP address; empty for any other text. */
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
        // Use the address of the connection: the platform's forwarding may have replaced the address of the request.
        var peer = request.request().connection().remoteAddress();
        var address = Optional.ofNullable(peer == null ? null : peer.hostAddress()).flatMap(ClientAddress::parse)
                .orElseGet(InetAddress::getLoopbackAddress);
        return proxies.clientAddress(address, request.request().headers().getAll("X-Forwarded-For"));
    }

    /** Parses a numeric address with or without a port; never resolves a host name. */
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
