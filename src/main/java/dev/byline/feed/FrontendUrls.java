package dev.byline.feed;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.byline.publication.ArticleKind;
import dev.byline.publication.ArticleSummary;
import dev.byline.site.SiteDetail;
import dev.byline.web.Paths;

/**
 * URLs of articles, categories, tags, authors and comments: pages of the frontend by the site's templates, or resources
 * of the public API where the site has no template.
 *
 * @param api
 *            the base URL of the public API, without a slash at its end
 */
record FrontendUrls(String api, SiteDetail.PublicSite site) {

    static FrontendUrls of(String base, SiteDetail.PublicSite site) {
        return new FrontendUrls(base + Paths.PUBLIC_API, site);
    }

    String home(String locale) {
        return fillTemplate(site.siteUrl, "", locale, "/site");
    }

    /**
     * Returns the URL of an article or a page. Without a template the URL contains the id of the article, because another
     * article may have the same slug in another locale.
     */
    String article(ArticleKind kind, UUID id, String slug, String locale) {
        return fillTemplate(site.urlTemplate(kind == ArticleKind.page), slug, locale, "/articles/" + id);
    }

    String article(ArticleSummary article) {
        return article(article.kind, article.id, article.slug, article.locale);
    }

    String category(String slug, String locale) {
        return fillTemplate(site.categoryUrl, slug, locale, "/categories/" + slug);
    }

    String tag(String slug, String locale) {
        return fillTemplate(site.tagUrl, slug, locale, "/tags/" + slug);
    }

    String author(String slug, String locale) {
        return fillTemplate(site.authorUrl, slug, locale, "/authors/" + slug);
    }

    /** Returns the URL of a category, tag or author. */
    String term(String kind, String slug, String locale) {
        return switch (kind) {
            case "category" -> category(slug, locale);
            case "tag" -> tag(slug, locale);
            default -> author(slug, locale);
        };
    }

    /**
     * Returns the locales of the pages of categories, tags and authors, for each kind with a template: those of the
     * site if the template contains the locale, otherwise one empty locale.
     */
    Map<String, String[]> localesByKind() {
        var locales = new TreeMap<String, String[]>();
        var templates = new TreeMap<String, String>();
        templates.put("category", site.categoryUrl);
        templates.put("tag", site.tagUrl);
        templates.put("author", site.authorUrl);
        templates.forEach((kind, template) -> {
            if (template != null) {
                locales.put(kind, template.contains("{locale}")
                        ? site.locales.toArray(String[]::new)
                        : new String[]{ "" });
            }
        });
        return locales;
    }

    /** Returns the URL of a comment: an anchor on the page of its article, which a frontend can give its comments. */
    String comment(UUID comment, ArticleSummary article) {
        return site.urlTemplate(article.kind == ArticleKind.page) == null
                ? api + "/comments/" + comment
                : article(article) + "#comment-" + comment;
    }

    private String fillTemplate(String template, String slug, String locale, String apiPath) {
        return template == null ? api + apiPath : SiteDetail.PublicSite.fillTemplate(template, slug, locale);
    }
}
