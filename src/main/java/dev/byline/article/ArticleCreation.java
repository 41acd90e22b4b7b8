package dev.byline.article;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.database.Locks;
import dev.byline.identity.ArticleIdentities;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Creates working copies: new articles, copies of articles, and translations. */
@ApplicationScoped
public class ArticleCreation {
    private final WorkingCopyAccess workingCopies;
    private final ArticleContentWriter contentWriter;
    private final ArticleIdentities identities;
    private final SiteService site;
    private final Locks locks;
    private final AuditLog audit;
    private final Clock clock;

    ArticleCreation(WorkingCopyAccess workingCopies, ArticleContentWriter contentWriter, ArticleIdentities identities,
            SiteService site, Locks locks, AuditLog audit, Clock clock) {
        this.workingCopies = workingCopies;
        this.contentWriter = contentWriter;
        this.identities = identities;
        this.site = site;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    /** Creates a working copy that was never published; 409 if its slug belongs to another article. */
    @Transactional
    public WorkingCopy create(ArticleInput input, boolean takeOver) {
        workingCopies.requireMayTakeOverSlug(takeOver);
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
        var article = workingCopies.newArticle(id, now);
        contentWriter.saveNew(article, input, takeOver);
        audit.record("article.create", article.id);
        return workingCopies.toWorkingCopy(article);
    }
}
