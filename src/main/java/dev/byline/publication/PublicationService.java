package dev.byline.publication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.KeptValues;
import dev.byline.cache.KeptValuesFactory;
import dev.byline.identity.FormerAddress;
import dev.byline.identity.SlugRow;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.PublicationReader.FullPublication;
import dev.byline.publication.PublicationRepository.SlugMatch;
import dev.byline.site.LocaleLookup;
import dev.byline.site.SiteService;
import dev.byline.stats.Stats;
import dev.byline.tag.TagRef;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads the published copies of articles. */
@ApplicationScoped
public class PublicationService {
    /** The maximum number of live articles that are kept in memory, without their texts: some megabytes. */
    private static final int MAX_KEPT_ARTICLES = 10_000;

    private final PublicationRepository publications;
    private final PublicationReader publicationReader;
    private final ReferenceDetails referenceDetails;
    private final ArticleSummaries summaries;
    private final SiteService site;
    private final LocaleLookup locales;
    private final KeptValues<ArticleReference, LiveArticle> liveArticles;
    /** The ids of live articles by slug, for calls that name many articles. */
    private final KeptValues<ArticleReference, UUID> articleIds;

    PublicationService(PublicationRepository publications, PublicationReader publicationReader,
            ReferenceDetails referenceDetails, ArticleSummaries summaries, SiteService site, LocaleLookup locales,
            KeptValuesFactory keptValues) {
        this.liveArticles = keptValues.create(MAX_KEPT_ARTICLES,
                (reference, article) -> List.of(reference.text(), ChangeTracker.SITE));
        this.articleIds = keptValues.create(MAX_KEPT_ARTICLES,
                (reference, article) -> List.of(reference.text(), ChangeTracker.SITE));
        this.publications = publications;
        this.publicationReader = publicationReader;
        this.referenceDetails = referenceDetails;
        this.summaries = summaries;
        this.site = site;
        this.locales = locales;
    }

    /**
     * Finds a live article by id, slug or former slug; 404 if there is no such live article, 400 for a locale that the
     * site does not have.
     */
    public LiveArticle find(String reference, String locale) {
        var id = Slugs.parseId(reference);
        return liveArticles.get(new ArticleReference(id == null ? reference : id.toString(), locale),
                () -> readLive(id, reference, locale));
    }

