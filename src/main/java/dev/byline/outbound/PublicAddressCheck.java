package dev.byline.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.byline.text.HostNames;
import dev.byline.text.ValidWebAddress;

/**
 * Refuses URLs whose hosts are not on the public internet, so that a request of this service cannot reach what only
 * this machine can reach (server-side request forgery). A URL is checked:
 * <ol>
 * <li>when it is saved: its scheme, its spelling, and each address that its host has then. A host that is unknown then
 * is accepted;
 * <li>before each connection, with the addresses that the host has by then. The connection goes to the address that
 * was checked, so that a name cannot change its address in between.
 * </ol>
 */
public final class PublicAddressCheck {
    private static final int MAX_PORT = 65_535;
    private static final Pattern IPV4 = Pattern
            .compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    /** A last label that the URL standard reads as a part of an IPv4 address: decimal, octal or hexadecimal. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?i)(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");
    /** Special-purpose IPv4 addresses (IANA registry, RFC 6890), multicast and the reserved class E. */
    private static final List<AddressBlock> REFUSED_IPV4 = List.of(AddressBlock.of(8, 0), AddressBlock.of(8, 10),
            AddressBlock.of(10, 100, 64), AddressBlock.of(8, 127), AddressBlock.of(16, 169, 254),
            AddressBlock.of(12, 172, 16), AddressBlock.of(24, 192, 0, 0), AddressBlock.of(24, 192, 0, 2),
            AddressBlock.of(24, 192, 88, 99), AddressBlock.of(16, 192, 168), AddressBlock.of(15, 198, 18),
            AddressBlock.of(24, 198, 51, 100), AddressBlock.of(24, 203, 0, 113), AddressBlock.of(4, 224),
            // The host of a virtual machine of Azure, reachable only from the machine.
            AddressBlock.of(32, 168, 63, 129, 16),
            AddressBlock.of(4, 240));
    /** The addresses that are assigned to the public internet; all other IPv6 addresses are refused. */
    private static final AddressBlock GLOBAL_IPV6 = AddressBlock.of(3, 0x20);
    /** Special-purpose addresses within {@link #GLOBAL_IPV6}: protocols and tunnels, documentation, 6to4. */
    private static final List<AddressBlock> REFUSED_IPV6 = List.of(AddressBlock.of(23, 0x20, 0x01),
            AddressBlock.of(32, 0x20, 0x01, 0x0d, 0xb8), AddressBlock.of(16, 0x20, 0x02),
            AddressBlock.of(20, 0x3f, 0xff));
    /** Prefixes after which an IPv4 address follows: IPv4-mapped addresses, and those that NAT64 translates. */
    private static final List<AddressBlock> WITH_IPV4 = List.of(
            AddressBlock.of(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), AddressBlock.of(96, 0, 0x64, 0xff, 0x9b));

    private final HostAddresses hostAddresses;
    private final Predicate<InetAddress> allowed;
    private final String setting;

    public PublicAddressCheck(HostAddresses hostAddresses, PrivateHosts privateHosts) {
        this(hostAddresses, address -> privateHosts.allowed || isPublic(address.getAddress()), privateHosts.setting);
    }

    /** A check with a rule of its own for addresses. */
    PublicAddressCheck(HostAddresses hostAddresses, Predicate<InetAddress> allowed, String setting) {
        this.hostAddresses = hostAddresses;
        this.allowed = allowed;
        this.setting = setting;
    }

    /**
     * Whether hosts in private networks and on this machine are allowed too.
     *
     * @param allowed
     *            the value of the setting
     * @param setting
     *            the name of the setting, such as {@code BYLINE_WEBHOOK_PRIVATE}
     */
    public record PrivateHosts(boolean allowed, String setting) {}

    /** The addresses whose first bits are equal. */
    private record AddressBlock(int bits, byte[] prefix) {
        static AddressBlock of(int bits, int... prefix) {
            var bytes = new byte[(bits + 7) / 8];
            for (int i = 0; i < prefix.length; i++) {
                bytes[i] = (byte) prefix[i];
            }
            return new AddressBlock(bits, bytes);
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A URL to which no request is sent; the message completes a sentence that begins with the URL. */
    public static final class RefusedAddressException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedAddressException(String message) {
            super(message);
        }
    }

    /**
     * Checks a URL that is saved. Blocks while its host is looked up.
     *
     * @throws RefusedAddressException
     *             if the URL or an address of its host is refused
     */
    public void checkSaved(String url) throws RefusedAddressException {
        try {
            requireAllowed(hostAddresses.find(parse(url)));
        } catch (UnknownHostException e) {
            // A host may be set up later; each connection checks its addresses again.
        }
    }

    /**
     * Looks up the host of a URL and returns the address to connect to. Blocks while the host is looked up.
     *
     * @throws RefusedAddressException
     *             if the URL or an address of its host is refused
     * @throws UnknownHostException
     *             if the host has no address
     */
    public InetAddress resolve(String url) throws RefusedAddressException, UnknownHostException {
        var addresses = hostAddresses.find(parse(url));
        requireAllowed(addresses);
        return addresses.get(0);
    }

    /** Returns the host of a URL in a form that has one meaning only. */
    private static String parse(String url) throws RefusedAddressException {
        URI uri;
        try {
            uri = new URI(HostNames.toAsciiUrl(url));
        } catch (URISyntaxException e) {
            throw new RefusedAddressException("must be a URL (RFC 3986)");
        }
        var scheme = uri.getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)
                || url.length() > ValidWebAddress.MAX_LENGTH) {
            throw new RefusedAddressException(
                    "must be an https or http URL of at most " + ValidWebAddress.MAX_LENGTH + " characters");
        }
        if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
            throw new RefusedAddressException("must not contain credentials, which a log or a redirect would pass on");
        }
        if (uri.getRawFragment() != null) {
            throw new RefusedAddressException("must not have a fragment, which is never sent");
        }
        var host = uri.getHost();
        // A percent sign would name a network interface of this machine.
        if (host == null || host.contains("%")
                || ENDS_IN_NUMBER.matcher(host).matches() && !IPV4.matcher(host).matches()) {
            throw new RefusedAddressException(
                    "must have a host: a name, an IPv4 address as four decimal numbers, or an "
                            + "IPv6 address in brackets");
        }
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new RefusedAddressException("must have a port of 1 to " + MAX_PORT + ", or none");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    private void requireAllowed(List<InetAddress> addresses) throws RefusedAddressException {
        if (!addresses.stream().allMatch(allowed)) {
            // Without the address, which would tell the names of a private network.
            throw new RefusedAddressException(
                    "must be on the public internet: its host is, or has, a private, local or "
                            + "reserved address. " + setting + "=true allows such hosts");
        }
    }

    /** Returns whether an address (RFC 791, RFC 4291) belongs to the public internet. */
    static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return REFUSED_IPV4.stream().noneMatch(block -> block.contains(address));
        }
        if (WITH_IPV4.stream().anyMatch(block -> block.contains(address))) {
            return isPublic(new byte[]{ address[12], address[13], address[14], address[15] });
        }
        return GLOBAL_IPV6.contains(address) && REFUSED_IPV6.stream().noneMatch(block -> block.contains(address));
    }
}
