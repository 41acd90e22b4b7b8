package dev.byline.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.byline.publication.ArticleDetail;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.CoverDetail;
import dev.byline.site.SiteDetail;

/** JSON-LD of an article: a schema.org BlogPosting, or a WebPage for a page, for search engines. */
final class ArticleJsonLd {
    /** The proportions of width to height that search engines ask for. */
    private static final List<List<Integer>> PROPORTIONS = List.of(List.of(1, 1), List.of(4, 3), List.of(16, 9));

    private ArticleJsonLd() {
    }

    static Map<String, Object> create(ArticleDetail a, SiteDetail.PublicSite site) {
        var post = new LinkedHashMap<String, Object>();
        post.put("@context", "https://schema.org");
        boolean isPage = a.kind == ArticleKind.page;
        post.put("@type", isPage ? "WebPage" : "BlogPosting");
        post.put("@id", "urn:uuid:" + a.id);
        post.put("headline", a.title);
        post.put("description", a.excerpt);
        post.put("inLanguage", a.locale);
        post.put("datePublished", a.publishedAt.toString());
        post.put("dateModified", a.updatedAt.toString());
        post.put("author", authors(a, site));
        post.put("publisher", publisher(site, a.locale));
        var url = url(a, site);
        if (url != null) {
            post.put("url", url);
            post.put("mainEntityOfPage", object("WebPage", "@id", url));
        }
        if (a.cover != null) {
            post.put("image", images(a.cover));
        }
        if (!a.categories.isEmpty() && !isPage) {
            post.put("articleSection", a.categories.get(0).name());
        }
        if (!a.tags.isEmpty()) {
            post.put("keywords", a.tags.stream().map(tag -> tag.name()).toList());
        }
        post.put("timeRequired", "PT" + a.readingMinutes + "M");
        post.put("commentCount", a.stats.comments());
        var views = object("InteractionCounter", "interactionType", "https://schema.org/ReadAction");
        views.put("userInteractionCount", a.stats.views());
        post.put("interactionStatistic", views);
        return post;
    }

    /** Returns the URL of the article's page: its canonical URL, else the URL by the site's template, else null. */
    private static String url(ArticleDetail a, SiteDetail.PublicSite site) {
        if (a.seo != null && a.seo.canonicalUrl() != null) {
            return a.seo.canonicalUrl();
        }
        return site.urlOf(a.kind == ArticleKind.page, a.slug, a.locale);
    }

    /** Returns the authors, each with the URL of its page if the site has a template for it. */
    private static List<Object> authors(ArticleDetail a, SiteDetail.PublicSite site) {
        var authors = new ArrayList<Object>();
        a.authors.forEach(author -> {
            var person = object("Person", "name", author.name());
            var url = SiteDetail.PublicSite.fillTemplate(site.authorUrl, author.slug(), a.locale);
            if (url != null) {
                person.put("url", url);
            }
            authors.add(person);
        });
        return authors;
    }

    private static Map<String, Object> publisher(SiteDetail.PublicSite site, String locale) {
        var publisher = object("Organization", "name", site.title);
        if (site.description != null) {
            publisher.put("description", site.description);
        }
        if (site.siteUrl != null) {
            publisher.put("url", SiteDetail.PublicSite.fillTemplate(site.siteUrl, "", locale));
        }
        if (site.logo != null) {
            var logo = object("ImageObject", "url", site.logo.url());
            if (site.logo.alt() != null) {
                logo.put("caption", site.logo.alt());
            }
            publisher.put("logo", logo);
        }
        if (!site.social.isEmpty()) {
            publisher.put("sameAs", site.social.stream().map(link -> link.url()).toList());
        }
        return publisher;
    }

    /**
     * Returns the cover; of a picture with sizes also its crops in the three proportions in which search engines show
     * pictures.
     */
    private static Object images(CoverDetail cover) {
        var image = image(cover, cover.url, cover.width, cover.height);
        var crops = PROPORTIONS.stream().flatMap(share -> cover.crop(share.get(0), share.get(1)).stream())
                .map(size -> image(cover, size.url(), size.width(), size.height())).toList();
        return crops.isEmpty() ? image : Stream.concat(Stream.of(image), crops.stream()).toList();
    }

    private static Map<String, Object> image(CoverDetail cover, String url, Integer width, Integer height) {
        var image = object("ImageObject", "url", url);
        putIfKnown(image, "caption", cover.caption == null ? cover.alt : cover.caption);
        putIfKnown(image, "width", width);
        putIfKnown(image, "height", height);
        putIfKnown(image, "creditText", cover.credit);
        return image;
    }

    private static void putIfKnown(Map<String, Object> object, String property, Object value) {
        if (value != null) {
            object.put(property, value);
        }
    }

    /** Creates an object with two properties. Their order is fixed, so that all nodes send one ETag. */
    private static Map<String, Object> object(String type, String property, Object value) {
        var object = new LinkedHashMap<String, Object>();
        object.put("@type", type);
        object.put(property, value);
        return object;
    }
}
