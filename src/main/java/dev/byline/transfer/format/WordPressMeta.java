package dev.byline.transfer.format;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jsoup.nodes.Element;

import dev.byline.publication.Seo;

/** What WordPress and its plugins have noted of an item, by name; what has several values has them on lines. */
record WordPressMeta(Map<String, String> values) {
    private static final List<String> COUNTERS = List.of("post_views_count", "views", "_post_views",
            "wpb_post_views_count");

    static WordPressMeta of(Element item) {
        var values = new HashMap<String, String>();
        for (var e : item.children()) {
            if (e.tagName().endsWith("postmeta")) {
                var value = XmlItems.word(e, "meta_value");
                if (value != null) {
                    values.merge(String.valueOf(XmlItems.word(e, "meta_key")), value, (a, b) -> a + "\n" + b);
                }
            }
        }
        return new WordPressMeta(values);
    }

    /** The id of the item whose file is the cover; null without one. */
    String thumbnail() {
        return values.get("_thumbnail_id");
    }

    /** What a picture shows, for whoever does not see it. */
    String alternative() {
        return Clean.plain(values.get("_wp_attachment_image_alt"), 200);
    }

    /** Of Yoast's plugin, but for titles that it would make of templates; null without any. */
    Seo seo() {
        var title = Clean.plain(values.get("_yoast_wpseo_title"), 200);
        var own = title == null || title.contains("%%") ? null : title;
        var description = Clean.plain(values.get("_yoast_wpseo_metadesc"), 500);
        return own == null && description == null ? null : new Seo(own, description, null, null);
    }

    /** Of one of the plugins that count them; null without one. */
    Long views() {
        return COUNTERS.stream().map(name -> values.getOrDefault(name, "")).filter(text -> text.matches("\\d{1,15}"))
                .findFirst().map(Long::valueOf).orElse(null);
    }

    Set<String> formerSlugs() {
        var slugs = new LinkedHashSet<String>();
        values.getOrDefault("_wp_old_slug", "").lines().forEach(old -> slugs.add(Clean.slug(old)));
        return slugs;
    }
}
