package dev.byline.webhook;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Session;

import dev.byline.change.ChangeItem;
import dev.byline.site.PublicUrl;
import dev.byline.web.Paths;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/**
 * The receivers that settings turn on: search engines by IndexNow, feed readers by WebSub. They are webhooks like those of
 * admins, with the same queue, retries and deliveries; only what they are sent differs.
 */
@ApplicationScoped
class BuiltInReceivers {
    static final UUID INDEXNOW = UUID.fromString("00000000-0000-7000-8000-000000000001");
    static final UUID WEBSUB = UUID.fromString("00000000-0000-7000-8000-000000000002");
    /** The path at which search engines check the key. */
    static final String KEY_PATH = "/indexnow.txt";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{8,128}");

    private final Session database;
    private final PublicUrl address;
    private final Clock clock;
    private final String indexnowKey;
    private final String indexnowUrl;
    private final String hub;

    BuiltInReceivers(Session database, PublicUrl address, Clock clock,
            @ConfigProperty(name = "byline.indexnow-key") Optional<String> indexnowKey,
            @ConfigProperty(name = "byline.indexnow-url",
                    defaultValue = "https://api.indexnow.org/indexnow") String indexnowUrl,
            @ConfigProperty(name = "byline.websub-hub") Optional<String> hub) {
        this.database = database;
        this.address = address;
        this.clock = clock;
        this.indexnowKey = indexnowKey.orElse(null);
        this.indexnowUrl = indexnowUrl;
        this.hub = hub.orElse(null);
    }

    /** Creates or changes the receivers that are set, and deletes those that are not. */
    @Transactional
    void update(@Observes StartupEvent event) {
        if (indexnowKey != null && !KEY.matcher(indexnowKey).matches()) {
            throw new IllegalStateException("BYLINE_INDEXNOW_KEY is '" + indexnowKey
                    + "'. Set it to 8 to 128 letters, digits and hyphens, for instance a UUID");
        }
        set(INDEXNOW, ReceiverKind.indexnow, indexnowKey == null ? null : indexnowUrl,
                "Tells search engines of new and changed pages (BYLINE_INDEXNOW_KEY)");
        set(WEBSUB, ReceiverKind.websub, hub,
                "Tells feed readers of new and changed articles (BYLINE_WEBSUB_HUB)");
    }

    private void set(UUID id, ReceiverKind kind, String url, String description) {
        if (url == null) {
            database.createNativeMutationQuery("delete from webhook where id = :id").setParameter("id", id)
                    .executeUpdate();
            return;
        }
        database.createNativeMutationQuery("""
                insert into webhook (id, version, kind, url, events, include, imports, description, active, secret,
                    created_at)
                values (:id, 1, :kind, :url, array['article.*', 'page.*'], '{}', false, :description, true, '', :now)
                on conflict (id) do update set url = excluded.url, active = true, stopped = null, reason = null,
                    stopped_at = null, failing_since = null
                where webhook.url <> excluded.url or not webhook.active""").setParameter("id", id)
                .setParameter("kind", kind.name()).setParameter("url", url).setParameter("description", description)
                .setParameter("now", clock.instant()).executeUpdate();
    }

    /** Returns the key that proves to search engines that addresses come from this site, or null. */
    String indexnowKey() {
        return indexnowKey;
    }

    /**
     * Returns what IndexNow is sent: the page of the frontend that changed.
     *
     * @param page
     *            the URL of the page; null for a test
     * @param home
     *            the URL of the first page of the site, or null
     * @throws IllegalStateException
     *             if there is no URL to name
     */
    Map<String, Object> indexnow(String page, String home) {
        var named = page == null ? home : page;
        if (named == null) {
            throw new IllegalStateException("the site has neither articleUrl nor siteUrl");
        }
        var uri = URI.create(named);
        return Map.of("host", uri.getHost(), "key", indexnowKey, "keyLocation",
                uri.getScheme() + "://" + uri.getRawAuthority() + KEY_PATH, "urlList", List.of(named));
    }

    /** Returns what the hub is sent: the feeds in which the article is, or was. */
    String websub(ChangeItem item) {
        var feeds = new ArrayList<>(List.of(""));
        if (item != null && item.article != null) {
            item.article.categories.forEach(category -> feeds.add("/categories/" + category.slug()));
            item.article.tags.forEach(tag -> feeds.add("/tags/" + tag.slug()));
            item.article.authors.forEach(author -> feeds.add("/authors/" + author.slug()));
        }
        var form = new StringBuilder("hub.mode=publish");
        for (var feed : feeds) {
            for (var format : List.of("rss", "atom", "json")) {
                form.append("&hub.url=").append(URLEncoder.encode(
                        address.base() + Paths.PUBLIC_API + feed + "/feeds/" + format, StandardCharsets.UTF_8));
            }
        }
        return form.toString();
    }
}
