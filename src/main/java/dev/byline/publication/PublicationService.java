package dev.byline.publication;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryMerged;
import dev.byline.category.CategoryService;
import dev.byline.database.LinkTables;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.http.References;
import dev.byline.http.Sort;
import dev.byline.identity.SlugRow;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationRepository.Filter;
import dev.byline.publication.PublicationRepository.Head;
import dev.byline.publication.PublicationRepository.Link;
import dev.byline.publication.PublicationRepository.Named;
import dev.byline.site.SiteService;
import dev.byline.stats.Counters;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import dev.byline.tag.TagMerged;
import dev.byline.tag.TagService;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;

/** The published copies: publishing writes them, the reading door reads them. */
@ApplicationScoped
public class PublicationService {
    private final PublicationRepository publications;
    private final AuthorService authors;
    private final CategoryService categories;
    private final TagService tags;
    private final Counters counters;
    private final SiteService site;
    private final LinkTables links;

    PublicationService(PublicationRepository publications, AuthorService authors, CategoryService categories,
            TagService tags, Counters counters, SiteService site, LinkTables links) {
        this.publications = publications;
        this.authors = authors;
        this.categories = categories;
        this.tags = tags;
        this.counters = counters;
        this.site = site;
        this.links = links;
    }

    /** Which live article a reference names, and whether under the slug that it has now. */
    public record Found(
            UUID articleId,
            String currentSlug,
            String locale,
            CommentsPolicy commentsPolicy,
            boolean underFormerSlug) {}

    /** Finds a live article by id, slug or former slug; 404 if no live one is meant. */
    public Found find(String reference, String locale) {
        return find(reference, locale == null ? List.of() : List.of(locale));
    }

    /** The same where a slug is looked up in several locales, in their order. */
    Found find(String reference, List<String> locales) {
        var id = Slugs.id(reference);
        if (id != null) {
            return publications.head(id).map(live -> found(live, false))
                    .orElseThrow(() -> ProblemException.notFound("article", reference));
        }
        var named = publications.named(reference);
        var row = SlugRow.choose(named.stream().map(Named::row).toList(), locales, site::defaultLocale);
        return named.stream().filter(n -> row.isPresent() && n.row().equals(row.get())).findFirst()
                .map(n -> found(n.live(),
                        !(n.slug().equals(n.currentSlug()) && n.locale().equals(n.currentLocale()))))
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    private static Found found(Head live, boolean underFormerSlug) {
        return new Found(live.articleId(), live.slug(), live.locale(), live.commentsPolicy(), underFormerSlug);
    }

    /** The live article with this id, whole; 404 if it is not live. */
    public ArticleDetail read(UUID id) {
        var publication = publications.findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("article", id));
        return ArticleDetail.of(publication, assemble(List.of(PublicationRow.of(publication))).get(0),
                publications.translations(id));
    }

    /** What {@link #read} would give if this were published; nothing is written. */
    public ArticleDetail preview(NewPublication content) {
        var id = content.articleId();
        var publication = fill(new Publication(), content);
        var summary = assemble(List.of(PublicationRow.of(publication)), Map.of(id, content.authors()),
                Map.of(id, content.categories()), Map.of(id, content.tags())).get(0);
        return ArticleDetail.of(publication, summary, publications.translations(id));
    }

