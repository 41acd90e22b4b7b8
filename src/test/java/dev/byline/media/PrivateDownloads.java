package dev.byline.media;

import java.math.BigInteger;
import java.time.Duration;

import dev.byline.outbound.HostAddresses;
import dev.byline.outbound.PublicDownload;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusMock;

/** Lets media come from servers on this machine, until the test ends. */
public final class PrivateDownloads {
    private PrivateDownloads() {
    }

    public static void allow() {
        install(true);
    }

    /** Refuses them again, as the setting does by default. */
    public static void refuse() {
        install(false);
    }

    /** Allows them, and lets a client wait briefly while other files are fetched from the host. */
    static void allowWithoutPatience() {
        install(true, Duration.ofMillis(100));
    }

    private static void install(boolean allowed) {
        install(allowed, Duration.ofSeconds(15));
    }

    private static void install(boolean allowed, Duration maxWait) {
        QuarkusMock.installMockForType(
                new MediaDownload(Arc.container().instance(PublicDownload.class).get(), new HostAddresses(), allowed,
                        new MediaSize(new MemorySize(BigInteger.valueOf(10_000_000))), maxWait),
                MediaDownload.class);
    }
}
