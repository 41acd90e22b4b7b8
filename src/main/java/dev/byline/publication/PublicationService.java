package dev.byline.publication;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.type.TypeReference;

import dev.byline.category.CategoryService;
import dev.byline.identity.SlugRow;
import dev.byline.paging.AllowedValues;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationRepository.FullPublication;
import dev.byline.publication.PublicationRepository.SlugMatch;
import dev.byline.site.SiteService;
import dev.byline.tag.TagRef;
import dev.byline.text.RichText;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the published copies. */
@ApplicationScoped
public class PublicationService {
    private static final TypeReference<List<ArticleDetail.PublishedTranslation>> TRANSLATIONS_TYPE = new TypeReference<>() {
    };
    private static final TypeReference<List<RichText.Heading>> CONTENTS_TYPE = new TypeReference<>() {
    };
    private static final TypeReference<Map<String, Object>> METADATA_TYPE = new TypeReference<>() {
    };

    private final PublicationRepository publications;
    private final ArticleLists lists;
    private final ArticleFilterFactory filters;
    private final CategoryService categories;
    private final SiteService site;

    PublicationService(PublicationRepository publications, ArticleLists lists, ArticleFilterFactory filters,
            CategoryService categories, SiteService site) {
        this.publications = publications;
        this.lists = lists;
        this.filters = filters;
        this.categories = categories;
        this.site = site;
    }

    /** Which live article a reference names. */
    public record LiveArticle(UUID articleId, String locale, Instant publishedAt, CommentsPolicy commentsPolicy) {}

