package dev.byline.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.byline.problem.ProblemException;
import dev.byline.publication.SiteMapArticles;
import dev.byline.site.SiteService;
import dev.byline.text.Slugs;
import jakarta.inject.Singleton;

/**
 * Writes site maps by the protocol of sitemaps.org, 0.9: at most {@value #MAX_URLS} URLs and {@value #MAX_SIZE_MIB} MiB
 * in each site map; more articles are divided into several site maps under an index. A site without articles has a site
 * map without URLs.
 */
@Singleton
class SiteMaps {
    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
    static final int MAX_URLS = 50_000;
    static final int MAX_SIZE_MIB = 50;
    /** Maximum length of a slug with a locale. */
    private static final int MAX_SLUG_AND_LOCALE_LENGTH = Slugs.MAX_LENGTH + 20;
    /** Maximum length of the XML elements around a URL, with the time of the last change. */
    private static final int MAX_MARKUP_LENGTH = 120;

    /** Maximum number of URLs in one site map; tests set a lower value. */
    int maxUrls = MAX_URLS;

    private final SiteMapArticles articles;
    private final SiteService site;

    SiteMaps(SiteMapArticles articles, SiteService site) {
        this.articles = articles;
        this.site = site;
    }

    /** Writes the site map of the whole site, or the index of its parts if one site map would be too large. */
    byte[] siteMapOrIndex(String base) {
        var urls = FrontendUrls.of(base, site.readPublic());
        var parts = articles.parts(articlesPerPart(urls));
        return parts.size() <= 1 ? writeMap(1, urls) : writeIndex(parts, base);
    }

    /** Writes one part of the site map, counted from 1; 404 if there is no such part. Part 1 always exists. */
    byte[] part(int number, String base) {
        var urls = FrontendUrls.of(base, site.readPublic());
        if (number > Math.max(1, articles.parts(articlesPerPart(urls)).size())) {
            throw ProblemException.notFound("part of the site map", number);
        }
        return writeMap(number, urls);
    }

    /**
     * Computes the number of articles that fit into one site map even if each slug has its maximum length and each
     * article exists in each locale. The number depends on the site's settings alone, so that an article stays in its
     * part.
     */
    private int articlesPerPart(FrontendUrls urls) {
        var longest = urls.article(new UUID(0, 0), "", "").replace("&", "&amp;").length() + MAX_SLUG_AND_LOCALE_LENGTH
                + MAX_MARKUP_LENGTH;
        int locales = urls.site().locales.size();
        return Math.min(maxUrls, MAX_SIZE_MIB * 1024 * 1024 / (longest * (locales == 1 ? 1 : 1 + locales)));
    }

    private static byte[] writeIndex(List<SiteMapArticles.SiteMapPart> parts, String base) {
        var xml = new XmlDocument("sitemapindex", Map.of("", NAMESPACE));
        parts.forEach(
                siteMapPart -> xml.open("sitemap").element("loc", base + "/sitemap-" + siteMapPart.number() + ".xml")
                        .element("lastmod", time(siteMapPart.updatedAt())).close());
        return xml.bytes();
    }

    private byte[] writeMap(int part, FrontendUrls urls) {
        var xml = new XmlDocument("urlset", Map.of("", NAMESPACE, "xhtml", "http://www.w3.org/1999/xhtml"));
        var group = new ArrayList<SiteMapArticles.SiteMapRow>();
        articles.forEachRow(part, articlesPerPart(urls), urls.site().articleUrl, siteMapRow -> {
            if (!group.isEmpty() && !group.get(0).articleId().equals(siteMapRow.articleId())) {
                writeUrl(xml, group, urls);
                group.clear();
            }
            group.add(siteMapRow);
        });
        if (!group.isEmpty()) {
            writeUrl(xml, group, urls);
        }
        return xml.bytes();
    }

    /**
     * Writes one article with its translations. Each article names all translations and itself, as search engines
     * require.
     */
    private static void writeUrl(XmlDocument xml, List<SiteMapArticles.SiteMapRow> group, FrontendUrls urls) {
        var article = group.get(0);
        xml.open("url").element("loc", urls.article(article.articleId(), article.slug(), article.locale()))
                .element("lastmod", time(article.updatedAt()));
        if (group.size() > 1) {
            String lastLocale = null;
            for (var siteMapRow : group) {
                // While a change of locale is not published yet, two articles of a group may be live in one locale:
                // the article itself takes precedence.
                boolean own = siteMapRow.translation().equals(siteMapRow.articleId());
                if (own || !siteMapRow.translationLocale().equals(siteMapRow.locale())
                        && !siteMapRow.translationLocale().equals(lastLocale)) {
                    xml.empty("xhtml:link", "rel", "alternate", "hreflang", siteMapRow.translationLocale(), "href",
                            urls.article(siteMapRow.translation(), siteMapRow.translationSlug(),
                                    siteMapRow.translationLocale()));
                    lastLocale = siteMapRow.translationLocale();
                }
            }
        }
        xml.close();
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
