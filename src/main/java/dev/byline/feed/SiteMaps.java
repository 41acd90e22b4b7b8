package dev.byline.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.SiteMapArticles;
import dev.byline.publication.SiteMapTaxonomy;
import dev.byline.site.SiteService;
import dev.byline.text.Slugs;
import jakarta.inject.Singleton;

/**
 * Writes site maps by the protocol of sitemaps.org, 0.9: at most {@value #MAX_URLS} URLs and {@value #MAX_SIZE_MIB} MiB
 * in each site map; more are divided into several site maps under an index. A site without articles has a site
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
    private final SiteMapTaxonomy taxonomy;
    private final SiteService site;

    SiteMaps(SiteMapArticles articles, SiteMapTaxonomy taxonomy, SiteService site) {
        this.articles = articles;
        this.taxonomy = taxonomy;
        this.site = site;
    }

    /** Writes the site map of the whole site, or the index of its parts if one site map would be too large. */
    byte[] siteMapOrIndex(String base) {
        var urls = FrontendUrls.of(base, site.readPublic());
        int size = urlsPerPart(urls);
        var parts = articles.parts(size);
        var terms = taxonomy.count(urls.localesByKind());
        if (parts.size() > 1 || terms + parts.stream().mapToLong(part -> part.articles()).sum() > size) {
            return writeIndex(parts, partsOf(terms, size), base);
        }
        var xml = newMap();
        writeArticles(xml, 1, size, urls);
        writeTerms(xml, 1, size, urls);
        return xml.bytes();
    }

    /**
     * Writes one part of the site map, counted from 1; 404 if there is no such part. Part 1 always exists. The parts
     * with articles come first, then those with categories, tags and authors.
     */
    byte[] part(int number, String base) {
        var urls = FrontendUrls.of(base, site.readPublic());
        int size = urlsPerPart(urls);
        int articleParts = Math.max(1, articles.parts(size).size());
        var xml = newMap();
        if (number <= articleParts) {
            writeArticles(xml, number, size, urls);
        } else if (number - articleParts <= partsOf(taxonomy.count(urls.localesByKind()), size)) {
            writeTerms(xml, number - articleParts, size, urls);
        } else {
            throw ProblemException.notFound("part of the site map", number);
        }
        return xml.bytes();
    }

    private static long partsOf(long terms, int size) {
        return (terms + size - 1) / size;
    }

    /**
     * Computes the number of URLs that fit into one site map even if each slug has its maximum length and each article
     * exists in each locale. The number depends on the site's settings alone, so that an article stays in its part.
     */
    private int urlsPerPart(FrontendUrls urls) {
        var longest = Stream.of(urls.article(ArticleKind.article, new UUID(0, 0), "", ""),
                urls.article(ArticleKind.page, new UUID(0, 0), "", ""), urls.category("", ""), urls.tag("", ""),
                urls.author("", "")).mapToInt(url -> url.replace("&", "&amp;").length()).max().orElseThrow()
                + MAX_SLUG_AND_LOCALE_LENGTH + MAX_MARKUP_LENGTH;
        int locales = urls.site().locales.size();
        return Math.min(maxUrls, MAX_SIZE_MIB * 1024 * 1024 / (longest * (locales == 1 ? 1 : 1 + locales)));
    }

    private static byte[] writeIndex(List<SiteMapArticles.SiteMapPart> parts, long termParts, String base) {
        var xml = new XmlDocument("sitemapindex", Map.of("", NAMESPACE));
        parts.forEach(
                siteMapPart -> xml.open("sitemap").element("loc", base + "/sitemap-" + siteMapPart.number() + ".xml")
                        .element("lastmod", time(siteMapPart.updatedAt())).close());
        int articleParts = Math.max(1, parts.size());
        for (int part = 1; part <= termParts; part++) {
            xml.open("sitemap").element("loc", base + "/sitemap-" + (articleParts + part) + ".xml").close();
        }
        return xml.bytes();
    }

    private static XmlDocument newMap() {
        return new XmlDocument("urlset", Map.of("", NAMESPACE, "xhtml", "http://www.w3.org/1999/xhtml"));
    }

    private void writeTerms(XmlDocument xml, int part, int size, FrontendUrls urls) {
        taxonomy.forEach(urls.localesByKind(), part, size,
                term -> xml.open("url").element("loc", urls.term(term.kind(), term.slug(), term.locale()))
                        .element("lastmod", time(term.updatedAt())).close());
    }

    private void writeArticles(XmlDocument xml, int part, int size, FrontendUrls urls) {
        var group = new ArrayList<SiteMapArticles.SiteMapRow>();
        articles.forEachRow(part, size, urls.site().urlTemplate(false), urls.site().urlTemplate(true), siteMapRow -> {
            if (!group.isEmpty() && !group.get(0).articleId().equals(siteMapRow.articleId())) {
                writeUrl(xml, group, urls);
                group.clear();
            }
            group.add(siteMapRow);
        });
        if (!group.isEmpty()) {
            writeUrl(xml, group, urls);
        }
    }

    /**
     * Writes one article with its translations. Each article names all translations and itself, as search engines
     * require.
     */
    private static void writeUrl(XmlDocument xml, List<SiteMapArticles.SiteMapRow> group, FrontendUrls urls) {
        var article = group.get(0);
        xml.open("url").element("loc", urls.article(ArticleKind.valueOf(article.kind()), article.articleId(),
                article.slug(), article.locale()))
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
                            urls.article(ArticleKind.valueOf(siteMapRow.translationKind()), siteMapRow.translation(),
                                    siteMapRow.translationSlug(),
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
