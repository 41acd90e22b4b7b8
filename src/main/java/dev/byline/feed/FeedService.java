package dev.byline.feed;

import java.util.List;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.comment.PublicCommentService;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleQuery;
import dev.byline.publication.PublicationService;
import dev.byline.site.LocalizedNames;
import dev.byline.site.SiteService;
import dev.byline.tag.TagService;
import dev.byline.web.Paths;
import jakarta.enterprise.context.ApplicationScoped;

/** Builds the contents of feeds. Each feed takes a constant number of statements. */
@ApplicationScoped
class FeedService {
    static final int MAX_COMMENTS = 50;

    private final PublicationService publications;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;
    private final PublicCommentService comments;
    private final SiteService site;

    FeedService(PublicationService publications, CategoryService categories, TagService tags, AuthorService authors,
            PublicCommentService comments, SiteService site) {
        this.publications = publications;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
        this.comments = comments;
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
    }

    /** Builds the feed of the newest articles of the site. */
    Feed site(FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var locale = locale(feedRequest, urls);
        return new Feed(urls.site().title, null, urls.site().title, urls.home(locale), feedRequest.selfUrl(""),
                locale,
                articles(new ArticleQuery(), feedRequest, urls));
    }

    /** Builds the feed of the newest articles in a category or below it; 404 if there is no such category. */
    Feed category(String reference, FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var category = categories.read(reference);
        var query = new ArticleQuery();
        query.category = category.id.toString();
        var locale = locale(feedRequest, urls);
        return feed(LocalizedNames.nameIn(category.names, feedRequest.query.locale, category.name),
                category.description,
                urls.category(category.slug, locale), "/categories/" + category.slug, query, feedRequest, urls);
    }

    /** Builds the feed of the newest articles with a tag; 404 for a tag without published articles. */
    Feed tag(String reference, FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var tag = tags.read(reference);
        if (publications.countsByTag(List.of(tag.id())).isEmpty()) {
            throw ProblemException.notFound("tag", reference);
        }
        var query = new ArticleQuery();
        query.tag = tag.id().toString();
        return feed(LocalizedNames.nameIn(tag.names(), feedRequest.query.locale, tag.name()), null,
                urls.tag(tag.slug(), locale(feedRequest, urls)), "/tags/" + tag.slug(), query, feedRequest, urls);
    }

    /** Builds the feed of the newest articles by an author; 404 if there is no such author. */
    Feed author(String reference, FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var author = authors.read(reference);
        var query = new ArticleQuery();
        query.author = author.id.toString();
        return feed(LocalizedNames.nameIn(author.names, feedRequest.query.locale, author.name), author.bio,
                urls.author(author.slug, locale(feedRequest, urls)), "/authors/" + author.slug, query, feedRequest,
                urls);
    }

    /**
     * Builds the feed of the newest {@value #MAX_COMMENTS} approved comments on a live article; 404 if there is no such
     * article. A slug is looked up in the locale of the query first.
     */
    Feed comments(String reference, FeedRequest feedRequest) {
        var urls = urls(feedRequest);
        var id = publications.find(reference, feedRequest.query.locale).articleId();
        // The article may have been unpublished since it was found.
        var article = publications.summaries(List.of(id)).stream().findFirst()
                .orElseThrow(() -> ProblemException.notFound("article", reference));
        var entries = comments.listNewest(article.id, MAX_COMMENTS).stream()
                .map(comment -> new Feed.FeedEntry(comment, article, urls)).toList();
        // The feed's own URL contains the id of the article, which is valid in every locale.
        var self = new FeedRequest(feedRequest.base, feedRequest.format, new FeedQuery())
                .selfUrl("/articles/" + article.id + "/comments");
        return new Feed(article.title + " – " + urls.site().title, article.excerpt, urls.site().title,
                urls.article(article.id, article.slug, article.locale), self, article.locale, entries);
    }

    private Feed feed(String name, String description, String home, String path, ArticleQuery query,
            FeedRequest feedRequest,
            FrontendUrls urls) {
        return new Feed(name + " – " + urls.site().title, description, urls.site().title, home,
                feedRequest.selfUrl(path),
                locale(feedRequest, urls), articles(query, feedRequest, urls));
    }

    private List<Feed.FeedEntry> articles(ArticleQuery query, FeedRequest feedRequest, FrontendUrls urls) {
        query.locale = feedRequest.query.locale;
        var page = new PageQuery();
        page.size = feedRequest.query.size;
        query.include = "body";
        return publications.list(query, page).items().stream().map(article -> new Feed.FeedEntry(article, urls))
                .toList();
    }

    private FrontendUrls urls(FeedRequest feedRequest) {
        LocalizedNames.requireLocale(feedRequest.query.locale);
        return FrontendUrls.of(feedRequest.base, site.readPublic());
    }

    private static String locale(FeedRequest feedRequest, FrontendUrls urls) {
        return feedRequest.query.locale == null ? urls.site().defaultLocale : feedRequest.query.locale;
    }
}
