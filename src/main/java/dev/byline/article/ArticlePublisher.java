package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.byline.audit.AuditLog;
import dev.byline.problem.ProblemException;
import dev.byline.problem.Violation;
import dev.byline.publication.NewPublication;
import dev.byline.publication.PublicationService;
import dev.byline.publication.PublicationWriter;
import dev.byline.publication.PublishedContent;
import dev.byline.text.RenderedBody;
import dev.byline.text.WhiteSpace;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes articles live and takes them offline. Publishing now, a scheduled publication, an import, and a preview build
 * the published copy here, from a revision; {@link PublicationWriter} writes the copy.
 */
@ApplicationScoped
class ArticlePublisher {
    /** The elements that make a body without text publishable. */
    private static final List<String> MEDIA = List.of("<img", "<iframe", "<video", "<audio");

    private final ArticleRepository articles;
    private final ArticleRevisions revisions;
    private final ArticleReferences references;
    private final PublicationService publications;
    private final PublicationWriter publicationWriter;
    private final AuditLog audit;
    private final Clock clock;

    ArticlePublisher(ArticleRepository articles, ArticleRevisions revisions, ArticleReferences references,
            PublicationService publications, PublicationWriter publicationWriter, AuditLog audit, Clock clock) {
        this.articles = articles;
        this.revisions = revisions;
        this.references = references;
        this.publications = publications;
        this.publicationWriter = publicationWriter;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes an article live with the saved content; nothing changes if it is live with that content. 422 with
     * everything that is missing, or if the date of publication is in the future; 409 if the article is in the trash.
     */
    void publishNow(Article article) {
        article.requireNotTrashed("published");
        if (article.isLiveWith(article.contentVersion)) {
            makeLive(article, article.contentVersion, null);
            return;
        }
        var content = ArticleInput.of(article);
        var body = renderOrEmpty(article, content.body);
        var problems = findMissing(content, body);
        if (content.publishedAt != null && content.publishedAt.isAfter(clock.instant())) {
            problems.add(Violation.body("/at", "is required, because `publishedAt` is in the future ("
                    + content.publishedAt + "): schedule the publication with PUT …/schedule and that time as `at`, or "
                    + "set `publishedAt` to null or to an earlier time"));
        }
        makeLive(article, article.contentVersion, resolve(content, body, problems));
    }

    /**
     * Makes an article live with the content of a revision; nothing changes if it is live with that revision. 422 with
     * everything that is missing, 409 if the article is in the trash.
     */
    void makeLive(Article article, int revision) {
        article.requireNotTrashed("published");
        // Published content is not checked again: it stays publishable even if its references were deleted since.
        makeLive(article, revision, article.isLiveWith(revision) ? null : requirePublishable(article, revision));
    }

    /**
     * Makes an imported article live with its saved content, also without a body and a cover.
     *
     * @param importedAt
     *            the date of publication if the article has none
     */
    void makeImportedLive(Article article, Instant importedAt) {
        article.requireNotTrashed("published");
        if (article.isLiveWith(article.contentVersion)) {
            makeLive(article, article.contentVersion, null);
            return;
        }
        if (article.firstPublishedAt == null && article.publishedAt == null) {
            article.firstPublishedAt = importedAt;
        }
        var content = ArticleInput.of(article);
        makeLive(article, article.contentVersion, resolve(content, renderOrEmpty(article, content.body),
                new ArrayList<>()));
    }

    private void makeLive(Article article, int revision, PublishableContent publishable) {
        var before = article.state;
        if (article.publish(revision)) {
            var publication = build(article, publishable);
            // Unpublishing deletes the publication, so the date of the first publication is stored in the article.
            article.firstPublishedAt = publication.content().firstPublishedAt;
            publicationWriter.publish(publication);
            recordTransition("article.publish", article, before);
        }
        articles.flush();
    }

    /** Makes a live article unpublished; nothing changes if it is not live. */
    void takeOffline(Article article) {
        var before = article.state;
        if (article.unpublish()) {
            publicationWriter.remove(article.id);
            recordTransition("article.unpublish", article, before);
        }
    }

    /** Moves an article to the trash, where readers do not see it; nothing changes if it was there already. */
    void moveToTrash(Article article) {
        var before = article.state;
        if (article.trash()) {
            articles.flush();
            publicationWriter.remove(article.id);
            recordTransition("article.trash", article, before);
        }
    }

    /** Records a transition in the audit log. */
    void recordTransition(String action, Article article, State before) {
        audit.record(action, article.id, Map.of("state", before), Map.of("state", article.state));
    }

    /** The content of a revision with resolved references and rendered body. */
    record PublishableContent(ArticleInput input, ArticleReferences.ReferenceIds refs, RenderedBody body) {}

    /** Loads the content of a revision and checks that it can be published; 422 with everything that is missing. */
    PublishableContent requirePublishable(Article article, int version) {
        var content = version == article.contentVersion
                ? ArticleInput.of(article)
                : revisions.findContent(article.id, version);
        var body = renderOrEmpty(article, content.body);
        return resolve(content, body, findMissing(content, body));
    }

    /** Resolves the references of the content; 422 with what is missing and with unknown references. */
    private PublishableContent resolve(ArticleInput input, RenderedBody body, List<Violation> missing) {
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
    private static List<Violation> findMissing(ArticleInput input, RenderedBody body) {
        var missing = new ArrayList<Violation>();
        if (input.cover == null && !hasContent(body)) {
            missing.add(Violation.body("/body", "must contain text, an image or a video before the article is "
                    + "published, unless the article has a cover"));
        }
        return missing;
    }

    /** Tells whether a rendered body shows anything: text, an image or a video. */
    static boolean hasContent(RenderedBody body) {
        return !WhiteSpace.isBlank(body.text()) || MEDIA.stream().anyMatch(body.html()::contains);
    }

    private static RenderedBody renderOrEmpty(Article article, ArticleBody body) {
        return body == null ? RenderedBody.ofHtml("") : body.renderFor(article.id);
    }

    /**
     * Builds the publication of a new imported article, with the imported dates where the import has dates, or else the
     * time of the import.
     */
    static NewPublication buildImported(Article article, ImportedArticle item) {
        var imported = item.dates;
        var content = ArticleInput.of(article).toPublishedContent();
        content.firstPublishedAt = firstNonNull(imported == null ? null : imported.firstPublishedAt(),
                article.firstPublishedAt, article.publishedAt, item.importedAt);
        content.publishedAt = firstNonNull(imported == null ? null : imported.publishedAt(), article.publishedAt,
                content.firstPublishedAt);
        content.updatedAt = firstNonNull(imported == null ? null : imported.updatedAt(), article.updatedAt,
                content.publishedAt);
        var body = item.publishedBody() == null ? RenderedBody.ofHtml("") : item.publishedBody();
        return complete(article, content, body, new ArticleReferences.ReferenceIds(List.copyOf(article.authors),
                List.copyOf(article.categories), List.copyOf(article.tags)));
    }

    /**
     * Builds the publication that publishing the working copy now would create, even if required fields are missing.
     */
    NewPublication buildPreview(Article article) {
        var input = ArticleInput.of(article);
        return build(article, new PublishableContent(input, references.resolve(input),
                renderOrEmpty(article, article.body)));
    }

    private NewPublication build(Article article, PublishableContent publishable) {
        var input = publishable.input();
        var former = publications.dates(article.id);
        var now = clock.instant();
        var content = input.toPublishedContent();
        content.firstPublishedAt = firstNonNull(article.firstPublishedAt, input.firstPublishedAt,
                former.map(d -> d.firstPublishedAt()).orElse(null), input.publishedAt, now);
        content.publishedAt = firstNonNull(input.publishedAt, former.map(d -> d.publishedAt()).orElse(null),
                content.firstPublishedAt);
        content.updatedAt = firstNonNull(input.updatedAt, now);
        return complete(article, content, publishable.body(), publishable.refs());
    }

    private static NewPublication complete(Article article, PublishedContent content, RenderedBody body,
            ArticleReferences.ReferenceIds refs) {
        content.excerpt = Objects.requireNonNullElse(content.excerpt, body.excerpt());
        return new NewPublication(article.id, content, body, refs.authors(), refs.categories(), refs.tags());
    }

    /** Returns the first candidate that is not null. */
    private static Instant firstNonNull(Instant... candidates) {
        return Stream.of(candidates).filter(candidate -> candidate != null).findFirst().orElseThrow();
    }
}
