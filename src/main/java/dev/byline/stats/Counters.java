package dev.byline.stats;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;

/** Reads and changes counters, each change in the transaction of its cause. */
@ApplicationScoped
public class Counters {
    /** The largest count: whole numbers are exact in JSON up to here (RFC 8259 §6). */
    public static final long MAX = (1L << 53) - 1;

    private final EntityManager database;
    private final Clock clock;

    Counters(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The counters of the articles, by id; one statement. Whatever was never counted is missing. */
    public Map<UUID, Stats> of(Collection<UUID> articles) {
        if (articles.isEmpty()) {
            return Map.of();
        }
        @SuppressWarnings("unchecked")
        List<Tuple> rows = database
                .createNativeQuery("""
                        select i.id, coalesce(v.views, 0) as views, coalesce(c.approved, 0) as comments
                        from unnest(:articles) as i (id)
                        left join article_counter v on v.article_id = i.id
                        left join article_comment_counter c on c.article_id = i.id""", Tuple.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
        return rows.stream().collect(Collectors.toMap(row -> row.get(0, UUID.class),
                row -> new Stats(row.get(1, Long.class), row.get(2, Integer.class))));
    }

    /** The counters of one article. */
    public Stats of(UUID article) {
        return of(List.of(article)).get(article);
    }

    /** Counts one view. */
    public void view(UUID article) {
        database.createNativeQuery("""
                with today as (
                    insert into article_view_day as d (article_id, day, views) values (:article, :day, 1)
                    on conflict (article_id, day) do update set views = least(d.views + 1, :max))
                insert into article_counter as c (article_id, views) values (:article, 1)
                on conflict (article_id) do update set views = least(c.views + 1, :max)""")
                .setParameter("article", article).setParameter("max", MAX)
                .setParameter("day", LocalDate.now(clock)).executeUpdate();
    }

    /** Sets the views, 0 to {@link #MAX}. */
    public void setViews(UUID article, long views) {
        database.createNativeQuery("""
                insert into article_counter (article_id, views) values (:article, :views)
                on conflict (article_id) do update set views = excluded.views""")
                .setParameter("article", article)
                .setParameter("views", views).executeUpdate();
    }

    /** Sets the views of many articles; one statement. */
    public void setViews(Map<UUID, Long> views) {
        if (!views.isEmpty()) {
            database.createNativeQuery("""
                    insert into article_counter (article_id, views)
                    select * from unnest(:articles, cast(:views as bigint[])) order by 1
                    on conflict (article_id) do update set views = excluded.views""")
                    .setParameter("articles", views.keySet().toArray(UUID[]::new))
                    .setParameter("views", views.values().toArray(Long[]::new)).executeUpdate();
        }
    }

    /** {@link #lockComments(UUID)} of many articles; one statement, always in the same order. */
    public void lockComments(Collection<UUID> articles) {
        database.createNativeQuery("""
                insert into article_comment_counter as c (article_id, approved)
                select distinct id, 0 from unnest(:articles) as i (id) order by id
                on conflict (article_id) do update set approved = c.approved""")
                .setParameter("articles", articles.toArray(UUID[]::new)).executeUpdate();
    }

    /** Makes whoever changes the comments of an article wait for whoever else does, until the end of the transaction. */
    public void lockComments(UUID article) {
        database.createNativeQuery("""
                insert into article_comment_counter as c (article_id, approved) values (:article, 0)
                on conflict (article_id) do update set approved = c.approved""")
                .setParameter("article", article)
                .executeUpdate();
    }

    /** Changes the approved comments by a difference. */
    public void addComments(UUID article, int difference) {
        if (difference != 0) {
            database.createNativeQuery(
                    "update article_comment_counter set approved = approved + :difference where article_id = :article")
                    .setParameter("difference", difference).setParameter("article", article).executeUpdate();
        }
    }
}
