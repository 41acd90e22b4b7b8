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

/** Downloads the files of media from URLs on the public internet, and from private hosts if the setting allows them. */
@ApplicationScoped
public class MediaDownload {
    private static final Duration MAX_TIME = Duration.ofSeconds(60);

    private final PublicDownload download;
    private final PublicAddressCheck check;
    private final DownloadLimits limits;

    MediaDownload(PublicDownload download, HostAddresses hostAddresses,
            @ConfigProperty(name = "byline.media-private", defaultValue = "false") boolean allowPrivate,
            MediaSize mediaSize) {
        this.download = download;
        this.check = new PublicAddressCheck(hostAddresses, new PrivateHosts(allowPrivate, "BYLINE_MEDIA_PRIVATE"));
        this.limits = new DownloadLimits(mediaSize.maxBytes(), MAX_TIME);
    }

    /**
     * Downloads a file; blocks for a minute at most.
     *
     * @throws DownloadException
     *             with a message that completes a sentence that begins with the URL
     */
    public DownloadedFile fetch(String url, Path target) throws DownloadException, IOException {
        return download.fetch(url, target, check, limits);
    }
}
