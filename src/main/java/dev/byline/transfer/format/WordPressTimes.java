package dev.byline.transfer.format;

import java.time.Duration;
import java.time.Instant;

import org.jsoup.nodes.Element;

/** Reads the times of a WordPress export, in the order of the file. */
final class WordPressTimes {
    /** The offset of the site's local time from UTC, taken from the last element that has both times. */
    private Duration siteOffset = Duration.ZERO;

    /**
     * Reads a time in UTC. For drafts WordPress exports only the local time of the site, and zeros as UTC; the offset
     * of an earlier element converts it.
     */
    Instant read(Element e, String name) {
        var local = ImportValues.toInstant(XmlElementReader.trimmedChildText(e, name));
        var utc = ImportValues.toInstant(XmlElementReader.trimmedChildText(e, name + "_gmt"));
        if (local != null && utc != null) {
            siteOffset = Duration.between(utc, local);
        }
        return utc != null ? utc : local == null ? null : local.minus(siteOffset);
    }
}
