package dev.byline.feed;

import java.util.UUID;

import dev.byline.site.SiteDetail;

/**
 * Where things are shown: at the frontend by the site's templates, and at Byline's own address of them without these.
 *
 * @param api
 *            the address of the reading door, without a slash at its end
 */
record Addresses(String api, SiteDetail.Public site) {

    static Addresses of(String base, SiteDetail.Public site) {
        return new Addresses(base + "/api/v1", site);
    }

    String home(String locale) {
        return filled(site.siteUrl(), "", locale, "/site");
    }

    /** By its id where there is no template: the same slug may be another article's in another locale. */
    String article(UUID id, String slug, String locale) {
        return filled(site.articleUrl(), slug, locale, "/articles/" + id);
    }

    String category(String slug, String locale) {
        return filled(site.categoryUrl(), slug, locale, "/categories/" + slug);
    }

    String tag(String slug, String locale) {
        return filled(site.tagUrl(), slug, locale, "/tags/" + slug);
    }

    String author(String slug, String locale) {
        return filled(site.authorUrl(), slug, locale, "/authors/" + slug);
    }

    /** A place on the page of the article; frontends that show comments can give them these anchors. */
    String comment(UUID comment, UUID article, String slug, String locale) {
        return site.articleUrl() == null
                ? api + "/comments/" + comment
                : article(article, slug, locale) + "#comment-" + comment;
    }

    private String filled(String template, String slug, String locale, String own) {
        return template == null ? api + own : SiteDetail.Public.filled(template, slug, locale);
    }
}
