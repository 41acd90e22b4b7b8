package dev.byline.publication;

import java.util.Collection;
import java.util.UUID;

import org.hibernate.Session;

import jakarta.enterprise.context.ApplicationScoped;

/** Writes the rows of {@code listing}: each published article with each list that it is in. */
@ApplicationScoped
public class ListingWriter {
    private final Session database;

    ListingWriter(Session database) {
        this.database = database;
    }

    /** Inserts new articles into their lists, which the view {@code listed} defines. */
    public void insert(Collection<UUID> articles) {
        database.createNativeMutationQuery("""
                insert into listing (list, article_id, published_at, updated_at, title)
                select list, article_id, published_at, updated_at, title from listed where article_id = any(:ids)
                order by list, published_at""").setParameter("ids", articles.toArray(UUID[]::new)).executeUpdate();
    }

    /** Updates the lists of these articles to match the view {@code listed}; rows that already match stay untouched. */
    void refresh(Collection<UUID> articles) {
        database.createNativeMutationQuery("""
                with wanted as materialized (select * from listed where article_id = any(:ids)),
                gone as (
                    delete from listing l where l.article_id = any(:ids) and not exists (
                        select 1 from wanted w where w.article_id = l.article_id and w.list = l.list))
                insert into listing as l (list, article_id, published_at, updated_at, title)
                select list, article_id, published_at, updated_at, title from wanted
                on conflict (article_id, list) do update set published_at = excluded.published_at,
                    updated_at = excluded.updated_at, title = excluded.title
                where (l.published_at, l.updated_at, l.title)
                    is distinct from (excluded.published_at, excluded.updated_at, excluded.title)""")
                .setParameter("ids", articles.toArray(UUID[]::new)).executeUpdate();
    }
}
