package dev.byline.change;

import static dev.byline.database.UnnestColumns.column;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.change.PendingChange.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;

/** Reads and writes the rows of pending changes and of the log. */
@ApplicationScoped
class ChangeRows {
    /** The types that the public API lists. Other types, for instance comments, are for webhooks alone. */
    private static final Set<String> PUBLIC_TYPES = Set.of("article", "page", "category", "tag", "author", "menu",
            "site");

    private final Session database;

    ChangeRows(Session database) {
        this.database = database;
    }

    /** Takes pending changes, the oldest first. */
    List<PendingChange> take(int most) {
        return database.createNativeQuery("""
                with taken as (
                    delete from pending_change
                    where ctid = any(array(select ctid from pending_change order by id limit :most))
                    returning *)
                select type, change, thing_id, slug, locale, cause, cast(xid as text) as xid, at
                from taken order by id""", Tuple.class).setParameter("most", most).getResultList().stream()
                .map(row -> new PendingChange(text(row, 0), text(row, 1), row.get(2, UUID.class), text(row, 3),
                        text(row, 4), new Origin(text(row, 5), text(row, 6), row.get(7, Instant.class))))
                .toList();
    }

    private static String text(Tuple row, int column) {
        return row.get(column, String.class);
    }

    /** Makes changes pending again, behind those that are pending. */
    void postpone(List<PendingChange> changes) {
        insert("insert into pending_change (type, change, thing_id, slug, locale, cause, xid, at)", "", "id", changes);
    }

    /** Appends changes to the log, in their order, and returns their positions. */
    List<Long> append(List<PendingChange> changes) {
        return insert("insert into change (type, change, thing_id, slug, locale, cause, xid, at, public)",
                ", type = any(array['" + String.join("', '", PUBLIC_TYPES) + "'])", "position", changes);
    }

    private List<Long> insert(String into, String extraColumn, String number, List<PendingChange> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        return database.createNativeQuery("with added as (" + into + """

                select type, change, thing_id, slug, locale, cause, cast(xid as xid8), cast(at as timestamptz)"""
                + extraColumn + """

                        from unnest(:types, :changes, :things, :slugs, :locales, :causes, :xids, :times) with ordinality
                            as c (type, change, thing_id, slug, locale, cause, xid, at, place)
                        order by place returning *)
                        select\s""" + number + " as number from added order by 1", Long.class)
                .setParameter("types", column(changes, String[]::new, PendingChange::type))
                .setParameter("changes", column(changes, String[]::new, PendingChange::change))
                .setParameter("things", column(changes, UUID[]::new, PendingChange::thingId))
                .setParameter("slugs", column(changes, String[]::new, PendingChange::slug))
                .setParameter("locales", column(changes, String[]::new, PendingChange::locale))
                .setParameter("causes", column(changes, String[]::new, c -> c.origin().cause()))
                .setParameter("xids", column(changes, String[]::new, c -> c.origin().xid()))
                .setParameter("times", column(changes, String[]::new, c -> c.origin().at().toString())).getResultList();
    }
}
