package dev.byline.transfer;

import static dev.byline.database.UnnestColumns.column;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.hibernate.Session;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.text.Graphemes;
import dev.byline.transfer.format.ImportLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** Stores the outcome of each item of a job (table {@code import_item}), and the items that wait for a reference. */
@ApplicationScoped
class ImportReportStore {
    private static final int MAX_MESSAGE_LENGTH = 2_000;
    private static final int MAX_TITLE_LENGTH = 200;
    private static final int SEEN_BATCH_SIZE = 5_000;

    private final Session database;
    private final ImportJobService jobs;
    private final ImportNoteStore notes;

    ImportReportStore(Session database, ImportJobService jobs, ImportNoteStore notes) {
        this.database = database;
        this.jobs = jobs;
        this.notes = notes;
    }

    /** Adds the outcomes and notes of items to the report; at most three statements. */
    void add(UUID job, Collection<ImportWorkItem> items) {
        database.createNativeMutationQuery(
                """
                        insert into import_item (job_id, number, place, type, external_id, id, outcome, message, title)
                        select :job, * from unnest(cast(:numbers as bigint[]), cast(:places as text[]), cast(:types as text[]),
                            cast(:keys as text[]), cast(:ids as uuid[]), cast(:outcomes as text[]), cast(:messages as text[]),
                            cast(:titles as text[]))""")
                .setParameter("job", job).setParameter("numbers", column(items, Long[]::new, i -> i.number))
                .setParameter("places", column(items, String[]::new, i -> i.place))
                .setParameter("types",
                        column(items, String[]::new, ImportReportStore::toType))
                .setParameter("keys", column(items, String[]::new, i -> i.sourceKey))
                .setParameter("ids", column(items, UUID[]::new, i -> i.id))
                .setParameter("outcomes", column(items, String[]::new, i -> i.importOutcome.name()))
                .setParameter("messages", column(items, String[]::new, ImportReportStore::joinNotes))
                .setParameter("titles", column(items, String[]::new, ImportReportStore::toTitle)).executeUpdate();
        notes.add(job, items);
    }

    /** Returns the type that the report shows: neither clients nor nodes of the first release know menus. */
    private static String toType(ImportWorkItem importWorkItem) {
        return importWorkItem.importType == null || importWorkItem.importType == ImportLine.ImportType.menu
                ? null
                : importWorkItem.importType.name();
    }

    private static String toTitle(ImportWorkItem importWorkItem) {
        var title = importWorkItem.title();
        return title == null ? null : Graphemes.truncate(title.replace('\0', '\uFFFD'), MAX_TITLE_LENGTH);
    }

    private static String joinNotes(ImportWorkItem importWorkItem) {
        // A message may quote the name of an unknown field of the file, and PostgreSQL stores no U+0000.
        var message = String.join("; ", importWorkItem.notes).replace('\0', '\uFFFD');
        return message.isEmpty() ? null : Graphemes.truncate(message, MAX_MESSAGE_LENGTH);
    }

    /** Lists a page of the report in the order of the file; 404 if there is no such job. */
    @Transactional
    Page<ImportedItem> list(String reference, ImportReportFilter filter, PageQuery query) {
        var job = jobs.read(reference).id;
        var keys = new Keyset<>(query, "items " + job + filter, false, Long::valueOf);
        var outcome = filter == null ? null : filter.outcome();
        var from = from(filter) + (outcome == null ? "" : " and outcome = :outcome");
        var statement = database.createNativeQuery("select " + ImportedItem.COLUMNS + from
                + keys.seekCondition("number", "job_id") + keys.orderBy("number", "job_id"), Tuple.class)
                .setParameter("job", job);
        var count = database.createNativeQuery("select count(*)" + from, Long.class).setParameter("job", job);
        if (outcome != null) {
            statement.setParameter("outcome", outcome);
            count.setParameter("outcome", outcome);
        }
        var rows = keys.bind(statement).getResultList();
        return keys.toPage(rows.stream().map(ImportedItem::new).toList(), i -> i.number,
                i -> job,
                count::getSingleResult);
    }

