package dev.byline.change;

import static dev.byline.database.UnnestColumns.column;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.change.PendingChange.Origin;
import jakarta.enterprise.context.ApplicationScoped;

/** Categories, tags and authors with a new name, whose articles are logged in the background. */
@ApplicationScoped
class RenamedReferences {
    private static final UUID FIRST = new UUID(0, 0);

    private final Session database;

    RenamedReferences(Session database) {
        this.database = database;
    }

    private record LiveRow(UUID id, String kind, String slug, String locale) {}

    private record Expansion(Long id, String type, UUID thingId, UUID afterArticle, String xid, Instant at) {}

    /** Remembers what was renamed. */
    void add(List<PendingChange> renamed) {
        if (renamed.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery("""
                insert into change_expansion (type, thing_id, xid, at)
                select type, thing, cast(xid as xid8), cast(at as timestamptz)
                from unnest(:types, :things, :xids, :times) with ordinality as r (type, thing, xid, at, number)
                order by number""").setParameter("types", column(renamed, String[]::new, PendingChange::type))
                .setParameter("things", column(renamed, UUID[]::new, PendingChange::thingId))
                .setParameter("xids", column(renamed, String[]::new, change -> change.origin().xid()))
                .setParameter("times", column(renamed, String[]::new, change -> change.origin().at().toString()))
                .executeUpdate();
    }

    /**
     * Adds the next articles of the oldest of them to the changes; returns whether there is one.
     *
     * @param most
     *            the maximum number of articles
     */
    boolean addArticles(List<PendingChange> changes, int most) {
        var found = database.createNativeQuery("""
                select id, type, thing_id, after_article, cast(xid as text) as xid, at from change_expansion
                order by id limit 1""", Expansion.class).getResultList();
        if (found.isEmpty()) {
            return false;
        }
        var expansion = found.get(0);
        var articles = database.createNativeQuery("""
                select p.article_id, p.kind, p.slug, p.locale from (
                    select distinct l.article_id from (%2$s) as things (id)
                    cross join lateral (
                        select article_id from publication_%1$s where %1$s_id = things.id and article_id > :after
                        order by article_id limit :most) l
                    order by article_id limit :most) as articles
                join publication p using (article_id) order by article_id""".formatted(expansion.type,
                expansion.type.equals("category")
                        ? "select below.id from category c join category below on below.path >= c.path"
                                + " and below.path < c.path || '/' where c.id = :thing"
                        : "select cast(:thing as uuid)"),
                LiveRow.class).setParameter("thing", expansion.thingId)
                .setParameter("after", Objects.requireNonNullElse(expansion.afterArticle, FIRST))
                .setParameter("most", most).getResultList();
        var origin = new Origin(null, expansion.xid, expansion.at).asReference();
        articles.forEach(article -> changes.add(new PendingChange(article.kind, PendingChange.UPDATED, article.id,
                article.slug, article.locale, origin)));
        if (articles.size() < most) {
            database.createNativeMutationQuery("delete from change_expansion where id = :id")
                    .setParameter("id", expansion.id).executeUpdate();
        } else {
            database.createNativeMutationQuery("update change_expansion set after_article = :after where id = :id")
                    .setParameter("after", articles.get(most - 1).id).setParameter("id", expansion.id).executeUpdate();
        }
        return true;
    }
}
