package dev.byline.transfer;

import static dev.byline.database.UnnestColumns.column;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.hibernate.Session;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.transfer.format.Clean;
import dev.byline.transfer.format.ImportLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** What became of each item of a job, and which items wait. */
@ApplicationScoped
class ImportReport {
    private static final int LONGEST = 2_000;
    private static final String COLUMNS = "number, place, type, external_id, id, outcome, message";

    private final Session database;
    private final ImportJobs jobs;

    ImportReport(Session database, ImportJobs jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    /** Adds what became of items; one statement. */
    void add(UUID job, Collection<Item> items) {
        database.createNativeMutationQuery(
                """
                        insert into import_item (job_id, number, place, type, external_id, id, outcome, message)
                        select :job, * from unnest(cast(:numbers as bigint[]), cast(:places as text[]), cast(:types as text[]),
                            cast(:keys as text[]), cast(:ids as uuid[]), cast(:outcomes as text[]), cast(:messages as text[]))""")
                .setParameter("job", job).setParameter("numbers", column(items, Long[]::new, i -> i.number))
                .setParameter("places", column(items, String[]::new, i -> i.place))
                .setParameter("types", column(items, String[]::new, i -> i.type == null ? null : i.type.name()))
                .setParameter("keys", column(items, String[]::new, i -> i.key))
                .setParameter("ids", column(items, UUID[]::new, i -> i.id))
                .setParameter("outcomes", column(items, String[]::new, i -> i.outcome.name()))
                .setParameter("messages", column(items, String[]::new, ImportReport::message)).executeUpdate();
    }

    private static String message(Item item) {
        // Names of unknown fields are the client's, and a column holds no U+0000.
        var message = String.join("; ", item.notes).replace('\0', '\uFFFD');
        return message.isEmpty() ? null : Clean.cut(message, LONGEST);
    }

    /** One page, in the order of the file; 404 if there is no such job. */
    @Transactional
    Page<ImportedItem> list(String reference, Item.Outcome outcome, PageQuery query) {
        var job = jobs.read(reference).id();
        var keys = new Keyset<>(query, "items " + job + outcome, false, Long::valueOf);
        var from = " from import_item where job_id = :job" + (outcome == null ? "" : " and outcome = :outcome");
        var statement = database.createNativeQuery("select " + COLUMNS + from
                + keys.seekCondition("number", "job_id") + keys.orderBy("number", "job_id"), Tuple.class)
                .setParameter("job", job);
        var count = database.createNativeQuery("select count(*)" + from, Long.class).setParameter("job", job);
        if (outcome != null) {
            statement.setParameter("outcome", outcome.name());
            count.setParameter("outcome", outcome.name());
        }
        var rows = keys.bind(statement).getResultList();
        return keys.toPage(rows.stream().map(ImportReport::item).toList(), ImportedItem::number, i -> job,
                count::getSingleResult);
    }

    /** What comes behind a number, a part at a time. */
    @Transactional
    List<ImportedItem> behind(UUID job, Item.Outcome outcome, long number, int most) {
        return database.createNativeQuery("select " + COLUMNS + """
                 from import_item where job_id = :job and number > :number
                and (cast(:outcome as text) is null or outcome = :outcome) order by number limit :most""", Tuple.class)
                .setParameter("job", job).setParameter("number", number)
                .setParameter("outcome", outcome == null ? null : outcome.name(), String.class)
                .setParameter("most", most).getResultStream().map(ImportReport::item).toList();
    }

    private static ImportedItem item(Tuple t) {
        var type = t.get(2, String.class);
        return new ImportedItem(t.get(0, Long.class), t.get(1, String.class),
                type == null ? null : ImportLine.Type.valueOf(type), t.get(3, String.class), t.get(4, UUID.class),
                Item.Outcome.valueOf(t.get(5, String.class)), t.get(6, String.class));
    }

    /** Keeps items that wait, as JSON, by number. */
    void wait(UUID job, List<Item> items, Function<Item, String> json) {
        database.createNativeMutationQuery("""
                insert into import_waiting (job_id, number, place, line)
                select :job, * from unnest(cast(:numbers as bigint[]), cast(:places as text[]), cast(:lines as text[]))
                on conflict do nothing""").setParameter("job", job)
                .setParameter("numbers", column(items, Long[]::new, i -> i.number))
                .setParameter("places", column(items, String[]::new, i -> i.place))
                .setParameter("lines", column(items, String[]::new, json)).executeUpdate();
    }

    /** An item that waits. */
    record Waiting(long number, String place, String line) {}

    /** Those that wait behind a number, a part at a time. */
    @Transactional
    List<Waiting> waiting(UUID job, long behind, int most) {
        return database.createNativeQuery("""
                select number, place, line from import_waiting where job_id = :job and number > :number
                order by number limit :most""", Waiting.class).setParameter("job", job)
                .setParameter("number", behind).setParameter("most", most).getResultList();
    }

    /** These wait no more. */
    void waitNoMore(UUID job, Collection<Item> items) {
        if (items.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery("""
                delete from import_waiting where job_id = :job and number = any(cast(:numbers as bigint[]))""")
                .setParameter("job", job).setParameter("numbers", column(items, Long[]::new, i -> i.number))
                .executeUpdate();
    }
}