    /** Finds a live article by id, slug or former slug; 404 if no live one is meant. */
    public LiveArticle find(String reference, String locale) {
        var id = Slugs.id(reference);
        if (id != null) {
            return publications.findLive(id).orElseThrow(() -> ProblemException.notFound("article", reference));
        }
        var matches = publications.findBySlug(reference);
        var slug = SlugRow.choose(matches.stream().map(SlugMatch::slug).toList(),
                locale == null ? List.of() : List.of(locale), site::defaultLocale);
        return matches.stream().filter(match -> slug.isPresent() && match.slug().equals(slug.get())).findFirst()
                .map(SlugMatch::found).orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    /** What names an article: an id or slug, and the locale in which a slug is looked up first, or null. */
    public record ArticleReference(String text, String locale) {}

    /**
     * Which articles the references name, as {@link #find} does; those that name none are missing. Ids are taken as they
     * are: whether a live article has them is not looked up. One statement, or none if all are ids.
     */
    public Map<ArticleReference, UUID> find(Collection<ArticleReference> references) {
        var slugs = references.stream().map(ArticleReference::text).filter(text -> !Slugs.isId(text)).distinct()
                .toList();
        var rows = slugs.isEmpty()
                ? Map.<String, List<SlugRow>>of()
                : publications.findBySlug(slugs).stream().collect(Collectors.groupingBy(SlugRow::slug));
        var found = new HashMap<ArticleReference, UUID>();
        for (var articleReference : references) {
            var id = Slugs.id(articleReference.text());
            var locales = articleReference.locale() == null ? List.<String>of() : List.of(articleReference.locale());
            (id != null
                    ? Optional.of(id)
                    : SlugRow
                            .choose(rows.getOrDefault(articleReference.text(), List.of()), locales, site::defaultLocale)
                            .map(SlugRow::articleId))
                    .ifPresent(article -> found.put(articleReference, article));
        }
        return found;
    }

    /**
     * A live article, or where it is now.
     *
     * @param movedTo
     *            its slug, and {@code locale} that of the slug, if it was asked for by a former one
     */
    public record ArticleOrRedirect(ArticleDetail article, String movedTo, String locale) {}

    /**
     * Reads a live article by id, slug or former slug, a slug looked up in the locales in their order; 404 if no live
     * one is meant.
     *
     * @param fallback
     *            gives the article of the same translation group in the first of the locales instead
     */
    public ArticleOrRedirect read(String reference, List<String> locales, boolean fallback) {
        var fullPublication = findFull(reference, locales);
        if (fallback) {
            var other = publications.findInLocales(fullPublication.row().articleId(), locales)
                    .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND,
                            "The article is not published in " + String.join(", ", locales) + "."));
            if (!other.equals(fullPublication.row().articleId())) {
                return new ArticleOrRedirect(toDetail(findFull(other.toString(), List.of())), null, null);
            }
        }
        return fullPublication.isFoundByFormerSlug()
                ? new ArticleOrRedirect(null, fullPublication.row().slug(), fullPublication.row().locale())
                : new ArticleOrRedirect(toDetail(fullPublication), null, null);
    }

    private FullPublication findFull(String reference, List<String> locales) {
        var id = Slugs.id(reference);
        if (id != null) {
            return publications.findFull(id).orElseThrow(() -> ProblemException.notFound("article", reference));
        }
        var wholes = publications.findAllFull(reference);
        var slug = SlugRow.choose(wholes.stream().map(FullPublication::slug).toList(), locales, site::defaultLocale);
        return wholes.stream().filter(fullPublication -> slug.isPresent() && fullPublication.slug().equals(slug.get()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    private ArticleDetail toDetail(FullPublication fullPublication) {
        var row = fullPublication.row();
        var content = row.content();
        var articleRefs = publications.findRefs(List.of(row.articleId())).get(row.articleId());
        var translations = publications.parseJson(fullPublication.translations(), TRANSLATIONS_TYPE);
        return ArticleDetail.create(ArticleSummary.create(row, articleRefs, null), toBody(content), content.seo(),
                publications.parseJson(content.metadata(), METADATA_TYPE),
                translations == null ? List.of() : translations);
    }

    private ArticleDetail.PublishedBody toBody(PublicationRow.PublicationContent content) {
        return new ArticleDetail.PublishedBody(content.html(),
                publications.parseJson(content.contents(), CONTENTS_TYPE));
    }

    /** One page of live articles. */
    public Page<ArticleSummary> list(ArticleQuery query, PageQuery page) {
        boolean withBody = !AllowedValues.requireAll("include", query.include, List.of("body")).isEmpty();
        var sort = Sort.of(query.sort, ArticleOrder.class, "-publishedAt");
        return summaries(lists.page(page, filters.create(query), sort, withBody));
    }

    /** The likest live articles in the same locale, the likest first, at most so many. */
    public List<UUID> related(UUID article, String locale, int limit) {
        return lists.related(article, locale, limit);
    }

    /** What was published before and after an article in its locale, of all or of a category with its tree. */
    public Neighbors<UUID> neighbors(UUID article, String locale, Instant publishedAt, String category) {
        // One category: its list is walked.
        AllowedValues.split("category", category, 1);
        var list = category == null ? "all:" : "category:" + categories.filter("category", category).get(0) + ":";
        return lists.neighbors(article, publishedAt, list, locale);
    }

    /** The texts of the live ones among the articles, without markup; one statement. */
    public Map<UUID, String> texts(Collection<UUID> articles) {
        return publications.texts(articles);
    }

    /** The live ones among the articles, in their order. */
    public List<ArticleSummary> summaries(List<UUID> articles) {
        var refs = publications.findRefs(articles);
        var rows = publications.rows(articles).stream()
                .collect(Collectors.toMap(PublicationRow::articleId, Function.identity()));
        return articles.stream().filter(rows::containsKey)
                .map(id -> ArticleSummary.create(rows.get(id), refs.get(id), null)).toList();
    }

    private Page<ArticleSummary> summaries(Page<PublicationRow> rows) {
        var refs = publications.findRefs(rows.items().stream().map(PublicationRow::articleId).toList());
        return rows.map(row -> ArticleSummary.create(row, refs.get(row.articleId()),
                row.content() == null ? null : toBody(row.content())));
    }

    /** How many live articles each category has, by its id. */
    public Map<UUID, Long> countsByCategory(Collection<UUID> ids) {
        return lists.counts("exact:", ids);
    }

    /** How many live articles each category has in itself or below, each article once, by its id. */
    public Map<UUID, Long> countsByCategoryTree(Collection<UUID> ids) {
        return lists.counts("category:", ids);
    }

    /** See {@link #countsByCategory}. */
    public Map<UUID, Long> countsByTag(Collection<UUID> ids) {
        return lists.counts("tag:", ids);
    }

    /** See {@link #countsByCategory}. */
    public Map<UUID, Long> countsByAuthor(Collection<UUID> ids) {
        return lists.counts("author:", ids);
    }

    /** One page by name of the tags that live articles carry. */
    public Page<TagRef> tags(PageQuery query, IdAndSlugQuery nameQuery, String sort) {
        return publications.tags(query, nameQuery, Sort.of(sort, IdAndSlugQuery.NameSortKey.class, "name"));
    }

    /** When the article was published, if it is live. */
    public Optional<PublicationDates> dates(UUID article) {
        return publications.findDates(article);
    }

    /** The dates of a live article. */
    public record PublicationDates(String slug, Instant firstPublishedAt, Instant publishedAt, Instant updatedAt) {}
}
