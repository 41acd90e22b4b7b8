package dev.byline.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

/** Looks up the addresses of host names. */
@ApplicationScoped
public class HostAddresses {
    /** Returns all addresses of a host name or of a literal address; blocks while the name is looked up. */
    public List<InetAddress> find(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
    }
}
