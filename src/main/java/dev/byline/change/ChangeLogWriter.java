package dev.byline.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    /** The types that the public API lists. Other types, for instance comments, are for webhooks alone. */
    private static final Set<String> PUBLIC_TYPES = Set.of("article", "page", "category", "tag", "author", "menu",
            "site");
    private static final Set<String> ARTICLE_TYPES = Set.of("article", "page");
    /** The change of a tag that a live article got or lost. */
    private static final String LINKED = "linked";
    /** An update of a category, tag or author that its articles show as well. */
    private static final String RENAMED = "renamed";
    private static final String UPDATED = "updated";
    private static final String DELETED = "deleted";
    private static final String REFERENCE = "reference";

    private final Session database;
    private final Event<ChangesLogged> logged;
    private final Event<ContentChanged> contentChanged;

    ChangeLogWriter(Session database, Event<ChangesLogged> logged, Event<ContentChanged> contentChanged) {
        this.database = database;
        this.logged = logged;
        this.contentChanged = contentChanged;
    }

    /** What a transaction of the writer found: nothing, only what another transaction has locked, or changes. */
    enum Outcome {
        nothing,
        blocked,
        written
    }

    private record PendingChange(
            String type,
            String change,
            UUID thingId,
            String slug,
            String locale,
            String cause,
            String xid,
            Instant at) {
        PendingChange as(String otherChange) {
            return new PendingChange(type, otherChange, thingId, slug, locale, cause, xid, at);
        }

        boolean isOf(Set<String> types) {
            return types.contains(type);
        }
    }

    private record Thing(String xid, String type, UUID id) {}

    private record LiveRow(UUID id, String kind, String slug, String locale) {}

    private record Expansion(Long id, String type, UUID thingId, UUID afterArticle, String xid, Instant at) {}

    /** Logs at most {@value #BATCH_SIZE} changes, and as many articles of a renamed category, tag or author. */
    @Transactional
    Outcome writeNext() {
        if (!lock()) {
            return Outcome.nothing;
        }
        var pending = take();
        var changes = merge(pending);
        var blocked = new ArrayList<PendingChange>();
        var visible = onlyVisible(changes, blocked);
        postpone(blocked);
        // A tag that is not listed yet can have articles already: see the links that are blocked.
        expand(changes.stream().filter(change -> change.change.equals(RENAMED)).toList());
        visible.replaceAll(change -> change.change.equals(RENAMED) ? change.as(UPDATED) : change);
        boolean expanded = addExpandedArticles(visible);
        changes.removeAll(blocked);
        addMenus(visible, changes);
        append(visible);
        boolean counted = logStats();
        if (counted || !visible.isEmpty()) {
            contentChanged.fire(ContentChanged.of(LOGGED));
        }
        return expanded || counted || pending.size() > blocked.size()
                ? Outcome.written
                : blocked.isEmpty() ? Outcome.nothing : Outcome.blocked;
    }

    private boolean lock() {
        return database.createNativeQuery("select pg_try_advisory_xact_lock(hashtext('byline:changes'))", Boolean.class)
                .getSingleResult();
    }

    private List<PendingChange> take() {
        return database.createNativeQuery("""
                with taken as (
                    delete from pending_change where id in (select id from pending_change order by id limit :most)
                    returning *)
                select type, change, thing_id, slug, locale, cause, cast(xid as text) as xid, at
                from taken order by id""", PendingChange.class).setParameter("most", BATCH_SIZE).getResultList();
    }

    /**
     * Makes the changes of one thing in one transaction one, at the place of the last of them: an update beside another
     * change says nothing.
     */
    private static List<PendingChange> merge(List<PendingChange> pending) {
        var merged = new LinkedHashMap<Thing, PendingChange>();
        for (var change : pending) {
            // Whether a tag has live articles is another question than its name.
            var thing = new Thing(change.xid, change.change.equals(LINKED) ? LINKED : change.type, change.thingId);
            var earlier = merged.remove(thing);
            boolean keepsEarlier = earlier != null && rank(earlier) > rank(change);
            merged.put(thing, keepsEarlier ? change.as(earlier.change) : change);
        }
        return new ArrayList<>(merged.values());
    }

    private static int rank(PendingChange change) {
        return switch (change.change) {
            case UPDATED -> 0;
            case RENAMED -> 1;
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
        var live = findLive(ids(changes, c -> c.isOf(ARTICLE_TYPES) && c.change.equals(UPDATED)));
        var tags = new TagVisibility(changes);
        var visible = new ArrayList<PendingChange>();
        for (var change : changes) {
            if (change.type.equals("tag")) {
                tags.add(change, visible, blocked);
            } else if (!change.isOf(ARTICLE_TYPES) || !change.change.equals(UPDATED)
                    || live.contains(change.type + change.thingId)) {
                visible.add(change);
            }
        }
        return visible;
    }

    private Set<String> findLive(Collection<UUID> articles) {
        return articles.isEmpty()
                ? Set.of()
                : new HashSet<>(database.createNativeQuery(
                        "select kind || article_id from publication where article_id = any(:ids)", String.class)
                        .setParameter("ids", articles.toArray(UUID[]::new)).getResultList());
    }

    /** What readers see of the tags of one batch. */
    private final class TagVisibility {
        private final Set<UUID> deleted;
        private final Set<UUID> locked;
        private final Set<UUID> appeared;
        private final Set<UUID> disappeared;
        private final Set<UUID> listed;

        TagVisibility(List<PendingChange> changes) {
            var all = ids(changes, c -> c.type.equals("tag"));
            deleted = removeFromListed(ids(changes, c -> c.type.equals("tag") && c.change.equals(DELETED)), false);
            var linked = ids(changes, c -> c.type.equals("tag") && c.change.equals(LINKED));
            // Links that are being added hold a lock of the tag, so these tags are decided later.
            var lockable = find("select id from tag where id = any(:ids) order by id for update skip locked", linked);
            locked = find("select id from tag where id = any(:ids)", linked);
            locked.removeAll(lockable);
            appeared = find("""
                    insert into listed_tag (tag_id) select id from unnest(:ids) as id
                    where exists (select 1 from publication_tag l where l.tag_id = id)
                    on conflict do nothing returning tag_id""", lockable);
            disappeared = removeFromListed(lockable, true);
            listed = find("select tag_id from listed_tag where tag_id = any(:ids)", all);
        }

        private Set<UUID> removeFromListed(Set<UUID> tags, boolean onlyUnlinked) {
            return find("delete from listed_tag t where tag_id = any(:ids)" + (onlyUnlinked
                    ? " and not exists (select 1 from publication_tag l where l.tag_id = t.tag_id)"
                    : "") + " returning tag_id", tags);
        }

        private Set<UUID> find(String sql, Set<UUID> tags) {
            return tags.isEmpty()
                    ? new HashSet<>()
                    : new HashSet<>(database.createNativeQuery(sql, UUID.class)
                            .setParameter("ids", tags.toArray(UUID[]::new)).getResultList());
        }

        void add(PendingChange change, List<PendingChange> visible, List<PendingChange> blocked) {
            var id = change.thingId;
            if (change.change.equals(DELETED)) {
                if (deleted.remove(id)) {
                    visible.add(change);
                }
            } else if (!change.change.equals(LINKED)) {
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

    private void postpone(List<PendingChange> changes) {
        insert("insert into pending_change (type, change, thing_id, slug, locale, cause, xid, at)", "", changes);
    }

    private void append(List<PendingChange> changes) {
        var positions = insert("""
                insert into change (type, change, thing_id, slug, locale, cause, xid, at, public)""",
                ", type = any(array['" + String.join("', '", PUBLIC_TYPES) + "'])", changes);
        if (!positions.isEmpty()) {
            logged.fire(new ChangesLogged(positions.get(0), positions.get(positions.size() - 1)));
        }
    }

    /** Inserts changes in their order, and returns their numbers, the smallest first. */
    private List<Long> insert(String into, String extraColumn, List<PendingChange> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        return database.createNativeQuery("with added as (" + into + """

                select type, change, thing_id, slug, locale, cause, cast(xid as xid8), cast(at as timestamptz)"""
                + extraColumn + """

                        from unnest(:types, :changes, :things, :slugs, :locales, :causes, :xids, :times) with ordinality
                            as c (type, change, thing_id, slug, locale, cause, xid, at, number)
                        order by number returning *)
                        select""" + (into.contains("pending_change") ? " id" : " position")
                + " as number from added order by 1",
                Long.class)
                .setParameter("types", texts(changes, c -> c.type))
                .setParameter("changes", texts(changes, c -> c.change))
                .setParameter("things", changes.stream().map(c -> c.thingId).toArray(UUID[]::new))
                .setParameter("slugs", texts(changes, c -> c.slug))
                .setParameter("locales", texts(changes, c -> c.locale))
                .setParameter("causes", texts(changes, c -> c.cause))
                .setParameter("xids", texts(changes, c -> c.xid))
                .setParameter("times", texts(changes, c -> c.at.toString())).getResultList();
    }

    private static String[] texts(List<PendingChange> changes, Function<PendingChange, String> text) {
        return changes.stream().map(text).toArray(String[]::new);
    }

    private static Set<UUID> ids(List<PendingChange> changes, Predicate<PendingChange> which) {
        return changes.stream().filter(which).map(PendingChange::thingId).filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void expand(List<PendingChange> renamed) {
        renamed.forEach(change -> database.createNativeMutationQuery("""
                insert into change_expansion (type, thing_id, xid, at)
                values (:type, :thing, cast(:xid as xid8), :at)""").setParameter("type", change.type)
                .setParameter("thing", change.thingId).setParameter("xid", change.xid).setParameter("at", change.at)
                .executeUpdate());
    }

    /** Adds the next articles of a renamed category, tag or author; returns whether there is one. */
    private boolean addExpandedArticles(List<PendingChange> changes) {
        var found = database.createNativeQuery("""
                select id, type, thing_id, after_article, cast(xid as text) as xid, at from change_expansion
                order by id limit 1""", Expansion.class).getResultList();
        if (found.isEmpty()) {
            return false;
        }
        var expansion = found.get(0);
        var articles = database.createNativeQuery("""
                select distinct p.article_id, p.kind, p.slug, p.locale from publication_%1$s l
                join publication p using (article_id)
                where l.%1$s_id in (%2$s) and l.article_id > :after
                order by p.article_id limit :most""".formatted(expansion.type, expansion.type.equals("category")
                ? "select below.id from category c join category below on below.path >= c.path"
                        + " and below.path < c.path || '/' where c.id = :thing"
                : "cast(:thing as uuid)"), LiveRow.class).setParameter("thing", expansion.thingId)
                .setParameter("after", Objects.requireNonNullElse(expansion.afterArticle, new UUID(0, 0)))
                .setParameter("most", BATCH_SIZE).getResultList();
        articles.forEach(article -> changes.add(new PendingChange(article.kind, UPDATED, article.id, article.slug,
                article.locale, REFERENCE, expansion.xid, expansion.at)));
        if (articles.size() < BATCH_SIZE) {
            database.createNativeMutationQuery("delete from change_expansion where id = :id")
                    .setParameter("id", expansion.id).executeUpdate();
        } else {
            database.createNativeMutationQuery("update change_expansion set after_article = :after where id = :id")
                    .setParameter("after", articles.get(articles.size() - 1).id).setParameter("id", expansion.id)
                    .executeUpdate();
        }
        return true;
    }

    /**
     * Adds the menus that link to something that changed, or to what was merged into it: links have the current names and
     * URLs of their targets.
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
        var own = ids(changes, change -> change.type.equals("menu"));
        boolean siteChanged = changes.stream().anyMatch(change -> change.type.equals("site"));
        database.createNativeQuery("""
                with thing as (
                    select cast(id as text) as id from unnest(:things) as id
                    union all
                    select cast(id as text) from merged_reference where now_id = any(:things))
                select id, 'menu' as kind, name as slug, cast(null as text) as locale from menu m
                where id <> all(:own) and (:all or exists (
                    select 1 from thing where position(thing.id in cast(m.items as text)) > 0))
                order by id""", LiveRow.class).setParameter("own", own.toArray(UUID[]::new))
                .setParameter("all", siteChanged).setParameter("things", ids(all, change -> true).toArray(UUID[]::new))
                .getResultList().forEach(menu -> changes.add(new PendingChange("menu", UPDATED, menu.id, menu.slug,
                        null, REFERENCE, last.xid, last.at)));
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
