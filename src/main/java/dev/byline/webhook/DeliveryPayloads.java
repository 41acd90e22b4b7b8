package dev.byline.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.cache.ChangeTracker;
import dev.byline.change.ChangeItem;
import dev.byline.change.ChangeItems;
import dev.byline.change.LoggedChange;
import dev.byline.database.JdbcQueries;
import dev.byline.publication.ArticlePart;
import dev.byline.site.SiteDetail.PublicSite;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Builds what receivers get: the event, its time, and what changed as it is at the time of sending. Of comments, members,
 * subscribers and imports only ids and states are sent; the admin API has the rest.
 */
@ApplicationScoped
class DeliveryPayloads {
    private static final Logger LOG = Logger.getLogger(DeliveryPayloads.class);
    private static final int MAX_ITEMS = 100;
    private static final Set<String> ARTICLE_TYPES = Set.of("article", "page");
    private static final Set<String> PUBLIC_TYPES = Stream.of(ChangeItem.ChangeType.values()).map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());
    /** Reads changes of the log, the account or key that made each, and all slugs that the things have had. */
    private static final String SELECT_CHANGES = """
            select c.position, c.slug, c.locale,
                (select a.actor from audit_entry a where a.xid = c.xid order by a.id limit 1) as actor,
                case when c.type in ('article', 'page') then (select array_agg(s.slug order by s.slug) from article_slug s
                    where s.article_id = c.thing_id and s.was_published)
                when c.type = 'category' then (select array_agg(s.slug order by s.slug) from category_former_slug s
                    where s.category_id = c.thing_id)
                when c.type = 'tag' then (select array_agg(s.slug order by s.slug) from tag_former_slug s
                    where s.tag_id = c.thing_id)
                when c.type = 'author' then (select array_agg(s.slug order by s.slug) from author_former_slug s
                    where s.author_id = c.thing_id)
                end as slugs,
                case when c.type = 'comment' then (select k.article_id from comment k where k.id = c.thing_id)
                end as article_id,
                case when c.type = 'comment' then (select k.state from comment k where k.id = c.thing_id)
                when c.type = 'subscriber' then (select s.state from subscriber s where s.id = c.thing_id)
                when c.type = 'import' then (select j.state from import_job j where j.id = c.thing_id)
                end as state
            from change c where c.position = any(cast(:positions as bigint[]))""";

    private final JdbcQueries jdbcQueries;
    private final ChangeItems changeItems;
    private final SiteService site;
    private final BuiltInReceivers builtInReceivers;
    private final ObjectMapper json;

    DeliveryPayloads(JdbcQueries jdbcQueries, ChangeItems changeItems, SiteService site,
            BuiltInReceivers builtInReceivers, ObjectMapper json) {
        this.builtInReceivers = builtInReceivers;
        this.jdbcQueries = jdbcQueries;
        this.changeItems = changeItems;
        this.site = site;
        this.json = json;
    }

    /** The body of a request (Standard Webhooks). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Payload(String type, Instant timestamp, Map<String, Object> data) {}

    private record LogRow(
            String slug,
            String locale,
            String actor,
            List<String> slugs,
            UUID article,
            String state) {
        /** A change that the log no longer has, or a test event. */
        static final LogRow NONE = new LogRow(null, null, null, List.of(), null, null);

        static LogRow of(ResultSet row) throws SQLException {
            var slugs = row.getArray("slugs");
            return new LogRow(row.getString("slug"), row.getString("locale"), row.getString("actor"),
                    slugs == null ? List.of() : List.of((String[]) slugs.getArray()),
                    row.getObject("article_id", UUID.class), row.getString("state"));
        }
    }

    private record SentThing(String type, UUID id, boolean withBody) {
        static SentThing of(ClaimedDelivery delivery) {
            return new SentThing(delivery.type(), delivery.thingId(), delivery.withBody());
        }
    }

    /** Returns the bodies of the requests by the ids of the deliveries, without those that cannot be built. */
    Map<UUID, byte[]> build(List<ClaimedDelivery> deliveries) {
        var rows = readLog(deliveries);
        var items = new HashMap<SentThing, ChangeItem>();
        readItems(deliveries, rows, false, items);
        readItems(deliveries, rows, true, items);
        var settings = site.readPublic();
        var payloads = new HashMap<UUID, byte[]>();
        for (var delivery : deliveries) {
            var row = rows.getOrDefault(delivery.position(), LogRow.NONE);
            try {
                payloads.put(delivery.id(), body(delivery, row, items.get(SentThing.of(delivery)), settings));
            } catch (RuntimeException e) {
                // One event that cannot be told must not hold up all others.
                LOG.warnf("The request of the delivery %s cannot be built. Look at the URL templates of the site: %s",
                        delivery.id(), e.getMessage());
            }
        }
        return payloads;
    }

    private Map<Long, LogRow> readLog(List<ClaimedDelivery> deliveries) {
        var positions = deliveries.stream().map(ClaimedDelivery::position).filter(Objects::nonNull)
                .map(String::valueOf).distinct().toArray(String[]::new);
        var rows = new HashMap<Long, LogRow>();
        jdbcQueries.list(SELECT_CHANGES, Map.of("positions", positions),
                row -> rows.put(row.getLong("position"), LogRow.of(row)));
        return rows;
    }

    /** Reads the things of the webhooks that get bodies, or of all others. */
    private void readItems(List<ClaimedDelivery> deliveries, Map<Long, LogRow> rows, boolean withBody,
            Map<SentThing, ChangeItem> items) {
        var changes = deliveries.stream()
                .filter(d -> d.withBody() == withBody && d.position() != null && PUBLIC_TYPES.contains(d.type()))
                .sorted(Comparator.comparing(ClaimedDelivery::position)).map(d -> {
                    var row = rows.getOrDefault(d.position(), LogRow.NONE);
                    return new LoggedChange(d.position(), d.type(), d.change(),
                            d.thingId().equals(ClaimedDelivery.NO_THING) ? null : d.thingId(), row.slug, row.locale,
                            d.at());
                }).distinct().toList();
        for (int from = 0; from < changes.size(); from += MAX_ITEMS) {
            var parts = EnumSet.noneOf(ArticlePart.class);
            if (withBody) {
                parts.add(ArticlePart.body);
            }
            changeItems.read(changes.subList(from, Math.min(from + MAX_ITEMS, changes.size())), parts, change -> "")
                    .forEach(item -> items.put(new SentThing(item.type.name(),
                            Objects.requireNonNullElse(item.id, ClaimedDelivery.NO_THING), withBody), item));
        }
    }

    private byte[] body(ClaimedDelivery delivery, LogRow row, ChangeItem item, PublicSite settings) {
        return switch (delivery.kind()) {
            case webhook -> toJson(new Payload(delivery.event(), delivery.at(), data(delivery, row, item, settings)));
            case indexnow -> toJson(builtInReceivers.indexnow(url(delivery.type(),
                    item == null ? row.slug : item.slug, item == null ? row.locale : item.locale, settings),
                    PublicSite.fillTemplate(settings.siteUrl, "", settings.defaultLocale)));
            case websub -> builtInReceivers.websub(item).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Map<String, Object> data(ClaimedDelivery delivery, LogRow row, ChangeItem item,
            PublicSite settings) {
        var type = delivery.type();
        var slug = item == null ? row.slug : item.slug;
        var locale = item == null || item.locale == null ? row.locale : item.locale;
        var formerSlugs = row.slugs.stream().filter(former -> !former.equals(slug)).toList();
        var data = new LinkedHashMap<String, Object>();
        data.put("id", delivery.thingId().equals(ClaimedDelivery.NO_THING) ? null : delivery.thingId());
        data.put("slug", slug);
        data.put("locale", locale);
        data.put("formerSlugs", slug == null ? null : formerSlugs);
        data.put("url", slug == null ? null : url(type, slug, locale, settings));
        data.put("cause", delivery.cause());
        data.put("actor", row.actor);
        data.put("surrogateKeys", surrogateKeys(delivery, slug, formerSlugs, row.article));
        if (item != null) {
            data.put("article", item.article);
            data.put("category", item.category);
            data.put("tag", item.tag);
            data.put("author", item.author);
            data.put("menu", item.menu);
            data.put("site", item.site);
        }
        data.put("articleId", row.article);
        data.put("state", row.state);
        data.values().removeIf(Objects::isNull);
        return data;
    }

    /** Returns the page of the frontend that shows a thing; null without a template. */
    private static String url(String type, String slug, String locale, PublicSite settings) {
        var anyLocale = Objects.requireNonNullElse(locale, settings.defaultLocale);
        return switch (type) {
            case "article", "page" -> settings.urlOf(type.equals("page"), slug, anyLocale);
            case "category" -> PublicSite.fillTemplate(settings.categoryUrl, slug, anyLocale);
            case "tag" -> PublicSite.fillTemplate(settings.tagUrl, slug, anyLocale);
            case "author" -> PublicSite.fillTemplate(settings.authorUrl, slug, anyLocale);
            default -> null;
        };
    }

    /** Returns the keys in the header {@code Surrogate-Key} of the responses that show a thing or its list. */
    private static List<String> surrogateKeys(ClaimedDelivery delivery, String slug, List<String> formerSlugs,
            UUID article) {
        var keys = new LinkedHashSet<String>();
        var type = delivery.type();
        if (ARTICLE_TYPES.contains(type)) {
            keys.add(ChangeTracker.ARTICLES);
        } else if (type.equals("menu")) {
            keys.add(ChangeTracker.MENUS);
        } else if (type.equals("site")) {
            keys.add(ChangeTracker.SITE);
        } else if (type.equals("comment") && article != null) {
            keys.add(article.toString());
        } else if (PUBLIC_TYPES.contains(type)) {
            keys.add(ChangeTracker.TAXONOMY);
        }
        if (PUBLIC_TYPES.contains(type) && slug != null) {
            keys.add(delivery.thingId().toString());
            keys.add(slug);
            keys.addAll(formerSlugs);
        }
        return new ArrayList<>(keys);
    }

    private byte[] toJson(Object payload) {
        try {
            return json.writeValueAsBytes(payload);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
