package dev.byline.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The proxies whose {@code X-Forwarded-For} is trusted: IP addresses and CIDR ranges ({@code 10.0.0.0/8}). */
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

    /**
     * Refuses to start if the platform's forwarding is on and no proxy is trusted, because any client could then forge
     * its address.
     */
    void check(@Observes StartupEvent start) {
        if (platformForwards && ranges.isEmpty()) {
            throw new IllegalArgumentException("quarkus.http.proxy.proxy-address-forwarding trusts every "
                    + "X-Forwarded-For, also of clients. List your proxies in BYLINE_TRUSTED_PROXIES, or turn it off.");
        }
    }

    /**
     * Returns the address of the client whose request reached this service from {@code peer}.
     *
     * @param forwarded
     *            the values of {@code X-Forwarded-For}, in their order
     */
    InetAddress clientAddress(InetAddress peer, List<String> forwarded) {
        if (forwarded.isEmpty()) {
            return peer;
        }
        var hops = forwarded.stream().flatMap(header -> Stream.of(header.split(","))).map(String::strip).toList();
        var address = peer;
        for (int i = hops.size() - 1; i >= 0 && ranges.contains(address); i--) {
            var hop = ClientAddress.parse(hops.get(i));
            if (hop.isEmpty()) {
                // A hop that is not an address says nothing about the client: use the address of the proxy that sent
                // it.
                break;
            }
            address = hop.get();
        }
        return address;
    }
}
