package dev.byline.feed;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import dev.byline.publication.Cover;

/**
 * A feed, independent of its format.
 *
 * @param publisher
 *            the site's title, which is the author of the feed and of entries without authors
 * @param home
 *            the URL of the page that the feed is about; {@code self} is the feed's own URL, without unknown parameters
 *            that feed readers append
 * @param locale
 *            the language of the feed (BCP 47); each entry has its own locale
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
     * An entry of a feed: an article or a comment.
     *
     * @param html
     *            the full text as sanitized HTML; {@code summary} is plain text or null
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

        /**
         * Returns the id of the entry, which is equal in every format and stays when the URL changes (RFC 4287 §4.2.6).
         */
        String urn() {
            return "urn:uuid:" + id;
        }
    }

    /** An author of an entry; {@code url} may be null. */
    record FeedAuthor(String name, String url) {}

    /** A category or tag of an entry; {@code scheme} is the URL of the list of all categories or tags. */
    record FeedTopic(String scheme, String slug, String name) {}

    /**
     * Returns the time of the newest change. A feed without entries returns the epoch, because the current time would
     * change the feed with each request.
     */
    Instant updated() {
        return entries.stream().map(FeedEntry::updated).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
