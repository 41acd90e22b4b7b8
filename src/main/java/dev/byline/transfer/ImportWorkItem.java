package dev.byline.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.problem.ProblemException;
import dev.byline.text.RenderedBody;
import dev.byline.transfer.format.ImportLine;

/**
 * One item of an import file while it is being imported.
 * <ol>
 * <li>A format reader creates the item, with its content or with an outcome.</li>
 * <li>{@link ImportItemPreparer} validates and renders it without the database.</li>
 * <li>{@link ImportItemWriter} writes it, or lets it wait for an object that it refers to.</li>
 * <li>{@link ImportReportStore} stores its outcome.</li>
 * </ol>
 */
final class ImportWorkItem {
    final long number;
    final String place;
    final List<String> notes;
    /** The item as its reader passed it on; null if the reader could not read it. */
    final ImportLine givenLine;
    /** The notes of the reader. */
    final List<String> givenNotes;
    /** The item with the options of the job applied. */
    ImportLine line;
    ImportLine.ImportType importType;
    String sourceKey;
    byte[] hash;
    /** The rendered body of an article. */
    RenderedBody body;
    /** The rendered body of an article's published version, where that differs from the saved version. */
    RenderedBody liveBody;

    /** The number of the earlier item of the file that has the same type and id; null if there is none. */
    Long duplicateOf;
    /** True if an article is published in the source but has no date of publication. */
    boolean undated;

    ImportOutcome importOutcome;
    UUID id;
    /** The version of the object that the import wrote; null if it wrote none. */
    Integer version;
    /** True if the item refers to an object that does not exist yet. */
    boolean waits;
    /** True if the item was stored as a waiting item in an earlier transaction. */
    boolean hasWaited;
    /** The number of notes at the end of the preparation; {@link #reset} removes later notes. */
    private int prepared;
    /** True if the preparation decided the outcome; {@link #reset} does not change such an item. */
    private boolean decidedInPreparation;

    /** The outcome of an item. */
    @Schema(name = "ImportOutcome",
            description = "The outcome of an item. `unchanged`: the item was imported before and has not changed in "
                    + "the source since, or existed already. `skipped`: the item is not imported on purpose, or was "
                    + "also changed in this Byline (`onConflict=skip`). `conflict`: the item was also changed in "
                    + "this Byline (`onConflict=fail`), or its id is taken. `failed`: the item cannot be imported.")
    public enum ImportOutcome {
        created,
        updated,
        unchanged,
        skipped,
        failed,
        conflict
    }

    ImportWorkItem(long number, String place, ImportLine line, List<String> notes) {
        this.number = number;
        this.place = place;
        this.givenLine = line;
        this.givenNotes = notes;
        this.line = line;
        this.notes = new ArrayList<>(notes);
    }

    /** Sets the outcome, and adds a note unless it is null. */
    void decide(ImportOutcome newOutcome, String note) {
        importOutcome = newOutcome;
        if (note != null) {
            notes.add(note);
        }
    }

    /** Marks the item as failed, with the text of the problem as its note. */
    void fail(ProblemException problem) {
        decide(ImportOutcome.failed, problem.getMessage());
    }

    /** Sets the outcome, the id and the version of the object that was written. */
    void markWritten(ImportOutcome newOutcome, UUID newId, int newVersion) {
        importOutcome = newOutcome;
        id = newId;
        version = newVersion;
    }

    /** Tells whether the item has notes on its import. The notes of other outcomes are their reasons. */
    boolean isNoted() {
        return !notes.isEmpty() && (importOutcome == ImportOutcome.created || importOutcome == ImportOutcome.updated
                || importOutcome == ImportOutcome.unchanged);
    }

    /** Ends the preparation: {@link #reset} returns to this state. */
    void prepared() {
        prepared = notes.size();
        decidedInPreparation = importOutcome != null;
    }

    /** Returns to the state after the preparation, because the transaction was rolled back. */
    void reset() {
        if (decidedInPreparation) {
            return;
        }
        notes.subList(prepared, notes.size()).clear();
        importOutcome = null;
        waits = false;
        version = null;
        id = null;
    }

    /** The title or name of the item, or null if the item has none or could not be read. */
    String title() {
        if (line == null) {
            return null;
        }
        if (line.article != null) {
            return line.article.title;
        }
        if (line.category != null) {
            return line.category.name();
        }
        if (line.tag != null) {
            return line.tag.name();
        }
        if (line.author != null) {
            return line.author.name();
        }
        if (line.menu != null) {
            return line.menu.name();
        }
        return line.site == null ? null : line.site.title();
    }

    /** The key under which other items of the same file refer to this item: type and source key. */
    String reference() {
        return importType + ":" + sourceKey;
    }

    /**
     * The keys that batches written in parallel may not share: the item's own reference, and for an article its slugs
     * and its translation group. If two articles of a file want the same slug, the first one gets it.
     */
    List<String> exclusiveKeys() {
        if (importType == null || sourceKey == null) {
            return List.of();
        }
        var keys = new ArrayList<>(List.of(reference()));
        if (importType == ImportLine.ImportType.article && hash != null) {
            keys.add("slug:" + line.article.slug);
            if (line.live != null) {
                keys.add("slug:" + line.live.slug);
            }
            if (line.formerSlugs != null) {
                line.formerSlugs.forEach(formerSlug -> keys.add("slug:" + formerSlug.slug()));
            }
            if (line.translationGroup != null) {
                keys.add("group:" + line.translationGroup);
            }
        }
        return keys;
    }

    /** The approximate size of the item in characters: the length of an article's body, or a small constant. */
    int textLength() {
        return line == null || line.article == null || line.article.body == null || line.article.body.source() == null
                ? 100
                : line.article.body.source().length();
    }
}
