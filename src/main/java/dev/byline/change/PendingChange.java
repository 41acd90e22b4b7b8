package dev.byline.change;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A change that has no position yet.
 *
 * @param change
 *            what happened: a change of the log, {@link #RENAMED} or {@link #LINKED}
 */
record PendingChange(String type, String change, UUID thingId, String slug, String locale, Origin origin) {
    /** The change of a tag that a live article got or lost. */
    static final String LINKED = "linked";
    /** An update of a category, tag or author that its articles show as well. */
    static final String RENAMED = "renamed";
    static final String UPDATED = "updated";
    static final String DELETED = "deleted";

    /** The transaction that made the change, when, and why. */
    record Origin(String cause, String xid, Instant at) {
        /** Returns the origin of what changed only because it refers to this change. */
        Origin asReference() {
            return new Origin("reference", xid, at);
        }
    }

    PendingChange as(String otherChange) {
        return new PendingChange(type, otherChange, thingId, slug, locale, origin);
    }

    boolean is(String which) {
        return change.equals(which);
    }

    /** Returns the ids of the things that changed, by the changes that match. */
    static Set<UUID> ids(List<PendingChange> changes, Predicate<PendingChange> which) {
        return changes.stream().filter(which).map(PendingChange::thingId).filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
