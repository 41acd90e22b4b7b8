package dev.byline.change;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.hibernate.Session;

/**
 * The tags of one batch of changes, and which of them readers see: a tag is listed from its first live article to its
 * last. The writer of the log decides that after the commit of the change, under the lock of the tag.
 */
final class ListedTags {
    private final Session database;
    private final Set<UUID> deleted;
    private final Set<UUID> locked;
    private final Set<UUID> appeared;
    private final Set<UUID> disappeared;
    private final Set<UUID> listed;

    ListedTags(Session database, List<PendingChange> changes) {
        this.database = database;
        var all = PendingChange.ids(changes, c -> c.type().equals("tag"));
        deleted = removeFromListed(
                PendingChange.ids(changes, c -> c.type().equals("tag") && c.is(PendingChange.DELETED)), false);
        var linked = PendingChange.ids(changes, c -> c.type().equals("tag") && c.is(PendingChange.LINKED));
        // Links that are being added hold a lock of the tag, so these tags are decided later.
        var lockable = find("select id from tag where id = any(:ids) order by id for update skip locked", linked);
        locked = find("select id from tag where id = any(:ids)", linked);
        locked.removeAll(lockable);
        // One look into an index for each tag; as "exists" it would be a join with all links.
        appeared = find("""
                insert into listed_tag (tag_id) select id from unnest(:ids) as id
                where (select l.article_id from publication_tag l where l.tag_id = id limit 1) is not null
                on conflict do nothing returning tag_id""", lockable);
        disappeared = removeFromListed(lockable, true);
        listed = find("select tag_id from listed_tag where tag_id = any(:ids)", all);
    }

    private Set<UUID> removeFromListed(Set<UUID> tags, boolean onlyUnlinked) {
        return find("delete from listed_tag t where tag_id = any(:ids)" + (onlyUnlinked
                ? " and (select l.article_id from publication_tag l where l.tag_id = t.tag_id limit 1) is null"
                : "") + " returning tag_id", tags);
    }

    private Set<UUID> find(String sql, Set<UUID> tags) {
        return tags.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(database.createNativeQuery(sql, UUID.class)
                        .setParameter("ids", tags.toArray(UUID[]::new)).getResultList());
    }

    /** Adds a change of a tag to those that readers see, or to those that are decided later. */
    void add(PendingChange change, List<PendingChange> visible, List<PendingChange> blocked) {
        var id = change.thingId();
        if (change.is(PendingChange.DELETED)) {
            if (deleted.remove(id)) {
                visible.add(change);
            }
        } else if (!change.is(PendingChange.LINKED)) {
            if (listed.contains(id)) {
                visible.add(change);
            }
        } else if (locked.contains(id)) {
            blocked.add(change);
        } else if (appeared.remove(id)) {
            visible.add(change.as("published"));
        } else if (disappeared.remove(id)) {
            visible.add(change.as("unpublished"));
        }
    }
}