    /** The live article of the same translation group in the first of these locales that has one; 404 if none has. */
    UUID inLocale(UUID article, List<String> locales) {
        return publications.inLocale(article, locales).orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND,
                "The article is not published in " + String.join(", ", locales) + "."));
    }

    /** The bodies of live articles as sanitized HTML, by article; those that are not live are missing. */
    public Map<UUID, String> html(Collection<UUID> articles) {
        return publications.html(articles);
    }

    /** One page of live articles; 400 for a filter that names nothing. */
    public Page<ArticleSummary> list(ArticleQuery query, PageQuery page) {
        var rows = publications.page(page, filter(query), Sort.newestFirst(query.sort, "publishedAt"));
        return new Page<>(assemble(rows.items()), rows.page());
    }

    /** How many live articles each category, tag or author has, by its id. */
    public Map<UUID, Long> countsByCategory(Collection<UUID> ids) {
        return publications.counts(Link.categories, ids);
    }

    /** How many live articles each category has in itself or below, each article once, by its id. */
    public Map<UUID, Long> countsInTree(Collection<UUID> ids) {
        return publications.countsInTree(ids);
    }

    /** See {@link #countsByCategory}. */
    public Map<UUID, Long> countsByTag(Collection<UUID> ids) {
        return publications.counts(Link.tags, ids);
    }

    /** See {@link #countsByCategory}. */
    public Map<UUID, Long> countsByAuthor(Collection<UUID> ids) {
        return publications.counts(Link.authors, ids);
    }

    /** One page by name of the tags that live articles carry. */
    public Page<TagRef> tags(PageQuery query) {
        return publications.tags(query);
    }

    /** When the article was published, if it is live. */
    public Optional<Dates> dates(UUID article) {
        return publications.dates(article);
    }

    /** The dates of a live article. */
    public record Dates(String slug, Instant firstPublishedAt, Instant publishedAt, Instant updatedAt) {}

    /** Makes the article live, or replaces what is live of it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(NewPublication content) {
        var existing = publications.findById(content.articleId());
        var p = fill(existing == null ? new Publication() : existing, content);
        p.link(p.authors, content.authors());
        p.link(p.categories, content.categories());
        p.link(p.tags, content.tags());
        publications.persistAndFlush(p);
    }

    private static Publication fill(Publication p, NewPublication content) {
        p.articleId = content.articleId();
        p.locale = content.locale();
        p.slug = content.slug();
        p.title = content.title();
        p.html = content.body().html();
        p.text = content.body().text();
        p.contents = content.body().contents();
        p.excerpt = Objects.requireNonNullElse(content.excerpt(), content.body().excerpt());
        p.cover = content.cover();
        p.pinned = content.pinned();
        p.seo = content.seo();
        p.commentsPolicy = content.commentsPolicy();
        p.metadata = content.metadata();
        p.readingMinutes = content.body().readingMinutes();
        p.firstPublishedAt = content.firstPublishedAt();
        p.publishedAt = content.publishedAt();
        p.updatedAt = content.updatedAt();
        return p;
    }

    /** Takes the article from the world; its counters and comments stay. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(UUID article) {
        publications.deleteById(article);
        publications.flush();
    }

    void follow(@Observes CategoryMerged merge) {
        links.merge("publication_category", "category_id", merge.from(), merge.into());
    }

    void follow(@Observes TagMerged merge) {
        links.merge("publication_tag", "tag_id", merge.from(), merge.into());
    }

    private Filter filter(ArticleQuery query) {
        if (Stream.of(query.category, query.tag, query.author).filter(Objects::nonNull).count() > 1) {
            throw ProblemException.invalidParameter(query.category != null ? "category" : "tag",
                    "cannot be combined with another one of category, tag and author");
        }
        if (query.exact != null && query.category == null) {
            throw ProblemException.invalidParameter("exact", "goes with category");
        }
        if (query.category != null) {
            return new Filter(Link.categories, References.filter("category", query.category,
                    () -> categories.ids(query.category, Boolean.TRUE.equals(query.exact))), query.locale);
        }
        if (query.tag != null) {
            return new Filter(Link.tags, References.filter("tag", query.tag, () -> List.of(tags.read(query.tag).id())),
                    query.locale);
        }
        if (query.author != null) {
            return new Filter(Link.authors,
                    References.filter("author", query.author, () -> List.of(authors.read(query.author).id())),
                    query.locale);
        }
        return new Filter(null, List.of(), query.locale);
    }

    private List<ArticleSummary> assemble(List<PublicationRow> rows) {
        var ids = rows.stream().map(PublicationRow::articleId).toList();
        return assemble(rows, publications.links(Link.authors, ids), publications.links(Link.categories, ids),
                publications.links(Link.tags, ids));
    }

    private List<ArticleSummary> assemble(List<PublicationRow> rows, Map<UUID, List<UUID>> byAuthor,
            Map<UUID, List<UUID>> byCategory, Map<UUID, List<UUID>> byTag) {
        var authorRefs = authors.refs(targets(byAuthor));
        var categoryRefs = categories.refs(targets(byCategory));
        var tagRefs = tags.refs(targets(byTag));
        var stats = counters.of(rows.stream().map(PublicationRow::articleId).toList());
        return rows.stream().map(row -> ArticleSummary.of(row, new ArticleSummary.Links(
                pick(authorRefs, byAuthor, row.articleId()), pick(categoryRefs, byCategory, row.articleId()),
                pick(tagRefs, byTag, row.articleId())), stats.getOrDefault(row.articleId(), Stats.NONE))).toList();
    }

    private static HashSet<UUID> targets(Map<UUID, List<UUID>> links) {
        var targets = new HashSet<UUID>();
        links.values().forEach(targets::addAll);
        return targets;
    }

    private static <R> List<R> pick(Map<UUID, R> refs, Map<UUID, List<UUID>> links, UUID article) {
        return links.getOrDefault(article, List.of()).stream().map(refs::get).filter(Objects::nonNull).toList();
    }
}
