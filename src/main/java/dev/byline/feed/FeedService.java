package dev.byline.feed;

import java.util.ArrayList;
import java.util.List;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.comment.CommentService;
import dev.byline.comment.PublicComment;
import dev.byline.http.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleQuery;
import dev.byline.publication.ArticleSummary;
import dev.byline.publication.PublicationService;
import dev.byline.site.LocalNames;
import dev.byline.site.SiteService;
import dev.byline.tag.TagService;
import jakarta.enterprise.context.ApplicationScoped;

/** What feeds hold. Each costs a constant number of statements. */
@ApplicationScoped
class FeedService {
    private static final int COMMENTS = 50;

    private final PublicationService publications;
    private final CategoryService categories;
    private final TagService tags;
    private final AuthorService authors;
    private final CommentService comments;
    private final SiteService site;

    FeedService(PublicationService publications, CategoryService categories, TagService tags, AuthorService authors,
            CommentService comments, SiteService site) {
        this.publications = publications;
        this.categories = categories;
        this.tags = tags;
        this.authors = authors;
        this.comments = comments;
        this.site = site;
    }

    /**
     * What was asked for.
     *
     * @param base
     *            the address of this service, without a slash at its end
     */
    record Request(String base, FeedFormat format, FeedQuery query) {
        String self(String path) {
            return base + "/api/v1" + path + "/feeds/" + format + query.suffix();
        }
    }

    /** The newest articles of the site. */
    Feed site(Request request) {
        var to = addresses(request);
        var locale = locale(request, to);
        return new Feed(to.site().title(), null, to.site().title(), to.home(locale), request.self(""), locale,
                articles(new ArticleQuery(), request, to));
    }

    /** The newest articles of a category and of those below it; 404 if there is none. */
    Feed category(String reference, Request request) {
        var to = addresses(request);
        var category = categories.read(reference);
        var query = new ArticleQuery();
        query.category = category.id().toString();
        var locale = locale(request, to);
        return feed(LocalNames.pick(category.names(), request.query.locale, category.name()), category.description(),
                to.category(category.slug(), locale), "/categories/" + category.slug(), query, request, to);
    }

    /** The newest articles with a tag; 404 if there are none, because a tag of drafts alone is nothing to read. */
    Feed tag(String reference, Request request) {
        var to = addresses(request);
        var tag = tags.read(reference);
        if (publications.countsByTag(List.of(tag.id())).isEmpty()) {
            throw ProblemException.notFound("tag", reference);
        }
        var query = new ArticleQuery();
        query.tag = tag.id().toString();
        return feed(LocalNames.pick(tag.names(), request.query.locale, tag.name()), null,
                to.tag(tag.slug(), locale(request, to)), "/tags/" + tag.slug(), query, request, to);
    }

    /** The newest articles by an author; 404 if there is none. */
    Feed author(String reference, Request request) {
        var to = addresses(request);
        var author = authors.read(reference);
        var query = new ArticleQuery();
        query.author = author.id().toString();
        return feed(LocalNames.pick(author.names(), request.query.locale, author.name()), author.bio(),
                to.author(author.slug(), locale(request, to)), "/authors/" + author.slug(), query, request, to);
    }

    /** The newest 50 approved comments on a live article; 404 if there is none. The locale is that of the slug. */
    Feed comments(String reference, Request request) {
        var to = addresses(request);
        var id = publications.find(reference, request.query.locale).articleId();
        // Unpublished since it was found, or not.
        var article = publications.summaries(List.of(id)).stream().findFirst()
                .orElseThrow(() -> ProblemException.notFound("article", reference));
        var entries = comments.newest(article.id(), COMMENTS).stream().map(comment -> new Feed.Entry(comment.id(),
                to.comment(comment.id(), article.id(), article.slug(), article.locale()), comment.author().name(),
                comment.bodyHtml(), null, article.locale(), List.of(person(comment)), List.of(), null,
                comment.createdAt(), comment.createdAt())).toList();
        // By its id, which serves in every locale.
        var self = new Request(request.base, request.format, new FeedQuery())
                .self("/articles/" + article.id() + "/comments");
        return new Feed(article.title() + " – " + to.site().title(), article.excerpt(), to.site().title(),
                to.article(article.id(), article.slug(), article.locale()), self, article.locale(), entries);
    }

    private Feed feed(String name, String description, String home, String path, ArticleQuery query, Request request,
            Addresses to) {
        return new Feed(name + " – " + to.site().title(), description, to.site().title(), home, request.self(path),
                locale(request, to), articles(query, request, to));
    }

    private List<Feed.Entry> articles(ArticleQuery query, Request request, Addresses to) {
        query.locale = request.query.locale;
        var page = new PageQuery();
        page.size = request.query.size;
        query.include = "body";
        return publications.list(query, page).items().stream().map(article -> entry(article, to)).toList();
    }

    private static Feed.Entry entry(ArticleSummary a, Addresses to) {
        var topics = new ArrayList<Feed.Topic>();
        a.categories().forEach(c -> topics.add(new Feed.Topic(to.api() + "/categories", c.slug(), c.name())));
        a.tags().forEach(t -> topics.add(new Feed.Topic(to.api() + "/tags", t.slug(), t.name())));
        var signed = a.authors().stream().map(author -> new Feed.Person(author.name(),
                to.site().authorUrl() == null ? null : to.author(author.slug(), a.locale()))).toList();
        return new Feed.Entry(a.id(), to.article(a.id(), a.slug(), a.locale()), a.title(), a.body().html(),
                a.excerpt().isEmpty() ? null : a.excerpt(), a.locale(), signed, topics, a.cover(), a.publishedAt(),
                a.updatedAt());
    }

    private static Feed.Person person(PublicComment comment) {
        return new Feed.Person(comment.author().name(), comment.author().website());
    }

    private Addresses addresses(Request request) {
        LocalNames.asked(request.query.locale);
        return Addresses.of(request.base, site.readPublic());
    }

    private static String locale(Request request, Addresses to) {
        return request.query.locale == null ? to.site().defaultLocale() : request.query.locale;
    }
}
