package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.byline.identity.ManyIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import dev.byline.publication.NewPublication;
import dev.byline.publication.PublicationWriter;
import dev.byline.stats.ArticleCounters;
import dev.byline.text.RichText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Writes articles as imports bring them, many new ones in a few statements. The rules are those of everybody. */
@ApplicationScoped
public class ArticleImports {
    private final ArticleRepository articles;
    private final ArticleContent content;
    private final ArticleRevisions revisions;
    private final ArticleLifecycle lifecycle;
    private final Metadata metadata;
    private final ManyIdentities identities;
    private final PublicationWriter publicationWriter;
    private final ArticleCounters articleCounters;
    private final Clock clock;

    ArticleImports(ArticleRepository articles, ArticleContent content, ArticleRevisions revisions,
            ArticleLifecycle lifecycle, Metadata metadata, ManyIdentities identities,
            PublicationWriter publicationWriter,
            ArticleCounters articleCounters, Clock clock) {
        this.articles = articles;
        this.content = content;
        this.revisions = revisions;
        this.lifecycle = lifecycle;
        this.metadata = metadata;
        this.identities = identities;
        this.publicationWriter = publicationWriter;
        this.articleCounters = articleCounters;
        this.clock = clock;
    }

    /** What an article is now. */
    public record Written(UUID id, int version, String slug) {}

    /** The body, rendered, or null without one; 422 if it would grow too large, or the metadata breaks a bound. */
    public RichText render(ArticleInput input) {
        metadata.checked(input.metadata());
        return input.body() == null ? null : input.body().rendered();
    }

    /** What stands in the way of publishing this; nothing if it is fit for it. */
    public List<Violation> missing(ArticleInput input, RichText body) {
        return Publishing.missing(input, body);
    }

    /** Makes articles that are new, in the order given. The caller holds what they refer to. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Written> create(List<ImportedArticle> imported) {
        var now = clock.instant();
        var slugs = identities.create(imported.stream().map(i -> new ManyIdentities.New(i.id(), i.group(),
                i.published().locale(), Objects.requireNonNullElse(i.createdAt(), now), i.published().slug(),
                i.state() == State.live)).toList());
        var rows = imported.stream().map(i -> fresh(i, slugs.get(i.id()), now)).toList();
        // Before publishing uses the dates.
        var saved = revisions.of(rows, imported.get(0).by());
        var publications = new ArrayList<NewPublication>();
        var views = new HashMap<UUID, Long>();
        for (int n = 0; n < rows.size(); n++) {
            var article = rows.get(n);
            var i = imported.get(n);
            if (i.state() == State.live) {
                var publication = Publishing.of(article, i.published(), i.publishedBody(), i.dates(), now);
                article.firstPublishedAt = publication.firstPublishedAt();
                article.updatedAt = null;
                publications.add(publication);
            }
            if (i.views() != null) {
                views.put(i.id(), i.views());
            }
        }
        articles.persist(rows);
        articles.flush();
        identities.remember(imported.stream().flatMap(i -> i.formerSlugs().stream()).toList());
        revisions.keepAll(saved);
        articleCounters.setViews(views, imported.stream().flatMap(i -> i.days().stream()).toList());
        publicationWriter.publishNew(publications);
        for (int n = 0; n < imported.size(); n++) {
            moveOn(rows.get(n), imported.get(n));
        }
        return rows.stream().map(a -> new Written(a.id, a.version, a.slug)).toList();
    }

    private Article fresh(ImportedArticle i, String slug, Instant now) {
        var input = i.published();
        var a = new Article();
        a.id = i.id();
        a.createdAt = Objects.requireNonNullElse(i.createdAt(), now);
        a.saved(Objects.requireNonNullElse(i.savedAt(), now));
        a.body = input.body();
        a.bodyHtml = i.publishedBody() == null ? null : i.publishedBody().html();
        content.write(a, input, input.locale(), slug, metadata.checked(input.metadata()));
        ids(input.authors(), a.authors);
        ids(input.categories(), a.categories);
        ids(input.tags(), a.tags);
        a.state = i.state();
        if (i.state() == State.live || i.state() == State.unpublished
                || i.state() == State.trashed && input.firstPublishedAt() != null) {
            a.publishedContentVersion = a.contentVersion;
            a.version++;
        }
        return a;
    }

    /** What was saved since it was published, and what is planned. */
    private void moveOn(Article article, ImportedArticle i) {
        if (i.live() != null) {
            save(article, i.content(), i.by(), i.savedAt());
        }
        plan(article, i.planned());
    }

    private void plan(Article article, ImportedArticle.Plan planned) {
        if (planned != null && article.schedule == null && article.state != State.trashed) {
            boolean publish = planned.action() == Schedule.Action.publish;
            article.plan(new Schedule(planned.action(), planned.at(), article.contentVersion,
                    publish ? article.locale : null, publish ? article.slug : null, null));
            articles.save(article);
            lifecycle.planned(planned.at());
        }
    }

    /** Makes an article what the import says; 409 in the trash, 404 if it is gone. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Written update(ImportedArticle i) {
        var article = articles.lock(i.id());
        if (article == null) {
            throw ProblemException.notFound("article", i.id());
        }
        article.refuseInTrash("changed by an import; restore it first");
        if (i.live() != null) {
            save(article, i.live(), i.by(), null);
            lifecycle.publish(article.id.toString(), "*");
        }
        save(article, i.content(), i.by(), i.savedAt());
        if (i.live() == null && i.state() == State.live) {
            lifecycle.publish(article.id.toString(), "*");
        } else if (i.state() == State.trashed) {
            lifecycle.trash(article.id.toString(), "*");
        } else if (i.state() != null && i.live() == null && article.state == State.live) {
            lifecycle.unpublish(article.id.toString(), "*", null);
        }
        plan(article, i.planned());
        identities.remember(i.formerSlugs());
        articleCounters.setViews(i.views() == null ? Map.of() : Map.of(article.id, i.views()), i.days());
        return new Written(article.id, article.version, article.slug);
    }

    private void save(Article article, ArticleInput input, String by, Instant at) {
        var before = ArticleInput.of(article);
        try {
            content.fill(article, input, false);
        } catch (ProblemException e) {
            if (e.type != ProblemType.SLUG_TAKEN) {
                throw e;
            }
            // It has one of its own since it was imported first.
            content.fill(article, input.resolved(input.locale(), article.slug, input.authors(), input.categories(),
                    input.tags()), false);
        }
        if (!before.equals(ArticleInput.of(article))) {
            article.saved(Objects.requireNonNullElse(at, clock.instant()));
            articles.save(article);
            revisions.keep(article, by);
            content.release(article, before.locale(), before.slug());
        }
    }

    private static void ids(List<String> from, List<UUID> into) {
        if (from != null) {
            from.forEach(id -> into.add(UUID.fromString(id)));
        }
    }
}
