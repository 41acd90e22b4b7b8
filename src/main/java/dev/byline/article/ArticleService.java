package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.byline.audit.AuditLog;
import dev.byline.database.Locks;
import dev.byline.identity.ArticleIdentities;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.ArticleDetail;
import dev.byline.publication.PublicationPreview;
import dev.byline.security.Caller;
import dev.byline.security.Scope;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Creates, reads and changes working copies. Readers see a saved change only after it is published. */
@ApplicationScoped
public class ArticleService {
    private final ArticleRepository articles;
    private final ArticleContentWriter contentWriter;
    private final ArticleRevisions revisions;
    private final ArticleIdentities identities;
    private final WorkingCopyAccess workingCopies;
    private final PublicationBuilder publicationBuilder;
    private final PublicationPreview publicationPreview;
    private final SiteService site;
    private final AuditLog audit;
    private final Locks locks;
    private final Caller caller;
    private final Clock clock;

    ArticleService(ArticleRepository articles, ArticleContentWriter contentWriter, ArticleRevisions revisions,
            ArticleIdentities identities, WorkingCopyAccess workingCopies, PublicationBuilder publicationBuilder,
            PublicationPreview publicationPreview, SiteService site, AuditLog audit, Locks locks, Caller caller,
            Clock clock) {
        this.articles = articles;
        this.contentWriter = contentWriter;
        this.revisions = revisions;
        this.identities = identities;
        this.workingCopies = workingCopies;
        this.publicationBuilder = publicationBuilder;
        this.publicationPreview = publicationPreview;
        this.site = site;
        this.audit = audit;
        this.locks = locks;
        this.caller = caller;
        this.clock = clock;
    }

    /** Creates a working copy that was never published; 409 if its slug belongs to another article. */
    @Transactional
    public WorkingCopy create(ArticleInput input, boolean takeOver) {
        requireMayTakeOverSlug(takeOver);
        locks.shared(Locks.REFERENCES);
        var now = clock.instant();
        return create(input, takeOver, identities.create(now, site.requireLocale(input.locale, "/locale")), now);
    }

    /** Creates an unpublished draft with the content of another article and a slug of its own. */
    @Transactional
    public WorkingCopy duplicate(String reference) {
        locks.shared(Locks.REFERENCES);
        var original = ArticleInput.of(workingCopies.find(reference, null));
        var now = clock.instant();
        return create(original.copyForNewArticle(original.title, original.locale), false,
                identities.create(now, original.locale), now);
    }

    /**
     * Creates a translation of an article, which starts with the content of the original; 409 if the translation group
     * has an article in that locale.
     */
    @Transactional
    public WorkingCopy translate(String reference, NewTranslation translation) {
        locks.shared(Locks.REFERENCES);
        var original = workingCopies.find(reference, null);
        original.requireNotTrashed("translated");
        var input = ArticleInput.of(original);
        var title = translation.title() == null ? input.title : translation.title();
        var locale = site.requireLocale(translation.locale(), "/locale");
        var now = clock.instant();
        return create(input.copyForNewArticle(title, locale), false,
                identities.createTranslation(now, original.id, locale), now);
    }

    private WorkingCopy create(ArticleInput input, boolean takeOver, UUID id, Instant now) {
        var article = new Article();
        article.createdAt = now;
        article.createdBy = caller.account().orElse(null);
        article.id = id;
        contentWriter.applyInput(article, input, takeOver);
        article.recordSave(now);
        articles.save(article);
        revisions.save(article);
        audit.record("article.create", article.id);
        return workingCopies.toWorkingCopy(article);
    }

    /** Reads a working copy by id or slug; 404 if there is none that the caller may see. */
    @Transactional
    public WorkingCopy read(String reference, String locale) {
        return workingCopies.toWorkingCopy(workingCopies.find(reference, locale));
    }

    /** Finds the id of an article that the caller may see; 404 if there is none. */
    @Transactional
    public UUID requireVisible(String reference) {
        return workingCopies.find(reference, null).id;
    }

    /** Lists one page of the working copies that the caller may see. */
    public Page<WorkingCopySummary> list(WorkingCopyQuery query, PageQuery page) {
        var workingCopyOrder = query.sort == null
                ? ArticleRepository.WorkingCopyOrder.SAVED
                : ArticleRepository.WorkingCopyOrder.BY_NAME.get(query.sort);
        if (workingCopyOrder == null) {
            throw ProblemException.invalidParameter("sort", "is not an order of this list"
                    + BodyProblems.suggestNearest(query.sort, ArticleRepository.WorkingCopyOrder.BY_NAME.keySet()));
        }
        return articles.findPage(query, workingCopyOrder, page, workingCopies.visibleCreator());
    }

    /** Saves a change of a working copy. A change that leaves the content equal is not saved: the version stays. */
    @Transactional
    public WorkingCopy change(String reference, String ifMatch, boolean takeOver, UnaryOperator<ArticleInput> change) {
        requireMayTakeOverSlug(takeOver);
        return save(workingCopies.lock(reference, ifMatch), change, takeOver);
    }

    /**
     * Throws a 403 if a staff account without the publish scope takes a slug over. Taking a slug over changes the
     * article that readers find under the slug.
     */
    private void requireMayTakeOverSlug(boolean takeOver) {
        if (takeOver && caller.isStaff() && !caller.hasScope(Scope.ARTICLES_PUBLISH)) {
            throw ProblemException.of(ProblemType.FORBIDDEN,
                    "Taking over a slug needs the scope '" + Scope.ARTICLES_PUBLISH + "'. Leave takeOverSlug out.");
        }
    }

    /**
     * Saves the content of an old revision again. 409 that lists the references that were deleted since, unless they
     * are to be dropped.
     */
    @Transactional
    public WorkingCopy restoreRevision(String reference, String ifMatch, int version, boolean dropMissing) {
        var article = workingCopies.lock(reference, ifMatch);
        return save(article, current -> revisions.findRestorableContent(article.id, version, dropMissing), false);
    }

    private WorkingCopy save(Article article, UnaryOperator<ArticleInput> change, boolean takeOver) {
        article.requireNotTrashed("changed");
        var before = ArticleInput.of(article);
        var formerLocale = article.locale;
        var formerSlug = article.slug;
        contentWriter.applyInput(article, change.apply(before), takeOver);
        if (!before.equals(ArticleInput.of(article))) {
            article.recordSave(clock.instant());
            articles.save(article);
            revisions.save(article);
            contentWriter.releaseSlug(article, formerLocale, formerSlug);
            audit.record("article.change", article.id);
        }
        return workingCopies.toWorkingCopy(article);
    }

    /**
     * Shows the article as readers would see it if the working copy were published now; empty if purged or in the
     * trash.
     */
    @Transactional
    public Optional<ArticleDetail> publicationPreview(UUID id) {
        return articles.findByIdOptional(id).filter(article -> article.state != State.trashed)
                .map(publicationBuilder::buildPreview).map(publicationPreview::create);
    }
}
