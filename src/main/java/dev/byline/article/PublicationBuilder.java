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
import dev.byline.text.RenderedBody;
import dev.byline.text.TextUtils;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Builds publications from revisions. Publishing now, a scheduled publication, and a preview build a publication in the
 * same way. {@link PublicationWriter} writes the publication.
 */
@ApplicationScoped
class PublicationBuilder {
    private final ArticleRevisions revisions;
    private final ArticleReferences references;
    private final PublicationService publications;
    private final PublicationWriter publicationWriter;
    private final Clock clock;

    PublicationBuilder(ArticleRevisions revisions, ArticleReferences references, PublicationService publications,
            PublicationWriter publicationWriter,
            Clock clock) {
        this.revisions = revisions;
        this.references = references;
        this.publications = publications;
        this.publicationWriter = publicationWriter;
        this.clock = clock;
    }

    /** The content of a revision with resolved references and rendered body. */
    record PublishableContent(ArticleInput input, ArticleReferences.ReferenceIds refs, RenderedBody body) {}

    /** Loads the content of a revision and checks that it can be published; 422 with everything that is missing. */
    PublishableContent requirePublishable(Article article, int version) {
        var input = version == article.contentVersion
                ? ArticleInput.of(article)
                : revisions.findContent(article.id, version);
        var body = input.body() == null ? null : input.body().render();
        var missing = findMissing(input, body);
        ArticleReferences.ReferenceIds refs = null;
        try {
            refs = references.resolve(input);
        } catch (ProblemException e) {
            missing.addAll(e.violations);
        }
        if (!missing.isEmpty()) {
            throw ProblemException.invalid(missing);
        }
        return new PublishableContent(input, refs, body);
    }

    /** Finds everything that prevents publishing, except missing references. */
    static List<Violation> findMissing(ArticleInput input, RenderedBody body) {
        var missing = new ArrayList<Violation>();
        if (body == null || TextUtils.isBlank(body.text()) && !body.html().contains("<img")
                && !body.html().contains("<iframe")) {
            missing.add(Violation.body("/body", "must contain text, an image or a video before the article is "
                    + "published"));
        }
        if (input.categories() == null || input.categories().isEmpty()) {
            missing.add(
                    Violation.body("/categories", "must name at least one category before the article is published"));
        }
        return missing;
    }

    /** Builds and writes the publication of an article that has just become live. */
    void publish(Article article, PublishableContent publishableContent) {
        var publication = build(article, publishableContent, publications.dates(article.id));
        // Unpublishing deletes the publication, so the date of the first publication is stored in the article.
        article.firstPublishedAt = publication.firstPublishedAt();
        publicationWriter.publish(publication);
    }

    /** Builds the publication of an imported article, with the imported dates where the import has dates. */
    static NewPublication buildImported(Article article, ArticleInput input, RenderedBody body,
            PublicationService.PublicationDates publicationDates,
            Instant now) {
        var first = firstNonNull(publicationDates == null ? null : publicationDates.firstPublishedAt(),
                input.firstPublishedAt(),
                input.publishedAt(), now);
        var published = firstNonNull(publicationDates == null ? null : publicationDates.publishedAt(),
                input.publishedAt(),
                first);
        return new NewPublication(article.id, article.locale, article.slug, input.title(), input.excerpt(), body,
                input.cover(), article.pinned, input.seo(), article.commentsPolicy, article.metadata, first, published,
                firstNonNull(publicationDates == null ? null : publicationDates.updatedAt(), input.updatedAt(),
                        published),
                List.copyOf(article.authors), List.copyOf(article.categories), List.copyOf(article.tags));
    }

    /**
     * Builds the publication that publishing the working copy now would create, even if required fields are missing.
     */
    NewPublication buildPreview(Article article) {
        var input = ArticleInput.of(article);
        var body = article.body == null ? RenderedBody.ofHtml("") : article.body.render();
        return build(article, new PublishableContent(input, references.resolve(input), body),
                publications.dates(article.id));
    }

    private NewPublication build(Article article, PublishableContent publishableContent,
            Optional<PublicationService.PublicationDates> formerDates) {
        var input = publishableContent.input();
        var now = clock.instant();
        var first = firstNonNull(article.firstPublishedAt, input.firstPublishedAt(),
                formerDates.map(d -> d.firstPublishedAt()).orElse(null), input.publishedAt(), now);
        var published = firstNonNull(input.publishedAt(), formerDates.map(d -> d.publishedAt()).orElse(null), first);
        return new NewPublication(article.id, input.locale(), input.slug(), input.title(), input.excerpt(),
                publishableContent.body(), input.cover(), input.pinned(), input.seo(), input.commentsPolicy(),
                input.metadata(),
                first, published, firstNonNull(input.updatedAt(), now), publishableContent.refs().authors(),
                publishableContent.refs().categories(), publishableContent.refs().tags());
    }

    /** Returns the first candidate that is not null. */
    static Instant firstNonNull(Instant... candidates) {
        return Stream.of(candidates).filter(candidate -> candidate != null).findFirst().orElseThrow();
    }
}
