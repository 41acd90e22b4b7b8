package dev.byline.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;

/** A list of IP addresses and CIDR ranges ({@code 10.0.0.0/8}) from a setting. */
public final class AddressRanges {
    private final List<IpSubnetFilterRule> ranges;

    /**
     * @param setting
     *            the name of the environment variable, for the error message
     * @throws IllegalArgumentException
     *            if an entry is not an address or a range; the message quotes the entry
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

    /** Returns whether the text is an IP address in one of the ranges; text that is not an address is in none. */
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
            throw new IllegalArgumentException(setting + " contains '" + text
                    + "': list IP addresses or CIDR ranges separated by commas, for instance 10.0.0.0/8,192.168.1.7",
                    e);
        }
    }
}
