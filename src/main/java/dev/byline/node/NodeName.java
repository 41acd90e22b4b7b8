package dev.byline.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The name of this node: {@code BYLINE_NODE}, or the name of the host and four random characters. */
@Singleton
public class NodeName {
    /** The key of the setting. */
    public static final String SETTING = "byline.node";
    /** The limit of a label in DNS (RFC 1035 §2.3.4), and thus of the name of a pod. */
    private static final int MAX_LENGTH = 63;
    /** A name that is generated stays whole in an {@code application_name}, which PostgreSQL cuts at 63 bytes. */
    private static final int MAX_HOST_LENGTH = 50;

    private final String name;

    NodeName(@ConfigProperty(name = SETTING) Optional<String> setting) {
        this.name = resolve(setting);
    }

    /**
     * Returns the configured name, or a new one without a setting.
     *
     * @throws IllegalArgumentException
     *             if the configured name has other characters than letters, digits, dots, hyphens and underscores, or
     *             more than 63
     */
    public static String resolve(Optional<String> setting) {
        if (setting.isEmpty()) {
            return generate();
        }
        if (!setting.get().matches("[A-Za-z0-9._-]{1," + MAX_LENGTH + "}")) {
            throw new IllegalArgumentException("BYLINE_NODE is '" + setting.get() + "'; it must be 1 to " + MAX_LENGTH
                    + " letters, digits, dots, hyphens or underscores");
        }
        return setting.get();
    }

    private static String generate() {
        var host = hostName().replaceAll("[^A-Za-z0-9._-]", "-");
        var suffix = new byte[2];
        new SecureRandom().nextBytes(suffix);
        return host.substring(0, Math.min(host.length(), MAX_HOST_LENGTH)) + "-" + HexFormat.of().formatHex(suffix);
    }

    private static String hostName() {
        // Containers have the variable, and need no name server for it.
        var variable = System.getenv("HOSTNAME");
        if (variable != null && !variable.isBlank()) {
            return variable;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "byline";
        }
    }

    /** Returns the {@code application_name} of the sessions of a node, which {@code pg_stat_activity} shows. */
    public static String toApplicationName(String node) {
        return "byline " + node;
    }

    /** Adds the name to all metrics, as the tag {@code node}. */
    @Produces
    @Singleton
    MeterFilter tagMetrics() {
        return MeterFilter.commonTags(List.of(Tag.of("node", name)));
    }

    @Override
    public String toString() {
        return name;
    }
}
