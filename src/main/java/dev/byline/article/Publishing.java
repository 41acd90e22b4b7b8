package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.byline.problem.ProblemException;
import dev.byline.problem.Violation;
import dev.byline.publication.NewPublication;
import dev.byline.publication.PublicationService;
import dev.byline.publication.PublicationWriter;
import dev.byline.text.Prose;
import dev.byline.text.RichText;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes of a revision what readers get: the same for a publication now, one that was planned, and a preview. */
@ApplicationScoped
class Publishing {
    private final ArticleRevisions revisions;
    private final ArticleLinks links;
    private final PublicationService publications;
    private final PublicationWriter publicationWriter;
    private final Clock clock;

    Publishing(ArticleRevisions revisions, ArticleLinks links, PublicationService publications,
            PublicationWriter publicationWriter,
            Clock clock) {
        this.revisions = revisions;
        this.links = links;
        this.publications = publications;
        this.publicationWriter = publicationWriter;
        this.clock = clock;
    }

    /** What is to be published, looked up and rendered. */
    record Content(ArticleInput input, ArticleLinks.Ids refs, RichText body) {}

    /** The content of a revision, fit to be published; 422 with everything that is missing. */
    Content check(Article article, int version) {
        var input = version == article.contentVersion
                ? ArticleInput.of(article)
                : revisions.content(article.id, version);
        var body = input.body() == null ? null : input.body().rendered();
        var missing = missing(input, body);
        ArticleLinks.Ids refs = null;
        try {
            refs = links.resolve(input);
        } catch (ProblemException e) {
            missing.addAll(e.violations);
        }
        if (!missing.isEmpty()) {
            throw ProblemException.invalid(missing);
        }
        return new Content(input, refs, body);
    }

    /** What stands in the way of publishing, apart from references. */
    static List<Violation> missing(ArticleInput input, RichText body) {
        var missing = new ArrayList<Violation>();
        if (body == null || Prose.isBlank(body.text()) && !body.html().contains("<img")
                && !body.html().contains("<iframe")) {
            missing.add(Violation.body("/body", "must have something to read before the article is published"));
        }
        if (input.categories() == null || input.categories().isEmpty()) {
            missing.add(
                    Violation.body("/categories", "must name at least one category before the article is published"));
        }
        return missing;
    }

    /** Writes the publication of an article that has just become live. */
    void publish(Article article, Content content) {
        var publication = publication(article, content, publications.dates(article.id));
        // Unpublishing removes the published copy; the date of the first publication outlives it here.
        article.firstPublishedAt = publication.firstPublishedAt();
        publicationWriter.publish(publication);
    }

    /** What readers get of a new article, with dates from elsewhere where there are any. */
    static NewPublication of(Article article, ArticleInput input, RichText body,
            PublicationService.PublicationDates publicationDates,
            Instant now) {
        var first = first(publicationDates == null ? null : publicationDates.firstPublishedAt(),
                input.firstPublishedAt(),
                input.publishedAt(), now);
        var published = first(publicationDates == null ? null : publicationDates.publishedAt(), input.publishedAt(),
                first);
        return new NewPublication(article.id, article.locale, article.slug, input.title(), input.excerpt(), body,
                input.cover(), article.pinned, input.seo(), article.commentsPolicy, article.metadata, first, published,
                first(publicationDates == null ? null : publicationDates.updatedAt(), input.updatedAt(), published),
                List.copyOf(article.authors), List.copyOf(article.categories), List.copyOf(article.tags));
    }

    /** What readers would get if the working copy were published now, however little it is. */
    NewPublication preview(Article article) {
        var input = ArticleInput.of(article);
        var body = article.body == null ? RichText.ofHtml("") : article.body.rendered();
        return publication(article, new Content(input, links.resolve(input), body), publications.dates(article.id));
    }

    private NewPublication publication(Article article, Content content,
            Optional<PublicationService.PublicationDates> former) {
        var input = content.input();
        var now = clock.instant();
        var first = first(article.firstPublishedAt, input.firstPublishedAt(),
                former.map(d -> d.firstPublishedAt()).orElse(null), input.publishedAt(), now);
        var published = first(input.publishedAt(), former.map(d -> d.publishedAt()).orElse(null), first);
        return new NewPublication(article.id, input.locale(), input.slug(), input.title(), input.excerpt(),
                content.body(), input.cover(), input.pinned(), input.seo(), input.commentsPolicy(), input.metadata(),
                first, published, first(input.updatedAt(), now), content.refs().authors(),
                content.refs().categories(), content.refs().tags());
    }

    static Instant first(Instant... candidates) {
        return Stream.of(candidates).filter(candidate -> candidate != null).findFirst().orElseThrow();
    }
}
