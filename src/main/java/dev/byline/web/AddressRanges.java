package dev.byline.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;

/** Addresses and ranges of them ({@code 10.0.0.0/8}), as a setting lists them. */
public final class AddressRanges {
    private final List<IpSubnetFilterRule> ranges;

    /**
     * @param setting
     *            the name of the variable, for whoever wrote it wrongly
     * @throws IllegalArgumentException
     *             that names what cannot be read
     */
    public AddressRanges(String setting, List<String> configured) {
        this.ranges = configured.stream().map(String::strip).map(text -> parseRange(setting, text)).toList();
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean contains(InetAddress address) {
        var socket = new InetSocketAddress(address, 0);
        return ranges.stream().anyMatch(range -> range.matches(socket));
    }

    /** Whether an address is one of them; what is no address is none. */
    public boolean contains(String address) {
        return !ranges.isEmpty() && ClientAddress.parse(address).filter(this::contains).isPresent();
    }

    private static IpSubnetFilterRule parseRange(String setting, String text) {
        try {
            int slash = text.indexOf('/');
            var address = ClientAddress.parse(slash < 0 ? text : text.substring(0, slash)).orElseThrow();
            int bits = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(setting + " has '" + text
                    + "': give addresses or ranges, separated by commas, for instance 10.0.0.0/8,192.168.1.7", e);
        }
    }
}
