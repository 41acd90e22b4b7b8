package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.byline.audit.AuditLog;
import dev.byline.http.Versions;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.Violation;
import dev.byline.publication.NewPublication;
import dev.byline.publication.PublicationService;
import dev.byline.text.Prose;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The verbs: the only ways in which what readers see changes. One that changes nothing succeeds. */
@ApplicationScoped
public class ArticleLifecycle {
    private final WorkingCopies copies;
    private final ArticleRepository articles;
    private final ArticleIdentities identities;
    private final PublicationService publications;
    private final AuditLog audit;
    private final Clock clock;

    ArticleLifecycle(WorkingCopies copies, ArticleRepository articles, ArticleIdentities identities,
            PublicationService publications, AuditLog audit, Clock clock) {
        this.copies = copies;
        this.articles = articles;
        this.identities = identities;
        this.publications = publications;
        this.audit = audit;
        this.clock = clock;
    }

    /** Copies the working copy to the reading side; 422 with everything that is missing, 409 in the trash. */
    @Transactional
    public WorkingCopy publish(String reference, String ifMatch) {
        var article = lock(reference, ifMatch);
        article.refuseIn(State.trashed, "published");
        check(article);
        var former = publications.dates(article.id);
        var changedAt = article.updatedAt;
        if (article.publish()) {
            var now = clock.instant();
            var first = first(article.firstPublishedAt, former.map(d -> d.firstPublishedAt()).orElse(null),
                    article.publishedAt, now);
            var published = first(article.publishedAt, former.map(d -> d.publishedAt()).orElse(null), first);
            // Unpublishing removes the published copy; the date of the first publication outlives it here.
            article.firstPublishedAt = first;
            articles.flush();
            identities.published(article.id, article.locale, article.slug);
            publications.publish(new NewPublication(article.id, article.locale, article.slug, article.title,
                    article.excerpt, article.bodyHtml, article.bodyText, article.cover, article.pinned, article.seo,
                    article.commentsPolicy, article.metadata, first, published, first(changedAt, now),
                    List.copyOf(article.authors), List.copyOf(article.categories), List.copyOf(article.tags)));
            audit.record("article.publish", article.id);
        }
        return copies.show(article);
    }

    /** Takes the article from the world. */
    @Transactional
    public WorkingCopy unpublish(String reference, String ifMatch) {
        var article = lock(reference, ifMatch);
        if (article.unpublish()) {
            publications.remove(article.id);
            audit.record("article.unpublish", article.id);
        }
        return copies.show(article);
    }

    /** Puts the article into the trash, where readers do not see it and nothing of it is lost. */
    @Transactional
    public void trash(String reference, String ifMatch) {
        var article = lock(reference, ifMatch);
        if (article.trash()) {
            publications.remove(article.id);
            audit.record("article.trash", article.id);
        }
    }

    private Article lock(String reference, String ifMatch) {
        var article = copies.lock(reference);
        Versions.require(ifMatch, article.version);
        return article;
    }

    private static void check(Article article) {
        var missing = new ArrayList<Violation>();
        if (article.bodyText == null || Prose.isBlank(article.bodyText) && !article.bodyHtml.contains("<img")) {
            missing.add(Violation.body("/body", "must have something to read before the article is published"));
        }
        if (article.categories.isEmpty()) {
            missing.add(
                    Violation.body("/categories", "must name at least one category before the article is published"));
        }
        if (!missing.isEmpty()) {
            throw ProblemException.invalid(missing);
        }
    }

    private static Instant first(Instant... candidates) {
        return Stream.of(candidates).filter(candidate -> candidate != null).findFirst().orElseThrow();
    }
}
