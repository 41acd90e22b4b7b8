package dev.byline.change;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.byline.change.ChangeItem.ChangeKind;
import dev.byline.change.ChangeItem.ChangeType;
import dev.byline.database.JdbcQueries;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.publication.ArticlePart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/**
 * Reads pages of changes:
 * <ol>
 * <li>Without a token: notes the last position of the log, then goes over all that is live, type by type and in the order
 * of the ids.
 * <li>Then follows the log from the noted position. What changed meanwhile comes again.
 * </ol>
 */
@ApplicationScoped
class ChangeReader {
    /**
     * The bounds of the log and the next changes, in one statement, so that all are of one moment. The pairs of type and
     * position leave PostgreSQL no index but that of the type: by the position alone it would read all changes of other
     * types to find a rare one.
     */
    private static final String LOG_SQL = """
            select l.deleted, l.last, c.* from (
                select coalesce((select position from last_deleted_change), 0) as deleted,
                    greatest((select max(position) from change), (select max(position) from stats_change), 0) as last) l
            left join lateral (
                select * from (
                    (select c.* from unnest(:types) as t (type) cross join lateral (
                        select %1$s from change where public
                            and (type, position) > (t.type, :since) and (type, position) <= (t.type, :end)
                        order by type, position limit :most) c)
                    union all
                    (select position, 'stats', 'updated', article_id, null, null, now() from stats_change
                        where :stats and position > :since order by position limit :most)) as both_logs
                order by position limit :most) c on true""".formatted(LoggedChange.COLUMNS);
    /** The types whose ids are not those of a table of their own name. */
    private static final Map<ChangeType, String> LIVE_IDS_SQL = Map.of(
            ChangeType.article, "select article_id from publication where kind = 'article'",
            ChangeType.page, "select article_id from publication where kind = 'page'",
            ChangeType.stats, "select article_id from publication where true",
            ChangeType.tag, "select tag_id from listed_tag where true");

    private final JdbcQueries jdbcQueries;
    private final ChangeItems changeItems;

    ChangeReader(JdbcQueries jdbcQueries, ChangeItems changeItems) {
        this.jdbcQueries = jdbcQueries;
        this.changeItems = changeItems;
    }

    /** The changes that a follower asks for. */
    record ChangeRequest(ChangeToken since, Set<ChangeType> types, Set<ArticlePart> parts, int size) {
        ChangeRequest after(String token) {
            return new ChangeRequest(ChangeToken.parse(token), types, parts, size);
        }
    }

    /**
     * A page of the log.
     *
     * @param deleted
     *            the position of the last change that was deleted after its time
     * @param last
     *            the position of the last change
     */
    private record LogPage(long deleted, long last, List<LoggedChange> changes) {}

    /** Reads the next changes; 410 for a token that is too old, or that the database no longer knows. */
    @ActivateRequestContext
    ChangePage read(ChangeRequest request) {
        var since = request.since;
        if (since == null) {
            var start = readLog(Long.MAX_VALUE, Set.of(), 0).last;
            return readLive(new ChangeToken(start, ChangeType.values()[0], null), request);
        }
        return since.stage() == null ? readChanges(since.position(), request) : readLive(since, request);
    }

    /** Throws 410 for a token that is too old, or that the database does not know; null is known. One statement. */
    void requireKnown(ChangeToken token) {
        if (token != null) {
            requireKnown(token.position(), readLog(Long.MAX_VALUE, Set.of(), 0));
        }
    }

    private ChangePage readChanges(long since, ChangeRequest request) {
        var log = readLog(since, request.types, request.size + 1);
        requireKnown(since, log);
        boolean more = log.changes.size() > request.size;
        var changes = more ? log.changes.subList(0, request.size) : log.changes;
        var items = changeItems.read(changes, request.parts, change -> String.valueOf(change.position()));
        return new ChangePage(items, String.valueOf(more ? changes.get(changes.size() - 1).position() : log.last),
                more);
    }

    private static void requireKnown(long position, LogPage log) {
        if (position > log.last || position < log.deleted) {
            throw ProblemException.of(ProblemType.GONE, "The token 'since' is " + (position > log.last
                    ? "of changes that this database does not have, probably because a backup was restored"
                    : "too old: changes are kept for " + ChangeCleanup.RETENTION_DAYS + " days")
                    + ". Start over without 'since', and delete what is not among the items that come until 'more' is "
                    + "false.");
        }
    }

    private LogPage readLog(long since, Set<ChangeType> types, int most) {
        var bounds = new long[2];
        var changes = new ArrayList<LoggedChange>();
        jdbcQueries.list(LOG_SQL,
                Map.of("since", since, "end", Long.MAX_VALUE, "most", most, "stats", types.contains(ChangeType.stats),
                        "types", types.stream().map(ChangeType::name).toArray(String[]::new)),
                row -> {
                    bounds[0] = row.getLong(1);
                    bounds[1] = row.getLong(2);
                    return row.getString(4) != null && changes.add(LoggedChange.read(row, 2));
                });
        return new LogPage(bounds[0], bounds[1], changes);
    }

    private ChangePage readLive(ChangeToken token, ChangeRequest request) {
        var log = readLog(Long.MAX_VALUE, Set.of(), 0);
        requireKnown(token.position(), log);
        var live = new ArrayList<LoggedChange>();
        var next = token;
        while (next.stage() != null && live.size() < request.size) {
            int wanted = request.size - live.size();
            var ids = request.types.contains(next.stage()) ? findLiveIds(next, wanted) : List.<UUID>of();
            var stage = next.stage();
            ids.forEach(id -> live
                    .add(new LoggedChange(0, stage.name(), ChangeKind.published.name(), id, null, null, null)));
            if (stage == ChangeType.site && request.types.contains(stage)) {
                live.add(new LoggedChange(0, stage.name(), ChangeKind.published.name(), null, null, null, null));
            }
            next = ids.size() == wanted
                    ? new ChangeToken(token.position(), stage, ids.get(ids.size() - 1))
                    : new ChangeToken(token.position(), following(stage), null);
        }
        var items = changeItems.read(live, request.parts, change -> change.thingId() == null
                ? new ChangeToken(token.position(), following(ChangeType.site), null).toString()
                : new ChangeToken(token.position(), ChangeType.valueOf(change.type()), change.thingId()).toString());
        // The log tells of those that disappeared since their ids were read.
        return new ChangePage(items.stream().filter(item -> item.change == ChangeKind.published).toList(),
                next.toString(), next.stage() != null || log.last > next.position());
    }

    private static ChangeType following(ChangeType stage) {
        int next = stage.ordinal() + 1;
        return next < ChangeType.values().length ? ChangeType.values()[next] : null;
    }

    private List<UUID> findLiveIds(ChangeToken token, int most) {
        if (token.stage() == ChangeType.site) {
            return List.of();
        }
        var select = LIVE_IDS_SQL.getOrDefault(token.stage(), "select id from " + token.stage() + " where true");
        var column = select.split(" ")[1];
        return jdbcQueries.list(select + (token.after() == null ? "" : " and " + column + " > :after") + " order by "
                + column + " limit :most",
                token.after() == null
                        ? Map.of("most", most)
                        : Map.of("most", most, "after", token.after()),
                row -> row.getObject(1, UUID.class));
    }

    /** Returns all types but the counters, which change all the time. */
    static Set<ChangeType> defaultTypes() {
        return EnumSet.complementOf(EnumSet.of(ChangeType.stats));
    }
}
