package dev.byline.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.outbound.HostAddresses;
import dev.byline.outbound.PublicAddressCheck;
import dev.byline.outbound.PublicAddressCheck.PrivateHosts;
import dev.byline.outbound.PublicDownload;
import dev.byline.outbound.PublicDownload.DownloadException;
import dev.byline.outbound.PublicDownload.DownloadLimits;
import dev.byline.outbound.PublicDownload.DownloadedFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Downloads the files of media from URLs on the public internet, and from private hosts if the setting allows them. */
@ApplicationScoped
public class MediaDownload {
    private static final Duration MAX_TIME = Duration.ofSeconds(60);
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    /** The time that a client waits while other files are fetched from the host; shorter than the time-outs of proxies. */
    private static final Duration MAX_WAIT_OF_CLIENT = Duration.ofSeconds(15);

    private final PublicDownload download;
    private final PublicAddressCheck check;
    private final DownloadLimits limits;
    private final DownloadLimits limitsOfClient;

    @Inject
    MediaDownload(PublicDownload download, HostAddresses hostAddresses,
            @ConfigProperty(name = "byline.media-private", defaultValue = "false") boolean allowPrivate,
            MediaSize mediaSize) {
        this(download, hostAddresses, allowPrivate, mediaSize, MAX_WAIT_OF_CLIENT);
    }

    MediaDownload(PublicDownload download, HostAddresses hostAddresses, boolean allowPrivate, MediaSize mediaSize,
            Duration maxWaitOfClient) {
        this.download = download;
        this.check = new PublicAddressCheck(hostAddresses, new PrivateHosts(allowPrivate, "BYLINE_MEDIA_PRIVATE"));
        this.limits = new DownloadLimits(mediaSize.maxBytes(), MAX_TIME, MAX_WAIT);
        this.limitsOfClient = new DownloadLimits(mediaSize.maxBytes(), MAX_TIME, maxWaitOfClient);
    }

    /**
     * Downloads a file for a client that waits for the response: blocks for a minute at most, and before that for 15
     * seconds at most while other files are downloaded from the host.
     *
     * @throws DownloadException
     *             as {@link #fetch}
     */
    DownloadedFile fetchForClient(String url, Path target) throws DownloadException, IOException {
        return download.fetch(url, target, check, limitsOfClient);
    }

    /**
     * Downloads a file; blocks for a minute at most, and before that for a minute at most while other files are
     * downloaded from the host.
     *
     * @throws DownloadException
     *             with a message that completes a sentence that begins with the URL
     */
    public DownloadedFile fetch(String url, Path target) throws DownloadException, IOException {
        return download.fetch(url, target, check, limits);
    }
}
