package dev.byline.outbound;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.outbound.PublicAddressCheck.PrivateHosts;
import dev.byline.outbound.PublicAddressCheck.RefusedAddressException;

/** Checks the hosts to which requests may go, in the spellings in which addresses are known to be hidden. */
class PublicAddressCheckTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "public.example", List.of("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"),
            "private.example", List.of("10.1.2.3"),
            "mixed.example", List.of("93.184.215.14", "192.168.0.1"),
            "metadata.example", List.of("169.254.169.254"),
            "six.example", List.of("fd00:ec2::254"),
            "localhost", List.of("127.0.0.1"),
            "localhost.", List.of("127.0.0.1"));

    /** Resolves the names above, and literal addresses. */
    private static final class FixedAddresses extends HostAddresses {
        @Override
        public List<InetAddress> find(String host) throws UnknownHostException {
            if (NAMES.containsKey(host)) {
                return List.of(InetAddress.getByName(NAMES.get(host).get(0)),
                        InetAddress.getByName(NAMES.get(host).get(NAMES.get(host).size() - 1)));
            }
            if (host.matches("[0-9.]+|\\[.*")) {
                return super.find(host);
            }
            throw new UnknownHostException(host);
        }
    }

    private static final PublicAddressCheck CHECK = new PublicAddressCheck(new FixedAddresses(),
            new PrivateHosts(false, "BYLINE_TEST_PRIVATE"));
    private static final PublicAddressCheck LENIENT = new PublicAddressCheck(new FixedAddresses(),
            new PrivateHosts(true, "BYLINE_TEST_PRIVATE"));

    @ParameterizedTest
    @ValueSource(strings = { "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/",
            "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/",
            "http://127.0.0.1./", "http://127.0.0.01/", "http://0/", "http://0.0.0.0/", "http://localhost/",
            "http://LOCALHOST/", "http://localhost./", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
            "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
            "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/", "http://[2001:0:1::1]/", "http://[fe80::1]/",
            "http://[fe80::1%25lo]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[fec0::1]/",
            "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[3fff::1]/", "http://[100::1]/",
            "http://[5f00::1]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.255/",
            "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/",
            "http://100.100.100.200/", "http://192.0.0.192/", "http://192.0.2.1/", "http://192.88.99.1/",
            "http://198.18.0.1/", "http://198.19.255.255/", "http://198.51.100.1/", "http://203.0.113.1/",
            "http://224.0.0.1/", "http://240.0.0.1/", "http://255.255.255.255/", "https://private.example/",
            "https://mixed.example/", "https://metadata.example/", "https://six.example/", "https://PRIVATE.example/",
            "https://user@public.example/", "https://user:password@public.example/", "https://@public.example/",
            "https://public.example@127.0.0.1/", "https://public.example\\@127.0.0.1/", "ftp://public.example/",
            "file:///etc/passwd", "gopher://public.example/", "javascript:alert(1)", "public.example",
            "//public.example",
            "https://", "https:///path", "https:public.example", "https://public.example:0/",
            "https://public.example:65536/", "https://public.example/#part", "https://public .example/",
            "https://public.example/\r\nX: y", "https://256.256.256.256/", "https://1.2.3.4.5/", "" })
    void a_url_that_is_not_plainly_on_the_public_internet_is_refused(String url) {
        assertThrows(RefusedAddressException.class, () -> CHECK.checkSaved(url));
        assertThrows(RefusedAddressException.class, () -> CHECK.resolve(url));
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://public.example/", "http://public.example:8080/a/b?c=d", "HTTPS://PUBLIC.EXAMPLE",
            "https://93.184.215.14/", "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "https://[::ffff:8.8.8.8]/",
            "https://[64:ff9b::808:808]/", "https://172.15.0.1/", "https://172.32.0.1/", "https://100.63.0.1/",
            "https://100.128.0.1/", "https://192.0.1.1/", "https://198.17.0.1/", "https://223.255.255.255/",
            "https://unknown.example/" })
    void a_public_host_is_accepted(String url) {
        assertDoesNotThrow(() -> CHECK.checkSaved(url));
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://127.0.0.1:8080/", "http://[::1]/", "http://private.example/" })
    void private_hosts_are_a_setting_that_the_refusal_names(String url) {
        assertDoesNotThrow(() -> LENIENT.checkSaved(url));
        var refusal = assertThrows(RefusedAddressException.class, () -> CHECK.checkSaved(url));
        assertTrue(refusal.getMessage().contains("BYLINE_TEST_PRIVATE=true"), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://2130706433/", "http://user@127.0.0.1/", "file:///etc/passwd" })
    void other_spellings_and_schemes_are_refused_even_then(String url) {
        assertThrows(RefusedAddressException.class, () -> LENIENT.checkSaved(url));
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://public.example/x" })
    void the_address_to_connect_to_is_one_that_was_checked(String url) throws Exception {
        assertEquals(InetAddress.getByName("93.184.215.14"), CHECK.resolve(url));
    }
}
