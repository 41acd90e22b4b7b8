package dev.byline.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.problem.ProblemException;
import dev.byline.text.RenderedBody;
import dev.byline.transfer.format.ImportLine;

/** One item of a file on its way into the database. */
final class ImportWorkItem {
    final long number;
    final String place;
    final List<String> notes = new ArrayList<>();
    ImportLine line;
    ImportLine.ImportType importType;
    String sourceKey;
    byte[] hash;
    /** Of an article, rendered. */
    RenderedBody body;
    RenderedBody liveBody;

    ImportOutcome importOutcome;
    UUID id;
    /** The version that the import made; null if it made none. */
    Integer version;
    /** Whether it refers to something that is not here yet. */
    boolean waits;
    /** Whether it did, in an earlier transaction. */
    boolean hasWaited;
    private int prepared;
    private boolean decidedInPreparation;

    /** What becomes of items. */
    @Schema(name = "ImportOutcome",
            description = "`unchanged` was the same before; `skipped` and `conflict` were changed here as well (`onConflict`), or are left out; `failed` cannot be imported as they are.")
    public enum ImportOutcome {
        created,
        updated,
        unchanged,
        skipped,
        failed,
        conflict
    }

    ImportWorkItem(long number, String place, ImportLine line) {
        this.number = number;
        this.place = place;
        this.line = line;
    }

    void decide(ImportOutcome newOutcome, String note) {
        importOutcome = newOutcome;
        if (note != null) {
            notes.add(note);
        }
    }

    /** It cannot be imported, and why. */
    void fail(ProblemException problem) {
        decide(ImportOutcome.failed, problem.getMessage());
    }

    /** Is written, and is this version now. */
    void markWritten(ImportOutcome newOutcome, UUID newId, int newVersion) {
        importOutcome = newOutcome;
        id = newId;
        version = newVersion;
    }

    /** Everything is known of it that needs no database. */
    void prepared() {
        prepared = notes.size();
        decidedInPreparation = importOutcome != null;
    }

    /** As if nothing had been tried with the database. */
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

    /** How others in the same file refer to it. */
    String reference() {
        return importType + ":" + sourceKey;
    }

    /**
     * What no other item may be written beside: its own name, and of an article the addresses and the place among
     * translations that it wants, of which the first in the file gets them.
     */
    List<String> exclusiveKeys() {
        if (importType == null || sourceKey == null) {
            return List.of();
        }
        var keys = new ArrayList<>(List.of(reference()));
        if (importType == ImportLine.ImportType.article && hash != null) {
            keys.add("slug:" + line.article().slug());
            if (line.live() != null) {
                keys.add("slug:" + line.live().slug());
            }
            if (line.formerSlugs() != null) {
                line.formerSlugs().forEach(formerSlug -> keys.add("slug:" + formerSlug.slug()));
            }
            if (line.translationGroup() != null) {
                keys.add("group:" + line.translationGroup());
            }
        }
        return keys;
    }

    int textLength() {
        return line == null || line.article() == null || line.article().body() == null
                ? 100
                : line.article().body().source().length();
    }
}
