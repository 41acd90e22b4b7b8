package dev.byline.feed;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import dev.byline.publication.Cover;

/**
 * A feed, whatever it is written as.
 *
 * @param publisher
 *            the site's title, the author of what names no other
 * @param home
 *            the page that the feed is about, {@code self} the feed's own address without what readers append
 * @param locale
 *            the language of the feed (BCP 47); each entry has one of its own
 */
record Feed(
        String title,
        String description,
        String publisher,
        String home,
        String self,
        String locale,
        List<FeedEntry> entries) {

    /**
     * One article or comment.
     *
     * @param html
     *            the whole, sanitized; {@code summary} is plain text or null
     */
    record FeedEntry(
            UUID id,
            String url,
            String title,
            String html,
            String summary,
            String locale,
            List<FeedAuthor> authors,
            List<FeedTopic> topics,
            Cover cover,
            Instant published,
            Instant updated) {

        /** The same in every format, also when the address changes (RFC 4287 §4.2.6). */
        String urn() {
            return "urn:uuid:" + id;
        }
    }

    /** Who wrote an entry; {@code url} may be null. */
    record FeedAuthor(String name, String url) {}

    /** A category or tag; {@code scheme} is the address of the list that it belongs to. */
    record FeedTopic(String scheme, String slug, String name) {}

    /**
     * When the newest change was made; without entries the beginning of time, because the current time would make the
     * same feed another one with each request.
     */
    Instant updated() {
        return entries.stream().map(FeedEntry::updated).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
