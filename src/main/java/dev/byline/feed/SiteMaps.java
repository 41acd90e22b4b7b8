package dev.byline.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.byline.problem.ProblemException;
import dev.byline.publication.LiveAddresses;
import dev.byline.site.SiteService;
import jakarta.inject.Singleton;

/**
 * Site maps by the protocol of sitemaps.org, 0.9: at most 50,000 addresses and 50 MiB in each, more articles make more
 * of them under an index. A site without articles has one without addresses.
 */
@Singleton
class SiteMaps {
    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static final int MAX_BYTES = 50 * 1024 * 1024;
    /** A slug of 100 characters and a locale. */
    private static final int LONGEST_NAME = 120;
    /** The elements around an address, with the time. */
    private static final int AROUND = 120;

    /** Addresses in one site map; tests have smaller ones. */
    int most = 50_000;

    private final LiveAddresses articles;
    private final SiteService site;

    SiteMaps(LiveAddresses articles, SiteService site) {
        this.articles = articles;
        this.site = site;
    }

    /** The map of the whole site, or the index of its parts where one map would be too large. */
    byte[] whole(String base) {
        var to = Addresses.of(base, site.readPublic());
        var parts = articles.parts(size(to));
        return parts.size() <= 1 ? map(1, to) : index(parts, base);
    }

    /** One part, from 1; 404 if there are not as many. The first is always there. */
    byte[] part(int number, String base) {
        var to = Addresses.of(base, site.readPublic());
        if (number > Math.max(1, articles.parts(size(to)).size())) {
            throw ProblemException.notFound("part of the site map", number);
        }
        return map(number, to);
    }

    /**
     * How many articles fit into a map even if each slug is as long as it can be and each article is there in each
     * locale; it follows from the site's settings alone, so that an article stays in its part.
     */
    private int size(Addresses to) {
        var longest = to.article(new UUID(0, 0), "", "").replace("&", "&amp;").length() + LONGEST_NAME + AROUND;
        int locales = to.site().locales().size();
        return Math.min(most, MAX_BYTES / (longest * (locales == 1 ? 1 : 1 + locales)));
    }

    private static byte[] index(List<LiveAddresses.Part> parts, String base) {
        var xml = new XmlDocument("sitemapindex", Map.of("", NAMESPACE));
        parts.forEach(part -> xml.open("sitemap").element("loc", base + "/sitemap-" + part.number() + ".xml")
                .element("lastmod", time(part.updatedAt())).close());
        return xml.bytes();
    }

    private byte[] map(int part, Addresses to) {
        var xml = new XmlDocument("urlset", Map.of("", NAMESPACE, "xhtml", "http://www.w3.org/1999/xhtml"));
        var group = new ArrayList<LiveAddresses.Row>();
        articles.visit(part, size(to), row -> {
            if (!group.isEmpty() && !group.get(0).articleId().equals(row.articleId())) {
                url(xml, group, to);
                group.clear();
            }
            group.add(row);
        });
        if (!group.isEmpty()) {
            url(xml, group, to);
        }
        return xml.bytes();
    }

    /** One article with its translations: each names all of them and itself, as search engines ask. */
    private static void url(XmlDocument xml, List<LiveAddresses.Row> group, Addresses to) {
        var article = group.get(0);
        xml.open("url").element("loc", to.article(article.articleId(), article.slug(), article.locale()))
                .element("lastmod", time(article.updatedAt()));
        if (group.size() > 1) {
            String last = null;
            for (var row : group) {
                // While a change of locale is not published yet, two of a group may be live in one: the own one counts.
                boolean own = row.translation().equals(row.articleId());
                if (own || !row.translationLocale().equals(row.locale()) && !row.translationLocale().equals(last)) {
                    xml.empty("xhtml:link", "rel", "alternate", "hreflang", row.translationLocale(), "href",
                            to.article(row.translation(), row.translationSlug(), row.translationLocale()));
                    last = row.translationLocale();
                }
            }
        }
        xml.close();
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
