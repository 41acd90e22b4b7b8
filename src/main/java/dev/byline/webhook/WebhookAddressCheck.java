package dev.byline.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.byline.outbound.HostAddresses;
import dev.byline.outbound.PublicAddressCheck;
import dev.byline.outbound.PublicAddressCheck.PrivateHosts;
import dev.byline.outbound.PublicAddressCheck.RefusedAddressException;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses receivers that are not on the public internet, unless the setting of webhooks allows them. */
@ApplicationScoped
class WebhookAddressCheck {
    private final PublicAddressCheck check;

    WebhookAddressCheck(HostAddresses hostAddresses, WebhookSettings settings) {
        this.check = new PublicAddressCheck(hostAddresses,
                new PrivateHosts(settings.allowPrivate(), "BYLINE_WEBHOOK_PRIVATE"));
    }

    /**
     * Checks a URL that is saved. Blocks while its host is looked up.
     *
     * @throws RefusedAddressException
     *             if the URL or an address of its host is refused
     */
    void checkSaved(String url) throws RefusedAddressException {
        check.checkSaved(url);
    }

    /**
     * Looks up the host of a URL and returns the address to connect to. Blocks while the host is looked up.
     *
     * @throws RefusedAddressException
     *             if the URL or an address of its host is refused
     * @throws UnknownHostException
     *             if the host has no address
     */
    InetAddress resolve(String url) throws RefusedAddressException, UnknownHostException {
        return check.resolve(url);
    }
}
