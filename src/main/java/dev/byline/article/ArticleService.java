package dev.byline.article;

import java.time.Clock;
import java.util.function.UnaryOperator;

import dev.byline.audit.AuditLog;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.http.Versions;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.BodyFaults;
import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Writing: what is saved here, nobody but staff sees until it is published. */
@ApplicationScoped
public class ArticleService {
    private final ArticleRepository articles;
    private final ArticleContent content;
    private final ArticleIdentities identities;
    private final WorkingCopies copies;
    private final AuditLog audit;
    private final Clock clock;

    ArticleService(ArticleRepository articles, ArticleContent content, ArticleIdentities identities,
            WorkingCopies copies, AuditLog audit, Clock clock) {
        this.articles = articles;
        this.content = content;
        this.identities = identities;
        this.copies = copies;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a working copy that was never published; 409 if its slug is another's. */
    @Transactional
    public WorkingCopy create(ArticleInput input) {
        var article = new Article();
        article.createdAt = clock.instant();
        article.id = identities.create(article.createdAt);
        content.fill(article, input);
        article.saved(article.createdAt);
        articles.save(article);
        audit.record("article.create", article.id);
        return copies.show(article);
    }

    /** Reads one by id or slug; 404 if there is none. */
    @Transactional
    public WorkingCopy read(String reference, String locale) {
        return copies.show(copies.find(reference, locale));
    }

    /** One page of working copies. */
    public Page<WorkingCopySummary> list(WorkingCopyQuery query, PageQuery page) {
        var order = query.sort == null
                ? ArticleRepository.Order.SAVED
                : ArticleRepository.Order.BY_NAME.get(query.sort);
        if (order == null) {
            throw ProblemException.invalidParameter("sort", "is no order of this list"
                    + BodyFaults.nearest(query.sort, ArticleRepository.Order.BY_NAME.keySet()));
        }
        return articles.page(query, order, page);
    }

    /** Saves a change. What changes nothing is no change: the version stays. */
    @Transactional
    public WorkingCopy change(String reference, String ifMatch, UnaryOperator<ArticleInput> change) {
        var article = copies.lock(reference);
        Versions.require(ifMatch, article.version);
        article.refuseIn(State.trashed, "changed");
        var before = ArticleInput.of(article);
        var formerLocale = article.locale;
        var formerSlug = article.slug;
        content.fill(article, change.apply(before));
        if (!before.equals(ArticleInput.of(article))) {
            article.saved(clock.instant());
            articles.save(article);
            if (!(formerLocale.equals(article.locale) && formerSlug.equals(article.slug))) {
                identities.release(article.id, formerLocale, formerSlug);
            }
            audit.record("article.change", article.id);
        }
        return copies.show(article);
    }
}
