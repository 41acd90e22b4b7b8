package dev.byline.transfer;

import static dev.byline.database.UnnestColumns.column;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

import org.hibernate.Session;

import dev.byline.text.Graphemes;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts the notes on imported items by their kind (table {@code import_note}), and lists the items with notes (table
 * {@code import_noted_item}). The counts grow in the transactions that write the items, so that reading them does not
 * count items.
 */
@ApplicationScoped
class ImportNoteStore {
    private static final int MAX_LISTED_KINDS = 20;
    /** The number of kinds of a job from which on no new kind is counted; its items still count as noted. */
    private static final int MAX_KINDS = 200;
    private static final int MAX_NOTE_LENGTH = 200;
    /** The statement of a note, in front of advice and values: up to a semicolon or colon outside of quotations. */
    private static final Pattern STATEMENT = Pattern.compile("(?:'[^']*'|\\([^)]*\\)|[^;:]|[;:](?! ))*+");
    /** Parts of a note that differ between items: quotations, parentheses and numbers. */
    private static final Pattern VARIABLE = Pattern.compile("'[^']*'|\\([^)]*\\)|\\d+");

    private final Session database;

    ImportNoteStore(Session database) {
        this.database = database;
    }

    /** The number of items with notes of one kind. */
    private static final class Kind {
        private final String kind;
        private String note;
        private long items;

        Kind(String kind, String note) {
            this.kind = kind;
            this.note = note;
        }
    }

    /** Adds the notes of items; two statements, and none without notes. */
    void add(UUID job, Collection<ImportWorkItem> items) {
        var noted = items.stream().filter(ImportWorkItem::isNoted).toList();
        if (noted.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery(
                """
                        insert into import_noted_item (job_id, number) select :job, * from unnest(cast(:numbers as bigint[]))""")
                .setParameter("job", job).setParameter("numbers", column(noted, Long[]::new, item -> item.number))
                .executeUpdate();
        var kinds = count(noted);
        database.createNativeMutationQuery("""
                insert into import_note as counted (job_id, kind, note, items)
                select :job, found.* from unnest(cast(:kinds as text[]), cast(:notes as text[]),
                    cast(:items as bigint[])) as found (kind, note, items)
                where (select count(*) from import_note where job_id = :job) < :most
                    or exists (select 1 from import_note other where other.job_id = :job and other.kind = found.kind)
                on conflict (job_id, kind) do update set items = counted.items + excluded.items,
                    note = case when counted.note = excluded.note then counted.note else counted.kind end""")
                .setParameter("job", job).setParameter("most", MAX_KINDS)
                .setParameter("kinds", column(kinds, String[]::new, kind -> kind.kind))
                .setParameter("notes", column(kinds, String[]::new, kind -> kind.note))
                .setParameter("items", column(kinds, Long[]::new, kind -> kind.items)).executeUpdate();
    }

    /** Counts notes by their kind, in the order of the kinds: parallel transactions lock the rows in one order. */
    private static Collection<Kind> count(Collection<ImportWorkItem> items) {
        var kinds = new TreeMap<String, Kind>();
        for (var item : items) {
            var kindsOfItem = new HashSet<String>();
            for (var text : item.notes) {
                var note = toStatement(text);
                var name = toKind(note);
                var kind = kinds.computeIfAbsent(name, any -> new Kind(name, note));
                kind.items += kindsOfItem.add(name) ? 1 : 0;
                kind.note = kind.note.equals(note) ? note : name;
            }
        }
        return kinds.values();
    }

    private static String toStatement(String note) {
        // The maximum length is for the pattern, which takes a place on the stack for each character.
        var statement = STATEMENT.matcher(Graphemes.truncate(note.replace('\0', '\uFFFD'), 2 * MAX_NOTE_LENGTH));
        return statement.lookingAt() && statement.end() > 0
                ? Graphemes.truncate(statement.group(), MAX_NOTE_LENGTH)
                : "…";
    }

    private static String toKind(String note) {
        return VARIABLE.matcher(note).replaceAll(part -> switch (part.group().charAt(0)) {
            case '\'' -> "'…'";
            case '(' -> "(…)";
            default -> "…";
        });
    }

    /** Lists the most frequent kinds of notes of a job, the most frequent kind first. */
    List<ImportNote> list(UUID job) {
        return database.createNativeQuery("""
                select note, items from import_note where job_id = :job order by items desc, kind limit :most""",
                ImportNote.class).setParameter("job", job).setParameter("most", MAX_LISTED_KINDS).getResultList();
    }
}
