package dev.byline.author;

import java.util.UUID;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.LinkTables;
import dev.byline.database.Locks;
import dev.byline.database.LongRunning;
import dev.byline.database.UniqueSlugs;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Removes authors: merges an author into another one, or deletes an author. */
@ApplicationScoped
class AuthorRemoval {
    private final AuthorRepository authors;
    private final UniqueSlugs slugs;
    private final Locks locks;
    private final LinkTables links;
    private final AuditLog audit;
    private final Event<AuthorMerged> authorMerged;
    private final Event<ContentChanged> contentChanged;

    AuthorRemoval(AuthorRepository authors, UniqueSlugs slugs, Locks locks, LinkTables links, AuditLog audit,
            Event<AuthorMerged> authorMerged, Event<ContentChanged> contentChanged) {
        this.authors = authors;
        this.slugs = slugs;
        this.locks = locks;
        this.links = links;
        this.audit = audit;
        this.authorMerged = authorMerged;
        this.contentChanged = contentChanged;
    }

    /**
     * Replaces this author with another one in all articles and subscriptions, and deletes this author. Returns the id
     * of the other author.
     */
    @LongRunning
    @Transactional
    UUID merge(String reference, String ifMatch, String into) {
        locks.exclusive(Locks.REFERENCES);
        slugs.lock("author");
        var author = authors.lock(reference, ifMatch);
        var target = authors.findByIdOrSlug(into)
                .orElseThrow(() -> ProblemException.invalid("/into",
                        "must be the id or slug of an existing author, not " + EchoedInput.quote(into)));
        if (target.id.equals(author.id)) {
            throw ProblemException.invalid("/into", "must not be the author itself");
        }
        authorMerged.fire(new AuthorMerged(author.id, target.id));
        links.recordMerge(author.id, target.id);
        slugs.merge("author", author.id, author.slug, target.id);
        authors.delete(author);
        authors.flush();
        audit.record("author.merge", author.id);
        contentChanged.fire(ContentChanged.of(ChangeTracker.TAXONOMY, author.id));
        return target.id;
    }

    @LongRunning
    @Transactional
    void delete(String reference, String ifMatch) {
        var author = authors.lock(reference, ifMatch);
        try {
            authors.delete(author);
            authors.flush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.conflict(ProblemType.IN_USE, "Articles are signed by '" + author.name
                    + "'. Change the authors of those articles first (GET /api/v1/admin/articles?author=" + author.slug
                    + "), or merge the author into another.", author.id);
        }
        audit.record("author.delete", author.id);
        contentChanged.fire(ContentChanged.of(ChangeTracker.TAXONOMY, author.id));
    }
}
