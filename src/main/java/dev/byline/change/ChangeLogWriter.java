package dev.byline.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.hibernate.Session;

import dev.byline.cache.ContentChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/**
 * Moves committed changes to the log, in transactions of at most {@value #BATCH_SIZE} changes:
 * <ol>
 * <li>Takes the lock of the log; another node that has it does the work.
 * <li>Takes pending changes in the order of their ids. Changes of one article wait for the lock of its row, so their order
 * is that of their commits.
 * <li>Makes several changes of one thing in one transaction one change, and leaves out what readers do not see.
 * <li>Adds the articles of a renamed category, tag or author, a part of them in each transaction.
 * <li>Appends all that to the log, tells {@link ChangesLogged} to the features of this node, and with the commit
 * {@link #LOGGED} to all nodes.
 * </ol>
 */
@ApplicationScoped
class ChangeLogWriter {
    /** The name under which nodes hear that the log has further changes. */
    static final String LOGGED = "changes";
    static final int BATCH_SIZE = 1_000;
    private static final Set<String> ARTICLE_TYPES = Set.of("article", "page");

    private final Session database;
    private final ChangeRows rows;
    private final RenamedReferences renamed;
    private final Event<ChangesLogged> logged;
    private final Event<ContentChanged> contentChanged;

    ChangeLogWriter(Session database, ChangeRows rows, RenamedReferences renamed, Event<ChangesLogged> logged,
            Event<ContentChanged> contentChanged) {
        this.database = database;
        this.rows = rows;
        this.renamed = renamed;
        this.logged = logged;
        this.contentChanged = contentChanged;
    }

    /** The result of one transaction: nothing to log, only changes that another transaction blocks, or logged changes. */
    enum LogOutcome {
        nothing,
        blocked,
        written
    }

    private record ChangedInTransaction(String xid, String type, UUID id) {}

    private record MenuRow(UUID id, String name) {}

    /** Logs at most {@value #BATCH_SIZE} changes, and as many articles of a renamed category, tag or author. */
    @Transactional
    LogOutcome writeNext() {
        if (!lock()) {
            return LogOutcome.nothing;
        }
        var pending = rows.take(BATCH_SIZE);
        var changes = merge(pending);
        var blocked = new ArrayList<PendingChange>();
        var visible = onlyVisible(changes, blocked);
        rows.postpone(blocked);
        // A tag that is not listed yet can have articles already: see the links that are blocked.
        renamed.add(changes.stream().filter(change -> change.is(PendingChange.RENAMED)).toList());
        visible.replaceAll(
                change -> change.is(PendingChange.RENAMED) ? change.as(PendingChange.UPDATED) : change);
        boolean expanded = renamed.addArticles(visible, BATCH_SIZE);
        changes.removeAll(blocked);
        addMenus(visible, changes);
        var positions = rows.append(visible);
        if (!positions.isEmpty()) {
            logged.fire(new ChangesLogged(positions.get(0), positions.get(positions.size() - 1)));
        }
        boolean counted = logStats();
        if (counted || !visible.isEmpty()) {
            contentChanged.fire(ContentChanged.of(LOGGED));
        }
        return expanded || counted || pending.size() > blocked.size()
                ? LogOutcome.written
                : blocked.isEmpty() ? LogOutcome.nothing : LogOutcome.blocked;
    }

    private boolean lock() {
        return database.createNativeQuery("select pg_try_advisory_xact_lock(hashtext('byline:changes'))", Boolean.class)
                .getSingleResult();
    }

    /**
     * Makes the changes of one thing in one transaction one, at the place of the last of them: an update beside another
     * change says nothing.
     */
    private static List<PendingChange> merge(List<PendingChange> pending) {
        var merged = new LinkedHashMap<ChangedInTransaction, PendingChange>();
        for (var change : pending) {
            // Whether a tag has live articles is another question than its name.
            var thing = new ChangedInTransaction(change.origin().xid(), change.is(PendingChange.LINKED)
                    ? PendingChange.LINKED
                    : change.type(), change.thingId());
            var earlier = merged.remove(thing);
            boolean keepsEarlier = earlier != null && rank(earlier) > rank(change);
            merged.put(thing, keepsEarlier ? change.as(earlier.change()) : change);
        }
        return new ArrayList<>(merged.values());
    }

