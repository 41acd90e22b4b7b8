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
final class JsonFeed {
    private static final String VERSION = "https://jsonfeed.org/version/1.1";

    @NotNull
    @Schema(examples = VERSION)
    public final String version = VERSION;
    @NotNull
    @Schema(examples = "Byline")
    public final String title;
    @NotNull
    @JsonProperty("home_page_url")
    public final String homePageUrl;
    @NotNull
    @JsonProperty("feed_url")
    public final String feedUrl;
    public final String description;
    @Schema(description = "The icon of the site.")
    public final String icon;
    @NotNull
    @Schema(examples = "en")
    public final String language;
    @NotNull
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public final List<JsonFeedItem> items;

    @Schema(description = "The hub that tells of new items.")
    public final List<JsonFeedHub> hubs;

    JsonFeed(Feed feed, String hub) {
        hubs = hub == null ? List.of() : List.of(new JsonFeedHub("WebSub", hub));
        title = feed.title();
        homePageUrl = feed.home();
        feedUrl = feed.self();
        description = feed.description();
        icon = feed.site().icon;
        language = feed.locale();
        items = feed.entries().stream().map(JsonFeedItem::new).toList();
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "JsonFeedItem", description = "An article or a comment.")
    static final class JsonFeedItem {
        @NotNull
        @Schema(description = "`urn:uuid:` followed by the id of the article or comment.")
        public final String id;
        @NotNull
        public final String url;
        @NotNull
        public final String title;
        @NotNull
        @JsonProperty("content_html")
        @Schema(description = "The full text as sanitized HTML with absolute URLs.")
        public final String contentHtml;
        @Schema(description = "A summary in plain text.")
        public final String summary;
        public final String image;
        @NotNull
        @JsonProperty("date_published")
        public final Instant datePublished;
        @NotNull
        @JsonProperty("date_modified")
        public final Instant dateModified;
        public final List<JsonFeedAuthor> authors;
        public final List<String> tags;
        @NotNull
        public final String language;

        JsonFeedItem(Feed.FeedEntry entry) {
            id = entry.urn();
            url = entry.url;
            title = entry.title;
            contentHtml = entry.html;
            summary = entry.summary;
            image = entry.cover == null ? null : entry.cover.url;
            datePublished = entry.published;
            dateModified = entry.updated;
            authors = entry.authors.stream().map(author -> new JsonFeedAuthor(author.name(), author.url())).toList();
            tags = entry.topics.stream().map(Feed.FeedTopic::name).distinct().toList();
            language = entry.locale;
        }
    }

    @Schema(name = "JsonFeedHub")
    record JsonFeedHub(@NotNull @Schema(examples = "WebSub") String type, @NotNull String url) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "JsonFeedAuthor")
    record JsonFeedAuthor(@NotNull String name, String url) {}
}
