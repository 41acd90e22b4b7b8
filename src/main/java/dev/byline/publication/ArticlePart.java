package dev.byline.publication;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.byline.paging.AllowedValues;

/**
 * A part of a published article that lists leave out unless the client requests it with {@code include}. The names are
 * those of the API.
 */
public enum ArticlePart {
    body(", p.html, cast(p.contents as text) as contents"),
    seo(", p.seo_title, p.seo_description, p.seo_canonical_url, p.seo_no_index"),
    metadata(", cast(p.metadata as text) as metadata"),
    translations("""
            , (
                select json_agg(json_build_object('locale', o.locale, 'slug', o.slug, 'title', o.title)
                    order by o.locale, o.slug)
                from article_identity own join article_identity other
                    on other.translation_group_id = own.translation_group_id and other.id <> own.id
                join publication o on o.article_id = other.id where own.id = p.article_id) as translations""");

    static final Set<ArticlePart> NONE = EnumSet.noneOf(ArticlePart.class);
    static final Set<ArticlePart> ALL = EnumSet.allOf(ArticlePart.class);
    private static final List<String> NAMES = Arrays.stream(values()).map(ArticlePart::name).toList();

    private final String columns;

    ArticlePart(String columns) {
        this.columns = columns;
    }

    /** Parses the values of {@code include}; an unknown value is a 400. */
    public static Set<ArticlePart> parse(List<String> include) {
        var parts = EnumSet.noneOf(ArticlePart.class);
        AllowedValues.requireAll("include", include, NAMES).forEach(name -> parts.add(valueOf(name)));
        return parts;
    }

    /** Returns the columns of the parts, each with a comma before it; the publication is {@code p}. */
    static String columns(Set<ArticlePart> parts) {
        return parts.stream().sorted().map(part -> part.columns).collect(Collectors.joining());
    }
}