    private LiveArticle readLive(UUID id, String reference, String locale) {
        if (id != null) {
            locales.resolve(locale);
            return publications.findLive(id).orElseThrow(() -> ProblemException.notFound("article", reference));
        }
        var matches = publications.findBySlug(reference);
        var rows = matches.stream().map(SlugMatch::slug).toList();
        var slug = SlugRow.choose(rows, locales.preferred(locale, SlugRow.locales(rows)), site::defaultLocale);
        return matches.stream().filter(match -> slug.isPresent() && match.slug().equals(slug.get())).findFirst()
                .map(SlugMatch::found).orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    /** Reference to an article: an id or slug, and the locale in which a slug is looked up first, or null. */
    public record ArticleReference(String text, String locale) {}

    /**
     * Finds the ids of the articles that the references name, in the same way as {@link #find}; references that name no
     * article are missing, and so are those with a locale that the site does not have. Ids are returned unchecked:
     * there may be no live article with such an id. No statement for ids and for slugs that are kept in memory, one for
     * all others; one more if a reference has a locale.
     */
    public Map<ArticleReference, UUID> find(Collection<ArticleReference> references) {
        var found = new HashMap<ArticleReference, UUID>();
        var slugs = new ArrayList<ArticleReference>();
        for (var articleReference : references) {
            var id = Slugs.parseId(articleReference.text());
            if (id == null) {
                slugs.add(articleReference);
            } else {
                putIfLocaleIsKnown(found, articleReference, List.of(), preferred -> Optional.of(id));
            }
        }
        found.putAll(articleIds.getAll(slugs, this::readIds));
        return found;
    }

    private Map<ArticleReference, UUID> readIds(Collection<ArticleReference> slugs) {
        var rowsBySlug = publications.findBySlug(slugs.stream().map(ArticleReference::text).distinct().toList())
                .stream().collect(Collectors.groupingBy(SlugRow::slug));
        var found = new HashMap<ArticleReference, UUID>();
        for (var slug : slugs) {
            var rows = rowsBySlug.getOrDefault(slug.text(), List.of());
            putIfLocaleIsKnown(found, slug, SlugRow.locales(rows), preferred -> SlugRow
                    .choose(rows, preferred, site::defaultLocale).map(SlugRow::articleId));
        }
        return found;
    }

    private void putIfLocaleIsKnown(Map<ArticleReference, UUID> found, ArticleReference articleReference,
            List<String> localesOfSlug, Function<List<String>, Optional<UUID>> choose) {
        try {
            choose.apply(locales.preferred(articleReference.locale(), localesOfSlug))
                    .ifPresent(article -> found.put(articleReference, article));
        } catch (ProblemException unknownLocale) {
            // One call of a batch must not fail the others; problemOf gives the reason.
        }
    }

    /** Returns the problem of a reference that {@link #find(Collection)} did not find: 400 or 404. */
    public ProblemException problemOf(ArticleReference articleReference) {
        try {
            locales.resolve(articleReference.locale());
            return ProblemException.notFound("article", articleReference.text());
        } catch (ProblemException unknownLocale) {
            return unknownLocale;
        }
    }

    /** Checks the locale of a request; 400 for a locale that the site does not have. */
    public void requireLocale(String locale) {
        locales.resolve(locale);
    }

    /**
     * A live article, or the redirect to its current slug.
     *
     * @param movedTo
     *            the current slug, if the request used a former slug; otherwise null
     * @param locale
     *            the locale of the current slug; without a redirect the site's locale that the request named, or null
     */
    public record ArticleOrRedirect(ArticleDetail article, String movedTo, String locale) {}

    /**
     * Reads a live article by id, slug, former slug or the last part of a former address; 404 if there is no such live
     * article, 400 for a locale that the site does not have. A slug is looked up in the locale and the fallbacks in
     * their order.
     *
     * @param fallbacks
     *            if not null, the article of the same translation group in the first of the locales is read instead; 400
     *            for a locale that the site does not have
     */
    public ArticleOrRedirect read(String reference, String locale, List<String> fallbacks) {
        var candidates = findFull(reference);
        var rows = candidates.stream().map(FullPublication::slug).filter(Objects::nonNull).toList();
        var localesOfSlug = SlugRow.locales(rows);
        var wanted = Stream.concat(locales.preferred(locale, localesOfSlug).stream(), fallbacks == null
                ? Stream.empty()
                : locales.resolveAll("fallback", fallbacks, localesOfSlug).stream()).toList();
        var requested = locale == null ? null : wanted.get(0);
        var fullPublication = choose(reference, candidates, wanted);
        if (fallbacks != null) {
            var other = publications.findInLocales(fullPublication.row().articleId(), wanted)
                    .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND,
                            "The article is not published in " + String.join(", ", wanted) + "."));
            if (!other.equals(fullPublication.row().articleId())) {
                return new ArticleOrRedirect(
                        toDetail(choose(other.toString(), findFull(other.toString()), List.of())), null, requested);
            }
        }
        return fullPublication.isFoundByFormerSlug()
                ? new ArticleOrRedirect(null, fullPublication.row().content().slug,
                        fullPublication.row().content().locale)
                : new ArticleOrRedirect(toDetail(fullPublication), null, requested);
    }

    /** Finds the article with the id, or all articles that have or had the slug. */
    private List<FullPublication> findFull(String reference) {
        var id = Slugs.parseId(reference);
        return id == null ? publicationReader.findAllFull(reference) : publicationReader.findFull(id).stream().toList();
    }

    private FullPublication choose(String reference, List<FullPublication> candidates, List<String> wanted) {
        if (Slugs.isId(reference)) {
            return candidates.stream().findFirst().orElseThrow(() -> ProblemException.notFound("article", reference));
        }
        var slug = SlugRow.choose(candidates.stream().map(FullPublication::slug).toList(), wanted,
                site::defaultLocale);
        return candidates.stream().filter(candidate -> slug.isPresent() && candidate.slug().equals(slug.get()))
                .findFirst().or(() -> findByFormerName(reference, wanted))
                .orElseThrow(() -> ProblemException.notFound("article", reference));
    }

    /** Finds the one article that had this name in its address as it was, which need not have the form of a slug. */
    private Optional<FullPublication> findByFormerName(String reference, List<String> locales) {
        var lastPart = FormerAddress.parse("/" + reference).map(FormerAddress::lastPart).orElse("");
        var found = lastPart.isEmpty() ? List.<SlugRow>of() : publications.findByFormerName(lastPart);
        var inLocale = locales.stream()
                .map(locale -> found.stream().filter(row -> row.locale().equals(locale)).toList())
                .filter(rows -> !rows.isEmpty()).findFirst().orElse(found);
        return inLocale.size() != 1
                ? Optional.empty()
                : publicationReader.findFull(inLocale.get(0).articleId()).map(full -> new FullPublication(full.row(),
                        new SlugRow(full.row().articleId(), full.row().content().locale, reference)));
    }

    private ArticleDetail toDetail(FullPublication fullPublication) {
        var row = fullPublication.row();
        var refs = publicationReader.findRefs(List.of(row.articleId())).get(row.articleId());
        return referenceDetails.createArticle(row, refs);
    }

    /**
     * Returns the live articles whose counters were read, in the order of the ids. No statement if all summaries are in
     * memory, otherwise two.
     */
    public List<ArticleSummary> summaries(Collection<UUID> articles, Function<UUID, Stats> stats) {
        var found = summaries.create(articles.stream().collect(Collectors.toMap(Function.identity(), stats)));
        return articles.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** Finds the live articles among these ids, in the order of the ids. */
    public List<ArticleSummary> summaries(List<UUID> articles) {
        var found = summaries.find(articles);
        return articles.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** Reads one page of the tags of live articles, by name or in the order of the ids in the filter. */
    public Page<TagRef> tags(PageQuery query, IdAndSlugQuery nameQuery, String sort) {
        return publications.tags(query, nameQuery, nameQuery.order(sort));
    }

    /** Returns whether an article or a page with this tag is live. One statement. */
    public boolean isTagPublished(UUID tag) {
        return publications.isTagPublished(tag);
    }

    /**
     * Finds the titles and slugs of live articles, by the ids that are asked for, in a locale where they are translated
     * into it. One statement, or none without ids.
     */
    public Map<UUID, LiveTitle> findTitles(Collection<UUID> articles, String locale) {
        return articles.isEmpty() ? Map.of() : publications.findTitles(articles, locale);
    }

    /** Finds the slug and the dates of an article, if it is live. */
    public Optional<PublicationDates> dates(UUID article) {
        return publications.findDates(article);
    }
}
