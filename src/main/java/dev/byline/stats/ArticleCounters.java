package dev.byline.stats;

import static dev.byline.database.UnnestColumns.column;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;

/** Reads and changes the counters of articles, each change in the transaction that causes it. */
@ApplicationScoped
public class ArticleCounters {
    /** Largest allowed count: JSON represents whole numbers exactly up to this value (RFC 8259 §6). */
    public static final long MAX_COUNT = (1L << 53) - 1;

    private final EntityManager database;

    ArticleCounters(EntityManager database) {
        this.database = database;
    }

    /** Finds the counters of the articles, by article id; counters that have no row are 0. One statement. */
    public Map<UUID, Stats> statsOf(Collection<UUID> articles) {
        if (articles.isEmpty()) {
            return Map.of();
        }
        @SuppressWarnings("unchecked")
        List<Tuple> rows = database
                .createNativeQuery("""
                        select i.id, coalesce(v.views, 0) as views, coalesce(v.visitor_days, 0) as visitor_days,
                            coalesce(c.approved, 0) as comments
                        from unnest(:articles) as i (id)
                        left join article_counter v on v.article_id = i.id
                        left join article_comment_counter c on c.article_id = i.id""", Tuple.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList();
        return rows.stream().collect(Collectors.toMap(row -> row.get(0, UUID.class),
                row -> new Stats(row.get(1, Long.class), row.get(2, Long.class), row.get(3, Integer.class))));
    }

    /** Finds the counters of one article. */
    public Stats statsOf(UUID article) {
        return statsOf(List.of(article)).get(article);
    }

    /** Sets the total of views, 0 to {@link #MAX_COUNT}; the views by day stay unchanged. */
    public void setViews(UUID article, long views) {
        database.createNativeQuery("""
                insert into article_counter as c (article_id, views, base) values (:article, :views, :views)
                on conflict (article_id) do update
                set views = excluded.views, base = c.base + (excluded.views - c.views)""")
                .setParameter("article", article).setParameter("views", views).executeUpdate();
    }

    /**
     * Adds views that belong to no day, such as those of an earlier system; returns false if the total would exceed
     * {@link #MAX_COUNT}.
     */
    public boolean addViews(UUID article, long views) {
        return database.createNativeQuery("""
                insert into article_counter as c (article_id, views, base) values (:article, :views, :views)
                on conflict (article_id) do update
                set views = c.views + excluded.views, base = c.base + excluded.views
                where c.views + excluded.views <= :max""")
                .setParameter("article", article).setParameter("views", views).setParameter("max", MAX_COUNT)
                .executeUpdate() == 1;
    }

    /** Resets an article to no views, no visitors and no days. */
    public void resetViews(UUID article) {
        // Rows are locked in the order in which views are counted, to avoid deadlocks.
        database.createNativeQuery("""
                insert into article_counter as c (article_id, views) values (:article, 0)
                on conflict (article_id) do update set views = 0, visitor_days = 0, base = 0""")
                .setParameter("article", article).executeUpdate();
        database.createNativeQuery("delete from article_view_day where article_id = :article")
                .setParameter("article", article).executeUpdate();
    }

    /** Views and distinct visitors of one article on one day. */
    public record DailyViews(UUID article, LocalDate day, long views, long visitors) {}

    /**
     * Sets the views of many articles, in total and by day; days that are not given stay unchanged. Rows are written in
     * the order in which views are counted, totals before days, to avoid deadlocks.
     */
    public void setViews(Map<UUID, Long> views, List<DailyViews> days) {
        // A total that is not given is the sum of the given days.
        var totals = days.stream()
                .collect(Collectors.groupingBy(DailyViews::article, Collectors.summingLong(DailyViews::views)));
        totals.putAll(views);
        if (totals.isEmpty()) {
            return;
        }
        database.createNativeQuery("""
                insert into article_counter as c (article_id, views, base)
                select id, views, views from unnest(:articles, cast(:views as bigint[])) as i (id, views) order by id
                on conflict (article_id) do update
                set views = excluded.views, base = c.base + (excluded.views - c.views)""")
                .setParameter("articles", totals.keySet().toArray(UUID[]::new))
                .setParameter("views", totals.values().toArray(Long[]::new)).executeUpdate();
        if (days.isEmpty()) {
            return;
        }
        database.createNativeQuery("""
                insert into article_view_day (article_id, day, views, visitors)
                select article, day, views, visitors from unnest(:articles, cast(:days as date[]),
                    cast(:views as bigint[]), cast(:visitors as bigint[])) as d (article, day, views, visitors)
                order by article, day
                on conflict (article_id, day) do update set views = excluded.views, visitors = excluded.visitors""")
                .setParameter("articles", column(days, UUID[]::new, DailyViews::article))
                .setParameter("days", column(days, String[]::new, d -> d.day.toString()))
                .setParameter("views", column(days, Long[]::new, DailyViews::views))
                .setParameter("visitors", column(days, Long[]::new, DailyViews::visitors)).executeUpdate();
        database.createNativeQuery("""
                update article_counter c set visitor_days = d.visitors, base = c.views - d.views
                from (select article_id, sum(views) as views, sum(visitors) as visitors from article_view_day
                    where article_id = any(:articles) group by article_id) d
                where d.article_id = c.article_id""")
                .setParameter("articles", column(days, UUID[]::new, DailyViews::article)).executeUpdate();
    }

    /**
     * Locks the comment counters of many articles, always in the same order; see {@link #lockCommentCounter(UUID)}. One
     * statement.
     */
    public void lockCommentCounter(Collection<UUID> articles) {
        database.createNativeQuery("""
                insert into article_comment_counter as c (article_id, approved)
                select distinct id, 0 from unnest(:articles) as i (id) order by id
                on conflict (article_id) do update set approved = c.approved""")
                .setParameter("articles", articles.toArray(UUID[]::new)).executeUpdate();
    }

    /**
     * Locks the comment counter of an article until the end of the transaction, so that transactions that change
     * comments of the article run one after another. The count itself is updated by a trigger, which adds the
     * difference that each statement makes.
     */
    public void lockCommentCounter(UUID article) {
        database.createNativeQuery("""
                insert into article_comment_counter as c (article_id, approved) values (:article, 0)
                on conflict (article_id) do update set approved = c.approved""")
                .setParameter("article", article)
                .executeUpdate();
    }
}
