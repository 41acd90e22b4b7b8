package dev.byline.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The proxies whose word about where a request came from is believed: addresses and ranges ({@code 10.0.0.0/8}). */
@Singleton
class TrustedProxies {
    private static final String NAME = "byline.trusted-proxies";

    private final List<IpSubnetFilterRule> ranges;
    private final boolean platformForwards;

    TrustedProxies(@ConfigProperty(name = NAME) Optional<List<String>> configured,
            @ConfigProperty(
                    name = "quarkus.http.proxy.proxy-address-forwarding",
                    defaultValue = "false") boolean platformForwards) {
        this.ranges = configured.orElse(List.of()).stream().map(String::strip).map(TrustedProxies::range).toList();
        this.platformForwards = platformForwards;
    }

    /** Refuses to start where an address would be believed that any client can make up. */
    void check(@Observes StartupEvent start) {
        if (platformForwards && ranges.isEmpty()) {
            throw new IllegalArgumentException("quarkus.http.proxy.proxy-address-forwarding believes whatever a client "
                    + "writes into X-Forwarded-For. Name your proxies in BYLINE_TRUSTED_PROXIES, or turn it off.");
        }
    }

    /**
     * Where a request came from that reached us from {@code peer}.
     *
     * @param forwarded
     *            the values of {@code X-Forwarded-For}, in their order
     */
    InetAddress client(InetAddress peer, List<String> forwarded) {
        var hops = forwarded.stream().flatMap(header -> Stream.of(header.split(","))).map(String::strip).toList();
        var address = peer;
        for (int i = hops.size() - 1; i >= 0 && trusts(address); i--) {
            var hop = ClientAddress.parse(hops.get(i));
            if (hop.isEmpty()) {
                // Of a proxy that says nonsense no more is known than its own address.
                break;
            }
            address = hop.get();
        }
        return address;
    }

    private boolean trusts(InetAddress hop) {
        var socket = new InetSocketAddress(hop, 0);
        return ranges.stream().anyMatch(range -> range.matches(socket));
    }

    private static IpSubnetFilterRule range(String text) {
        try {
            int slash = text.indexOf('/');
            var address = ClientAddress.parse(slash < 0 ? text : text.substring(0, slash)).orElseThrow();
            int bits = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("BYLINE_TRUSTED_PROXIES has '" + text
                    + "': give addresses or ranges, separated by commas, for instance 10.0.0.0/8,192.168.1.7", e);
        }
    }
}
