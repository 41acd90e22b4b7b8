package dev.byline.feed;

import java.util.List;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.listing.ArticleCounts;
import dev.byline.listing.ArticleLists;
import dev.byline.listing.ArticleQuery;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.site.LocaleLookup;
import dev.byline.site.LocalizedNames;
import dev.byline.site.SiteDetail;
import dev.byline.site.SiteService;
import dev.byline.tag.TagService;
import dev.byline.web.Paths;
import jakarta.enterprise.context.ApplicationScoped;

/** Builds the contents of the feeds of articles. Each feed takes a constant number of statements. */
@ApplicationScoped
class FeedService {
    private final ArticleLists lists;
    private final ArticleCounts articleCounts;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;
    private final SiteService site;

    FeedService(ArticleLists lists, ArticleCounts articleCounts, CategoryService categories, TagService tags,
            AuthorService authors, SiteService site) {
        this.lists = lists;
        this.articleCounts = articleCounts;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
        this.site = site;
    }

    /**
     * A request for a feed.
     *
     * @param base
     *            the base URL of this service, without a slash at its end
     */
    record FeedRequest(String base, FeedFormat format, FeedQuery query) {
        String selfUrl(String path) {
            return base + Paths.PUBLIC_API + path + "/feeds/" + format + query.suffix();
        }

        /** Returns the URLs that the feed refers to, and resolves the locale of the query; 400 if it is unknown. */
        FrontendUrls urls(SiteDetail.PublicSite site) {
            query.locale = LocaleLookup.resolve(site.locales, query.locale);
            return FrontendUrls.of(base, site);
        }
    }

    /** Builds the feed of the newest articles of the site. */
    Feed site(FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var locale = locale(feedRequest, urls);
        return new Feed(urls.site().title, urls.site().description, urls.site(), urls.home(locale),
                feedRequest.selfUrl(""),
                locale,
                articles(new ArticleQuery(), feedRequest, urls));
    }

    /** Builds the feed of the newest articles in a category or below it; 404 if there is no such category. */
    Feed category(String reference, FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var category = categories.read(reference);
        var query = new ArticleQuery();
        query.category = List.of(category.id.toString());
        var locale = locale(feedRequest, urls);
        return feed(LocalizedNames.nameIn(category.names, feedRequest.query.locale, category.name),
                category.description,
                urls.category(category.slug, locale), "/categories/" + category.slug, query, feedRequest, urls);
    }

    /** Builds the feed of the newest articles with a tag; 404 for a tag without published articles. */
    Feed tag(String reference, FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var tag = tags.read(reference);
        if (articleCounts.byTag(List.of(tag.id())).isEmpty()) {
            throw ProblemException.notFound("tag", reference);
        }
        var query = new ArticleQuery();
        query.tag = List.of(tag.id().toString());
        return feed(LocalizedNames.nameIn(tag.names(), feedRequest.query.locale, tag.name()), null,
                urls.tag(tag.slug(), locale(feedRequest, urls)), "/tags/" + tag.slug(), query, feedRequest, urls);
    }

    /** Builds the feed of the newest articles by an author; 404 if there is no such author. */
    Feed author(String reference, FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var author = authors.read(reference);
        var query = new ArticleQuery();
        query.author = List.of(author.id.toString());
        return feed(LocalizedNames.nameIn(author.names, feedRequest.query.locale, author.name), author.bio,
                urls.author(author.slug, locale(feedRequest, urls)), "/authors/" + author.slug, query, feedRequest,
                urls);
    }

    private Feed feed(String name, String description, String home, String path, ArticleQuery query,
            FeedRequest feedRequest,
            FrontendUrls urls) {
        return new Feed(name + " – " + urls.site().title, description, urls.site(), home,
                feedRequest.selfUrl(path),
                locale(feedRequest, urls), articles(query, feedRequest, urls));
    }

    private List<Feed.FeedEntry> articles(ArticleQuery query, FeedRequest feedRequest, FrontendUrls urls) {
        query.locale = feedRequest.query.locale;
        var page = new PageQuery();
        page.size = feedRequest.query.size;
        query.include = List.of("body");
        return lists.list(query, page).items().stream().map(article -> new Feed.FeedEntry(article, urls))
                .toList();
    }

    private FrontendUrls urls(FeedRequest feedRequest) {
        return feedRequest.urls(site.readPublic());
    }

    private static String locale(FeedRequest feedRequest, FrontendUrls urls) {
        return feedRequest.query.locale == null ? urls.site().defaultLocale : feedRequest.query.locale;
    }
}
