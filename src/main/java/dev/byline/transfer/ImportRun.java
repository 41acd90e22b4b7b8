package dev.byline.transfer;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.byline.transfer.format.ImportLine.Type;

/** One run of a job on this node: what it knows of names while it lasts. Used by one thread at a time. */
final class ImportRun {
    private static final int MOST_NAMES = 50_000;

    private final ImportClaims.Claimed job;
    private final Sources sources;
    /** Ids by type and name; the least recently used are forgotten. */
    private final Map<String, UUID> names = new LinkedHashMap<>(1000, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UUID> eldest) {
            return size() > MOST_NAMES;
        }
    };
    /** What a dry run would have made, as hashes. */
    private final Set<Long> planned = new HashSet<>();
    /** Whether whatever waits must do without what it waits for. */
    private boolean last;

    ImportRun(ImportClaims.Claimed job, Sources sources) {
        this.job = job;
        this.sources = sources;
    }

    ImportClaims.Claimed job() {
        return job;
    }

    boolean dry() {
        return job.dryRun();
    }

    boolean keepsIds() {
        return job.options().ids() == ImportOptions.Ids.keep;
    }

    /** From now on nothing waits any more. */
    void mustDoWithout() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    /** Forgets what may have been rolled back, or removed by others. */
    void forget() {
        names.clear();
    }

    /** The id of what the source, or else this Byline, calls so; null if nothing is. */
    UUID resolve(Type type, String reference) {
        var name = type + ":" + reference;
        var id = names.get(name);
        if (id == null) {
            id = sources.ids(job.source(), type, Set.of(reference)).get(reference);
            if (id == null) {
                id = sources.here(type, reference).orElse(null);
            }
            know(type, reference, id);
        }
        return id;
    }

    void know(Type type, String reference, UUID id) {
        if (id != null) {
            names.put(type + ":" + reference, id);
        }
    }

    /** A dry run would have made this. */
    void plan(Item item) {
        planned.add(hash(item.reference()));
    }

    boolean isPlanned(Type type, String reference) {
        return planned.contains(hash(type + ":" + reference));
    }

    private static long hash(String text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }
}
