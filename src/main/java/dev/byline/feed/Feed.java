package dev.byline.feed;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.comment.PublicComment;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.CoverDetail;
import dev.byline.site.SiteDetail;
import dev.byline.text.AbsoluteUrls;

/**
 * A feed, independent of its format.
 *
 * @param site
 *            the site, whose title is the author of the feed and of entries without authors
 * @param home
 *            the URL of the page that the feed is about; {@code self} is the feed's own URL, without unknown parameters
 *            that feed readers append
 * @param locale
 *            the language of the feed (BCP 47); each entry has its own locale
 */
record Feed(
        String title,
        String description,
        SiteDetail.PublicSite site,
        String home,
        String self,
        String locale,
        List<FeedEntry> entries) {

    /** Tells whether the feed's own URL has this path. */
    boolean isAt(String path) {
        return self.replaceFirst("\\?.*", "").endsWith(path);
    }

    /** An entry of a feed: an article or a comment. */
    static final class FeedEntry {
        final UUID id;
        final String url;
        final String title;
        /** The full text as sanitized HTML with absolute URLs. */
        final String html;
        /** A summary in plain text, or null. */
        final String summary;
        final String locale;
        final List<FeedAuthor> authors;
        final List<FeedTopic> topics;
        final CoverDetail cover;
        final Instant published;
        final Instant updated;

        FeedEntry(ArticleSummary article, FrontendUrls urls) {
            id = article.id;
            url = urls.article(article);
            title = article.title;
            html = AbsoluteUrls.resolve(article.body.html(), url);
            summary = article.excerpt.isEmpty() ? null : article.excerpt;
            locale = article.locale;
            authors = article.authors.stream().map(author -> new FeedAuthor(author.name(),
                    urls.site().authorUrl == null ? null : urls.author(author.slug(), article.locale))).toList();
            topics = Stream.concat(
                    article.categories.stream().map(c -> new FeedTopic(urls.api() + "/categories", c.slug(), c.name())),
                    article.tags.stream().map(t -> new FeedTopic(urls.api() + "/tags", t.slug(), t.name()))).toList();
            cover = article.cover;
            published = article.publishedAt;
            updated = article.updatedAt;
        }

        FeedEntry(PublicComment comment, ArticleSummary article, FrontendUrls urls) {
            id = comment.id;
            url = urls.comment(comment.id, article);
            title = comment.author.name();
            html = comment.bodyHtml;
            summary = null;
            locale = article.locale;
            authors = List.of(new FeedAuthor(comment.author.name(), comment.author.website()));
            topics = List.of();
            cover = null;
            published = comment.createdAt;
            updated = comment.createdAt;
        }

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
        return entries.stream().map(entry -> entry.updated).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
