package dev.byline.article;

import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.byline.audit.AuditLog;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;
import dev.byline.publication.ArticleDetail;
import dev.byline.publication.PublicationPreview;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Reads and changes working copies. Readers see a saved change only after it is published. */
@ApplicationScoped
public class ArticleService {
    private final ArticleRepository articles;
    private final WorkingCopyAccess workingCopies;
    private final ArticleContentWriter contentWriter;
    private final ArticleRevisions revisions;
    private final ArticlePublisher publisher;
    private final PublicationPreview publicationPreview;
    private final AuditLog audit;

    ArticleService(ArticleRepository articles, WorkingCopyAccess workingCopies, ArticleContentWriter contentWriter,
            ArticleRevisions revisions, ArticlePublisher publisher, PublicationPreview publicationPreview,
            AuditLog audit) {
        this.articles = articles;
        this.workingCopies = workingCopies;
        this.contentWriter = contentWriter;
        this.revisions = revisions;
        this.publisher = publisher;
        this.publicationPreview = publicationPreview;
        this.audit = audit;
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
        workingCopies.requireMayTakeOverSlug(takeOver);
        return save(workingCopies.lock(reference, ifMatch), change, takeOver);
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
        if (contentWriter.save(article, change.apply(ArticleInput.of(article)), takeOver)) {
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
                .map(publisher::buildPreview).map(publicationPreview::create);
    }
}
