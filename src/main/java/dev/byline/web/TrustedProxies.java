package dev.byline.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The proxies whose word about where a request came from is believed: addresses and ranges ({@code 10.0.0.0/8}). */
@Singleton
class TrustedProxies {
    private static final String PROPERTY = "byline.trusted-proxies";

    private final AddressRanges ranges;
    private final boolean platformForwards;

    TrustedProxies(@ConfigProperty(name = PROPERTY) Optional<List<String>> configured,
            @ConfigProperty(
                    name = "quarkus.http.proxy.proxy-address-forwarding",
                    defaultValue = "false") boolean platformForwards) {
        this.ranges = new AddressRanges("BYLINE_TRUSTED_PROXIES", configured.orElse(List.of()));
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
    InetAddress clientAddress(InetAddress peer, List<String> forwarded) {
        var hops = forwarded.stream().flatMap(header -> Stream.of(header.split(","))).map(String::strip).toList();
        var address = peer;
        for (int i = hops.size() - 1; i >= 0 && ranges.contains(address); i--) {
            var hop = ClientAddress.parse(hops.get(i));
            if (hop.isEmpty()) {
                // Of a proxy that says nonsense no more is known than its own address.
                break;
            }
            address = hop.get();
        }
        return address;
    }
}
