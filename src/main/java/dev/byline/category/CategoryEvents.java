package dev.byline.category;

import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/** Reports changes of categories to the audit log, to the caches and to other features. */
@ApplicationScoped
class CategoryEvents {
    private final Event<CategoryMerged> categoryMerged;
    private final Event<CategoryMoved> categoryMoved;
    private final Event<ContentChanged> contentChanged;
    private final AuditLog audit;

    CategoryEvents(Event<CategoryMerged> categoryMerged, Event<CategoryMoved> categoryMoved,
            Event<ContentChanged> contentChanged, AuditLog audit) {
        this.categoryMerged = categoryMerged;
        this.categoryMoved = categoryMoved;
        this.contentChanged = contentChanged;
        this.audit = audit;
    }

    /** Records the action in the audit log, and outdates the cached responses that show the category. */
    void record(String action, UUID category) {
        audit.record(action, category);
        contentChanged.fire(ContentChanged.of(ChangeTracker.TAXONOMY, category));
    }

    /** Reports that a category has another parent. */
    void moved(UUID category) {
        categoryMoved.fire(new CategoryMoved(category));
    }

    /** Reports that a category is about to be replaced by another one. */
    void merged(UUID category, UUID into) {
        categoryMerged.fire(new CategoryMerged(category, into));
    }
}
