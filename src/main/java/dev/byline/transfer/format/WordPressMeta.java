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
    private static final List<String> VIEW_COUNTER_KEYS = List.of("post_views_count", "views", "_post_views",
            "wpb_post_views_count");

    static WordPressMeta of(Element item) {
        var values = new HashMap<String, String>();
        for (var e : item.children()) {
            if (e.tagName().endsWith("postmeta")) {
                var value = XmlElementReader.trimmedChildText(e, "meta_value");
                if (value != null) {
                    values.merge(String.valueOf(XmlElementReader.trimmedChildText(e, "meta_key")), value,
                            (a, b) -> a + "\n" + b);
                }
            }
        }
        return new WordPressMeta(values);
    }

    /** The id of the item whose file is the cover; null without one. */
    String thumbnailId() {
        return values.get("_thumbnail_id");
    }

    /** What a picture shows, for whoever does not see it. */
    String altText() {
        return ImportValues.toPlainLine(values.get("_wp_attachment_image_alt"), 200);
    }

    /** Of Yoast's plugin, but for titles that it would make of templates; null without any. */
    Seo seo() {
        var title = ImportValues.toPlainLine(values.get("_yoast_wpseo_title"), 200);
        var customTitle = title == null || title.contains("%%") ? null : title;
        var description = ImportValues.toPlainLine(values.get("_yoast_wpseo_metadesc"), 500);
        return customTitle == null && description == null ? null : new Seo(customTitle, description, null, null);
    }

    /** Of one of the plugins that count them; null without one. */
    Long views() {
        return VIEW_COUNTER_KEYS.stream().map(name -> values.getOrDefault(name, ""))
                .filter(text -> text.matches("\\d{1,15}"))
                .findFirst().map(Long::valueOf).orElse(null);
    }

    Set<String> formerSlugs() {
        var slugs = new LinkedHashSet<String>();
        values.getOrDefault("_wp_old_slug", "").lines().forEach(old -> slugs.add(ImportValues.toSlug(old)));
        return slugs;
    }
}
