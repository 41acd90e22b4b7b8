package dev.byline.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.netty.util.NetUtil;

/** Determines the address of clients behind trusted and untrusted proxies. */
class ClientAddressTest {
    private final TrustedProxies ours = proxies("10.0.0.0/8", "192.168.1.7", "fd00::/8");

    @Test
    void the_right_most_hop_that_is_no_proxy_of_ours_is_the_client() {
        assertEquals("203.0.113.9", client(ours, "10.0.0.1", "203.0.113.9"));
        assertEquals("203.0.113.9", client(ours, "10.0.0.1", "198.51.100.1, 203.0.113.9"));
        assertEquals("203.0.113.9", client(ours, "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.2.3.4 , 192.168.1.7"));
        assertEquals("203.0.113.9", client(ours, "10.0.0.1", "1.1.1.1", "203.0.113.9, 10.2.3.4"));
        assertEquals("2001:db8::9", client(ours, "fd00::1", "[2001:db8:0::9]:4711"));
        assertEquals("203.0.113.9", client(ours, "10.0.0.1", "203.0.113.9:4711"));
        assertEquals("10.0.0.3", client(ours, "10.0.0.1", "10.0.0.3, 10.0.0.2"));
    }

    @Test
    void what_a_stranger_says_of_himself_counts_for_nothing() {
        assertEquals("203.0.113.9", client(ours, "203.0.113.9", "10.0.0.1, 1.1.1.1"));
        assertEquals("127.0.0.1", client(proxies(), "127.0.0.1", "1.1.1.1"));
        assertEquals("192.168.1.8", client(ours, "192.168.1.8", "1.1.1.1"));
    }

    @Test
    void what_is_no_address_ends_the_search() {
        for (var nonsense : List.of("unknown", "localhost", "", "1.2.3", "1.2.3.4.5", "::g", "'; --", "[::1",
                "example.com", "0x7f000001", "_hidden")) {
            assertEquals("10.0.0.1", client(ours, "10.0.0.1", "1.1.1.1, " + nonsense), nonsense);
        }
        assertEquals("10.0.0.1", client(ours, "10.0.0.1", "a,".repeat(4_000)));
    }

    @Test
    void limits_count_a_household_not_its_addresses() {
        assertEquals("203.0.113.9", network("203.0.113.9"));
        assertEquals("203.0.113.9", network("::ffff:203.0.113.9"));
        assertEquals(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertEquals("2001:db8:1:2::/64", network("2001:db8:1:2:3:4:5:6"));
    }

    @Test
    void what_is_configured_wrong_is_refused_by_name() {
        for (var wrong : List.of("proxy.example.com", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "fd00::/129", "/8")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> proxies(wrong), wrong);
            assertTrue(refused.getMessage().contains("'" + wrong + "'"), refused.getMessage());
        }
    }

    @Test
    void addresses_of_a_setting_are_found_in_either_notation() {
        var office = new AddressRanges("BYLINE_VIEWS_IGNORED", List.of("10.0.0.0/8", " 2001:db8::/32"));
        assertTrue(office.contains("10.1.2.3") && office.contains("2001:db8:1::9"));
        assertTrue(!office.contains("11.1.2.3") && !office.contains("2001:db9::1") && !office.contains("nonsense"));
    }

    @Test
    void forwarding_by_the_platform_needs_a_proxy_that_is_trusted() {
        assertThrows(IllegalArgumentException.class, () -> new TrustedProxies(Optional.empty(), true).check(null));
        assertDoesNotThrow(() -> new TrustedProxies(Optional.of(List.of("10.0.0.1")), true).check(null));
        assertDoesNotThrow(() -> new TrustedProxies(Optional.empty(), false).check(null));
    }

    private static TrustedProxies proxies(String... ranges) {
        return new TrustedProxies(Optional.of(List.of(ranges)), false);
    }

    private static String client(TrustedProxies proxies, String peer, String... forwarded) {
        return NetUtil
                .toAddressString(proxies.clientAddress(ClientAddress.parse(peer).orElseThrow(), List.of(forwarded)));
    }

    private static String network(String address) {
        return ClientAddress.network(ClientAddress.parse(address).orElseThrow());
    }
}
