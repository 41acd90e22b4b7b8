package dev.byline.feed;

import java.util.UUID;

import dev.byline.site.SiteDetail;

/**
 * Where things are shown: at the frontend by the site's templates, and at Byline's own address of them without these.
 *
 * @param api
 *            the address of the reading door, without a slash at its end
 */
record FrontendUrls(String api, SiteDetail.Public site) {

    static FrontendUrls of(String base, SiteDetail.Public site) {
        return new FrontendUrls(base + "/api/v1", site);
    }

    String home(String locale) {
        return fillTemplate(site.siteUrl(), "", locale, "/site");
    }

    /** By its id where there is no template: the same slug may be another article's in another locale. */
    String article(UUID id, String slug, String locale) {
        return fillTemplate(site.articleUrl(), slug, locale, "/articles/" + id);
    }

    String category(String slug, String locale) {
        return fillTemplate(site.categoryUrl(), slug, locale, "/categories/" + slug);
    }

    String tag(String slug, String locale) {
        return fillTemplate(site.tagUrl(), slug, locale, "/tags/" + slug);
    }

    String author(String slug, String locale) {
        return fillTemplate(site.authorUrl(), slug, locale, "/authors/" + slug);
    }

    /** A place on the page of the article; frontends that show comments can give them these anchors. */
    String comment(UUID comment, UUID article, String slug, String locale) {
        return site.articleUrl() == null
                ? api + "/comments/" + comment
                : article(article, slug, locale) + "#comment-" + comment;
    }

    private String fillTemplate(String template, String slug, String locale, String apiPath) {
        return template == null ? api + apiPath : SiteDetail.Public.filled(template, slug, locale);
    }
}
