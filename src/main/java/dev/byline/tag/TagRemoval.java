package dev.byline.tag;

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

/** Removes tags: merges a tag into another one, or deletes a tag. */
@ApplicationScoped
class TagRemoval {
    private final TagRepository tags;
    private final UniqueSlugs slugs;
    private final Locks locks;
    private final LinkTables links;
    private final AuditLog audit;
    private final Event<TagMerged> tagMerged;
    private final Event<ContentChanged> contentChanged;

    TagRemoval(TagRepository tags, UniqueSlugs slugs, Locks locks, LinkTables links, AuditLog audit,
            Event<TagMerged> tagMerged, Event<ContentChanged> contentChanged) {
        this.tags = tags;
        this.slugs = slugs;
        this.locks = locks;
        this.links = links;
        this.audit = audit;
        this.tagMerged = tagMerged;
        this.contentChanged = contentChanged;
    }

    /** Replaces this tag with another tag in all articles, and deletes this tag. */
    @LongRunning
    @Transactional
    TagDetail merge(String reference, String ifMatch, String into) {
        locks.exclusive(Locks.REFERENCES);
        slugs.lock("tag");
        var tag = tags.lock(reference, ifMatch);
        var target = tags.findByIdOrSlug(into)
                .orElseThrow(() -> ProblemException.invalid("/into",
                        "must be the id or slug of an existing tag, not " + EchoedInput.quote(into)));
        if (target.id.equals(tag.id)) {
            throw ProblemException.invalid("/into", "must not be the tag itself");
        }
        tagMerged.fire(new TagMerged(tag.id, target.id));
        links.recordMerge(tag.id, target.id);
        slugs.merge("tag", tag.id, tag.slug, target.id);
        tags.delete(tag);
        tags.flush();
        audit.record("tag.merge", tag.id);
        contentChanged.fire(ContentChanged.of(ChangeTracker.TAXONOMY, tag.id));
        return TagDetail.of(target);
    }

    @LongRunning
    @Transactional
    void delete(String reference, String ifMatch) {
        var tag = tags.lock(reference, ifMatch);
        try {
            tags.delete(tag);
            tags.flush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.conflict(ProblemType.IN_USE, "Articles have the tag '" + tag.name
                    + "'. Remove the tag from those articles first (GET /api/v1/admin/articles?tag=" + tag.slug + ").",
                    tag.id);
        }
        audit.record("tag.delete", tag.id);
        contentChanged.fire(ContentChanged.of(ChangeTracker.TAXONOMY, tag.id));
    }
}
