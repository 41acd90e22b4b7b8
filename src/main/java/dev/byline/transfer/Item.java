package dev.byline.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.problem.ProblemException;
import dev.byline.text.RenderedBody;
import dev.byline.transfer.format.ImportLine;

/** One item of a file on its way into the database. */
final class Item {
    final long number;
    final String place;
    final List<String> notes = new ArrayList<>();
    ImportLine line;
    ImportLine.Type type;
    String key;
    byte[] hash;
    /** Of an article, rendered. */
    RenderedBody body;
    RenderedBody liveBody;

    Outcome outcome;
    UUID id;
    /** The version that the import made; null if it made none. */
    Integer version;
    /** Whether it refers to something that is not here yet. */
    boolean waits;
    /** Whether it did, in an earlier transaction. */
    boolean hasWaited;
    private int prepared;
    private boolean settled;

    /** What becomes of items. */
    @Schema(name = "ImportOutcome",
            description = "`unchanged` was the same before; `skipped` and `conflict` were changed here as well (`onConflict`), or are left out; `failed` cannot be imported as they are.")
    public enum Outcome {
        created,
        updated,
        unchanged,
        skipped,
        failed,
        conflict
    }

    Item(long number, String place, ImportLine line) {
        this.number = number;
        this.place = place;
        this.line = line;
    }

    void is(Outcome what, String note) {
        outcome = what;
        if (note != null) {
            notes.add(note);
        }
    }

    /** It cannot be imported, and why. */
    void refused(ProblemException problem) {
        is(Outcome.failed, problem.getMessage());
    }

    /** Is written, and is this version now. */
    void written(Outcome what, UUID newId, int newVersion) {
        outcome = what;
        id = newId;
        version = newVersion;
    }

    /** Everything is known of it that needs no database. */
    void prepared() {
        prepared = notes.size();
        settled = outcome != null;
    }

    /** As if nothing had been tried with the database. */
    void reset() {
        if (settled) {
            return;
        }
        notes.subList(prepared, notes.size()).clear();
        outcome = null;
        waits = false;
        version = null;
        id = null;
    }

    /** How others in the same file refer to it. */
    String reference() {
        return type + ":" + key;
    }

    /**
     * What no other item may be written beside: its own name, and of an article the addresses and the place among
     * translations that it wants, of which the first in the file gets them.
     */
    List<String> claims() {
        if (type == null || key == null) {
            return List.of();
        }
        var claims = new ArrayList<>(List.of(reference()));
        if (type == ImportLine.Type.article && hash != null) {
            claims.add("slug:" + line.article().slug());
            if (line.live() != null) {
                claims.add("slug:" + line.live().slug());
            }
            if (line.formerSlugs() != null) {
                line.formerSlugs().forEach(former -> claims.add("slug:" + former.slug()));
            }
            if (line.translationGroup() != null) {
                claims.add("group:" + line.translationGroup());
            }
        }
        return claims;
    }

    int size() {
        return line == null || line.article() == null || line.article().body() == null
                ? 100
                : line.article().body().source().length();
    }
}
