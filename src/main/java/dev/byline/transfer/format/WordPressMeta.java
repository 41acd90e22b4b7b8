package dev.byline.transfer.format;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

import dev.byline.publication.Cover;
import dev.byline.publication.Seo;

/** The metadata (postmeta) that WordPress and its plugins store with an item, by name. Several values are lines. */
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

    /** The id of the attachment that is the cover; null without a cover. */
    String thumbnailId() {
        return values.get("_thumbnail_id");
    }

    /** The footnotes of a post as JSON; null without footnotes. */
    String footnotes() {
        return values.get("footnotes");
    }

    /** The alternative text of an image. */
    String altText() {
        return ImportValues.toPlainLine(values.get("_wp_attachment_image_alt"), Cover.MAX_ALT_LENGTH);
    }

    /** SEO title and description of the Yoast plugin, without titles that are templates; null without both. */
    Seo seo() {
        var title = ImportValues.toPlainLine(values.get("_yoast_wpseo_title"), Seo.MAX_TITLE_LENGTH);
        var customTitle = title == null || title.contains("%%") ? null : title;
        var description = ImportValues.toPlainLine(values.get("_yoast_wpseo_metadesc"), Seo.MAX_DESCRIPTION_LENGTH);
        return customTitle == null && description == null ? null : new Seo(customTitle, description, null, null);
    }

    /** The view count of one of the usual counter plugins; null without a count. */
    Long views() {
        return VIEW_COUNTER_KEYS.stream().map(name -> values.getOrDefault(name, ""))
                .filter(text -> text.matches("\\d{1,15}"))
                .findFirst().map(Long::valueOf).orElse(null);
    }

    /** The former slugs of a post. */
    Set<String> formerSlugs() {
        var slugs = new LinkedHashSet<String>();
        formerNames().forEach(old -> slugs.add(ImportValues.toSlug(old)));
        return slugs;
    }

    /** The former slugs of a post as WordPress has them. */
    Stream<String> formerNames() {
        return values.getOrDefault("_wp_old_slug", "").lines();
    }
}
