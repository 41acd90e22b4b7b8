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

/** Writing: what is saved here, nobody but staff sees until it is published. */
@ApplicationScoped
public class ArticleService {
    private final ArticleRepository articles;
    private final ArticleContent content;
    private final ArticleRevisions revisions;
    private final ArticleIdentities identities;
    private final WorkingCopies copies;
    private final Publishing publishing;
    private final PublicationPreview preview;
    private final SiteService site;
    private final AuditLog audit;
    private final Locks locks;
    private final Caller caller;
    private final Clock clock;

    ArticleService(ArticleRepository articles, ArticleContent content, ArticleRevisions revisions,
            ArticleIdentities identities, WorkingCopies copies, Publishing publishing,
            PublicationPreview preview, SiteService site, AuditLog audit, Locks locks, Caller caller, Clock clock) {
        this.articles = articles;
        this.content = content;
        this.revisions = revisions;
        this.identities = identities;
        this.copies = copies;
        this.publishing = publishing;
        this.preview = preview;
        this.site = site;
        this.audit = audit;
        this.locks = locks;
        this.caller = caller;
        this.clock = clock;
    }

    /** Makes a working copy that was never published; 409 if its slug is another's. */
    @Transactional
    public WorkingCopy create(ArticleInput input, boolean takeOver) {
        refuseTakingOver(takeOver);
        locks.shared(Locks.REFERENCES);
        var now = clock.instant();
        return create(input, takeOver, identities.create(now, site.locale(input.locale(), "/locale")), now);
    }

    /** Makes an unpublished draft of the same content, under a slug of its own. */
    @Transactional
    public WorkingCopy duplicate(String reference) {
        locks.shared(Locks.REFERENCES);
        var original = ArticleInput.of(copies.find(reference, null));
        var now = clock.instant();
        return create(original.copy(original.title(), original.locale()), false,
                identities.create(now, original.locale()), now);
    }

    /** Starts the article in another locale, with the content that it has in this one; 409 if it is there already. */
    @Transactional
    public WorkingCopy translate(String reference, NewTranslation translation) {
        locks.shared(Locks.REFERENCES);
        var original = copies.find(reference, null);
        original.refuseInTrash("translated");
        var input = ArticleInput.of(original);
        var title = translation.title() == null ? input.title() : translation.title();
        var locale = site.locale(translation.locale(), "/locale");
        var now = clock.instant();
        return create(input.copy(title, locale), false, identities.createTranslation(now, original.id, locale), now);
    }

    private WorkingCopy create(ArticleInput input, boolean takeOver, UUID id, Instant now) {
        var article = new Article();
        article.createdAt = now;
        article.createdBy = caller.account().orElse(null);
        article.id = id;
        content.fill(article, input, takeOver);
        article.saved(now);
        articles.save(article);
        revisions.keep(article);
        audit.record("article.create", article.id);
        return copies.show(article);
    }

    /** Reads one by id or slug; 404 if there is none. */
    @Transactional
    public WorkingCopy read(String reference, String locale) {
        return copies.show(copies.find(reference, locale));
    }

    /** The id of an article that the caller may see; 404 for another. */
    @Transactional
    public UUID visible(String reference) {
        return copies.find(reference, null).id;
    }

    /** One page of working copies. */
    public Page<WorkingCopySummary> list(WorkingCopyQuery query, PageQuery page) {
        var order = query.sort == null
                ? ArticleRepository.Order.SAVED
                : ArticleRepository.Order.BY_NAME.get(query.sort);
        if (order == null) {
            throw ProblemException.invalidParameter("sort", "is no order of this list"
                    + BodyProblems.suggestNearest(query.sort, ArticleRepository.Order.BY_NAME.keySet()));
        }
        return articles.page(query, order, page, copies.onlyOf());
    }

    /** Saves a change. What changes nothing is no change: the version stays. */
    @Transactional
    public WorkingCopy change(String reference, String ifMatch, boolean takeOver, UnaryOperator<ArticleInput> change) {
        refuseTakingOver(takeOver);
        return save(copies.lock(reference, ifMatch), change, takeOver);
    }

    /** Whoever may not change what readers see cannot take an address from an article that they may know. */
    private void refuseTakingOver(boolean takeOver) {
        if (takeOver && caller.isStaff() && !caller.may(Scope.PUBLISH)) {
            throw ProblemException.of(ProblemType.FORBIDDEN,
                    "Taking a slug over needs the scope '" + Scope.PUBLISH + "': leave takeOverSlug out.");
        }
    }

    /**
     * Saves again what a revision was. 409 that lists what it refers to and is gone, unless that is to be left out.
     */
    @Transactional
    public WorkingCopy restoreRevision(String reference, String ifMatch, int version, boolean dropMissing) {
        var article = copies.lock(reference, ifMatch);
        return save(article, current -> revisions.restorable(article.id, version, dropMissing), false);
    }

    private WorkingCopy save(Article article, UnaryOperator<ArticleInput> change, boolean takeOver) {
        article.refuseInTrash("changed");
        var before = ArticleInput.of(article);
        var formerLocale = article.locale;
        var formerSlug = article.slug;
        content.fill(article, change.apply(before), takeOver);
        if (!before.equals(ArticleInput.of(article))) {
            article.saved(clock.instant());
            articles.save(article);
            revisions.keep(article);
            content.release(article, formerLocale, formerSlug);
            audit.record("article.change", article.id);
        }
        return copies.show(article);
    }

    /** What readers would get if the working copy were published now; empty if it is gone or in the trash. */
    @Transactional
    public Optional<ArticleDetail> preview(UUID id) {
        return articles.findByIdOptional(id).filter(article -> article.state != State.trashed)
                .map(publishing::preview).map(preview::create);
    }
}
