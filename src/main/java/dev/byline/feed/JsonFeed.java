package dev.byline.feed;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import jakarta.validation.constraints.NotNull;

/** A feed in the format JSON Feed 1.1 (jsonfeed.org). */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "A feed in the format JSON Feed 1.1 (jsonfeed.org).")
record JsonFeed(
        @NotNull @Schema(examples = VERSION) String version,
        @NotNull @Schema(examples = "Byline") String title,
        @NotNull @JsonProperty("home_page_url") String homePageUrl,
        @NotNull @JsonProperty("feed_url") String feedUrl,
        String description,
        @NotNull @Schema(examples = "en") String language,
        @NotNull @JsonInclude(JsonInclude.Include.ALWAYS) List<JsonFeedItem> items) {
    private static final String VERSION = "https://jsonfeed.org/version/1.1";

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "JsonFeedItem", description = "An article or a comment.")
    record JsonFeedItem(
            @NotNull @Schema(description = "`urn:uuid:` followed by the id of the article or comment.") String id,
            @NotNull String url,
            @NotNull String title,
            @NotNull @JsonProperty("content_html") @Schema(
                    description = "The full text as sanitized HTML.") String contentHtml,
            @Schema(description = "A summary in plain text.") String summary,
            String image,
            @NotNull @JsonProperty("date_published") Instant datePublished,
            @NotNull @JsonProperty("date_modified") Instant dateModified,
            List<JsonFeedAuthor> authors,
            List<String> tags,
            @NotNull String language) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "JsonFeedAuthor")
    record JsonFeedAuthor(@NotNull String name, String url) {}

    static JsonFeed create(Feed feed) {
        return new JsonFeed(VERSION, feed.title(), feed.home(), feed.self(),
                feed.description(), feed.locale(), feed.entries().stream().map(JsonFeed::item).toList());
    }

    private static JsonFeedItem item(Feed.FeedEntry feedEntry) {
        return new JsonFeedItem(feedEntry.urn(), feedEntry.url(), feedEntry.title(), feedEntry.html(),
                feedEntry.summary(),
                feedEntry.cover() == null ? null : feedEntry.cover().url(), feedEntry.published(), feedEntry.updated(),
                feedEntry.authors().stream().map(author -> new JsonFeedAuthor(author.name(), author.url())).toList(),
                feedEntry.topics().stream().map(Feed.FeedTopic::name).distinct().toList(), feedEntry.locale());
    }
}