    private static int rank(PendingChange change) {
        return switch (change.change()) {
            case PendingChange.UPDATED -> 0;
            case PendingChange.RENAMED -> 1;
            default -> 2;
        };
    }

    /**
     * Leaves out updates of articles that are not live, and all of tags without live articles.
     *
     * @param blocked
     *            gets the tags whose rows are locked, so that it is not known yet what readers will see of them
     */
    private List<PendingChange> onlyVisible(List<PendingChange> changes, List<PendingChange> blocked) {
        var live = findLive(PendingChange.ids(changes, ChangeLogWriter::isUpdateOfArticle));
        var tags = new ListedTags(database, changes);
        var visible = new ArrayList<PendingChange>();
        for (var change : changes) {
            if (change.type().equals("tag")) {
                tags.add(change, visible, blocked);
            } else if (!isUpdateOfArticle(change) || live.contains(change.type() + change.thingId())) {
                visible.add(change);
            }
        }
        return visible;
    }

    private static boolean isUpdateOfArticle(PendingChange change) {
        return ARTICLE_TYPES.contains(change.type()) && change.is(PendingChange.UPDATED);
    }

    private Set<String> findLive(Collection<UUID> articles) {
        return articles.isEmpty()
                ? Set.of()
                : new HashSet<>(database.createNativeQuery(
                        "select kind || article_id from publication where article_id = any(:ids)", String.class)
                        .setParameter("ids", articles.toArray(UUID[]::new)).getResultList());
    }

    /**
     * Adds the menus that link to something that changed, or to what was merged into it, or into what it was merged into:
     * links have the current names and URLs of their targets.
     *
     * @param changes
     *            the changes for the log
     * @param pending
     *            all changes, because a tag that readers do not see can be merged into one that they see
     */
    private void addMenus(List<PendingChange> changes, List<PendingChange> pending) {
        var all = Stream.concat(pending.stream(), changes.stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        var last = all.get(all.size() - 1);
        var own = PendingChange.ids(changes, change -> change.type().equals("menu"));
        boolean siteChanged = changes.stream().anyMatch(change -> change.type().equals("site"));
        database.createNativeQuery("""
                with changed as (
                    select id from unnest(:things) as id
                    union
                    select now_id from merged_reference where id = any(:things)),
                thing as (
                    select cast(id as text) as id from changed
                    union
                    select cast(r.id as text) from merged_reference r join changed on changed.id = r.now_id)
                select id, name from menu m
                where id <> all(:own) and (:all or exists (
                    select 1 from thing where position(thing.id in cast(m.items as text)) > 0))
                order by id""", MenuRow.class).setParameter("own", own.toArray(UUID[]::new))
                .setParameter("all", siteChanged)
                .setParameter("things", PendingChange.ids(all, change -> true).toArray(UUID[]::new))
                .getResultList().forEach(menu -> changes.add(new PendingChange("menu", PendingChange.UPDATED, menu.id,
                        menu.name, null, last.origin().asReference())));
    }

    /** Gives counters that changed a position; returns whether there are any. */
    private boolean logStats() {
        return database.createNativeMutationQuery("""
                with taken as (
                    delete from pending_stats where ctid = any(array(select ctid from pending_stats limit :most))
                    returning article_id)
                insert into stats_change as s (article_id, position)
                select article_id, nextval(pg_get_serial_sequence('change', 'position'))
                from (select distinct article_id from taken) t
                on conflict (article_id) do update set position = excluded.position""")
                .setParameter("most", BATCH_SIZE).executeUpdate() > 0;
    }
}