    private static String from(ImportReportFilter filter) {
        return " from import_item" + (filter == ImportReportFilter.noted
                ? " join import_noted_item using (job_id, number)"
                : "") + " where job_id = :job";
    }

    /** Lists the next report items after an item number, up to the given limit. */
    @Transactional
    List<ImportedItem> listAfter(UUID job, ImportReportFilter filter, long number, int limit) {
        return database.createNativeQuery("select " + ImportedItem.COLUMNS + from(filter)
                + " and number > :number and (cast(:outcome as text) is null or outcome = :outcome)"
                + " order by number limit :most", Tuple.class).setParameter("job", job).setParameter("number", number)
                .setParameter("outcome", filter == null ? null : filter.outcome(), String.class)
                .setParameter("most", limit).getResultList().stream().map(ImportedItem::new).toList();
    }

    /** Finds the items that earlier runs of the job completed, by their type and id. */
    @Transactional
    SeenItems findSeenItems(ImportClaims.ClaimedJob job) {
        var seen = new SeenItems();
        if (job.completedItems == 0 && job.completedAhead.isEmpty()) {
            return seen;
        }
        var items = listAfter(job.id, null, 0, SEEN_BATCH_SIZE);
        while (!items.isEmpty()) {
            for (var item : items) {
                if (item.type != null && item.externalId != null
                        && item.outcome != ImportWorkItem.ImportOutcome.failed) {
                    seen.add(item.type + ":" + item.externalId, item.number);
                }
            }
            items = listAfter(job.id, null, items.get(items.size() - 1).number, SEEN_BATCH_SIZE);
        }
        return seen;
    }

    /** Finds the places of items in the file, by their numbers; one statement. */
    Map<Long, String> findPlaces(UUID job, Collection<Long> numbers) {
        return database.createNativeQuery("""
                select number, place from import_item
                where job_id = :job and number = any(cast(:numbers as bigint[]))""", Tuple.class)
                .setParameter("job", job).setParameter("numbers", numbers.toArray(Long[]::new)).getResultList()
                .stream().collect(Collectors.toMap(t -> t.get(0, Long.class), t -> t.get(1, String.class)));
    }

    /** Stores waiting items as JSON. Items that already wait stay as they are. */
    void addWaiting(UUID job, List<ImportWorkItem> items, Function<ImportWorkItem, String> toJson) {
        database.createNativeMutationQuery("""
                insert into import_waiting (job_id, number, place, line)
                select :job, * from unnest(cast(:numbers as bigint[]), cast(:places as text[]), cast(:lines as text[]))
                on conflict do nothing""").setParameter("job", job)
                .setParameter("numbers", column(items, Long[]::new, i -> i.number))
                .setParameter("places", column(items, String[]::new, i -> i.place))
                .setParameter("lines", column(items, String[]::new, toJson)).executeUpdate();
    }

    /** A stored item that waits for a reference, with its content as JSON. */
    record WaitingItem(long number, String place, String json) {}

    /** Lists the next waiting items after an item number, up to the given limit. */
    @Transactional
    List<WaitingItem> listWaitingAfter(UUID job, long number, int limit) {
        return database.createNativeQuery("""
                select number, place, line from import_waiting where job_id = :job and number > :number
                order by number limit :most""", WaitingItem.class).setParameter("job", job)
                .setParameter("number", number).setParameter("most", limit).getResultList();
    }

    /** Deletes items that do not wait any more. */
    void deleteWaiting(UUID job, Collection<ImportWorkItem> items) {
        if (items.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery("""
                delete from import_waiting where job_id = :job and number = any(cast(:numbers as bigint[]))""")
                .setParameter("job", job).setParameter("numbers", column(items, Long[]::new, i -> i.number))
                .executeUpdate();
    }
}
