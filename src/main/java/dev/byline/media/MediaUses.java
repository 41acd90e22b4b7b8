package dev.byline.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.JdbcQueries;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.inject.Singleton;

/** Reads which content refers to which medium; triggers of the database keep it. */
@Singleton
class MediaUses {
    /** An article is one use, whether its working copy, its published copy or both refer to the medium. */
    private static final String FROM = """
             from media_use u left join article a on a.id = u.user_id and u.user_type in ('article', 'publication')
            where u.media_id = :medium and (u.user_type <> 'publication' or not exists (select 1 from media_use w
                where w.media_id = u.media_id and w.user_type = 'article' and w.user_id = u.user_id))""";
    private static final String SELECT = """
            select case when u.user_type = 'publication' then 'article' else u.user_type end as kind, u.user_id,
                u.user_type as user_type_key,
                coalesce(%s, (select w.name from author w where w.id = u.user_id), (select s.title from site s))
                    as name,
                u.user_type <> 'article' or exists (select 1 from media_use p where p.media_id = u.media_id
                    and p.user_type = 'publication' and p.user_id = u.user_id) as live""" + FROM;
    /** Authors see the titles of their own articles, and of those that readers see. */
    private static final String VISIBLE = " and (a.id is null or a.created_by = :creator or a.state = 'live')";
    private static final String VISIBLE_TITLE = """
            case when a.created_by = :creator then a.title
                else (select p.title from publication p where p.article_id = a.id) end""";
    private static final int NAMED_USERS = 3;

    private final JdbcQueries jdbcQueries;
    private final MediaOwnership ownership;

    MediaUses(JdbcQueries jdbcQueries, MediaOwnership ownership) {
        this.jdbcQueries = jdbcQueries;
        this.ownership = ownership;
    }

    /** Lists one page of the users of a medium that the caller may see. */
    Page<MediaUse> list(UUID medium, PageQuery query) {
        var creator = ownership.onlyVisibleCreator();
        var visible = creator.isPresent() ? VISIBLE : "";
        var keys = new Keyset<>(query, "uses of " + medium + visible, false, String::toString);
        var values = keys.parameters();
        values.put("medium", medium);
        creator.ifPresent(id -> values.put("creator", id));
        var rows = jdbcQueries.list(
                SELECT.formatted(creator.isPresent() ? VISIBLE_TITLE : "a.title") + visible
                        + keys.seekCondition("u.user_type", "u.user_id")
                        + keys.orderBy("u.user_type", "u.user_id") + keys.limitClause(false),
                values,
                row -> new KeyedUse(row.getString("user_type_key"), row.getObject("user_id", UUID.class),
                        new MediaUse(row)));
        return keys.toPage(rows, KeyedUse::type, KeyedUse::id, () -> jdbcQueries.single(
                "select count(*)" + FROM + visible, values, 0, row -> row.getLong(1))).map(KeyedUse::use);
    }

    private record KeyedUse(String type, UUID id, MediaUse use) {}

    /** Throws a 409 that names the first users if something refers to the medium. */
    void requireUnused(UUID medium, String filename) {
        var query = new PageQuery();
        query.size = NAMED_USERS;
        query.count = PageQuery.Count.exact;
        var seen = list(medium, query);
        long all = jdbcQueries.single("select count(*)" + FROM, Map.of("medium", medium), 0, row -> row.getLong(1));
        if (all == 0) {
            return;
        }
        var names = new ArrayList<>(seen.items().stream().map(use -> use.kind + " '" + use.name + "'").toList());
        if (all > names.size()) {
            names.add((all - names.size()) + (names.isEmpty() ? " that you may not see" : " more"));
        }
        throw ProblemException.conflict(ProblemType.IN_USE, "'" + filename + "' is in use: " + String.join(", ", names)
                + ". Remove it there first (GET /api/v1/admin/media/" + medium + "/usedBy lists all).",
                seen.items().stream().map(use -> use.id).filter(id -> id != null).findFirst().orElse(medium));
    }

    /** Creates the event of a change of a medium, which names everything that shows the medium. */
    ContentChanged changed(UUID medium) {
        var names = new ArrayList<>(List.of(medium.toString()));
        jdbcQueries.list("""
                select distinct case when user_type = 'site' then :site else user_id::text end from media_use
                where media_id = :medium""", Map.of("medium", medium, "site", ChangeTracker.SITE),
                row -> row.getString(1)).forEach(names::add);
        return new ContentChanged(names);
    }
}
