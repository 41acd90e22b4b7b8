package dev.byline.transfer;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.byline.transfer.format.ImportLine.ImportType;

/** One run of a job on this node: what it knows of names while it lasts. Used by one thread at a time. */
final class ImportRun {
    private static final int MAX_CACHED_IDS = 50_000;

    private final ImportClaims.ClaimedJob job;
    private final ExternalIdMap externalIdMap;
    /** Ids by type and name; the least recently used are forgotten. */
    private final Map<String, UUID> idCache = new LinkedHashMap<>(1000, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UUID> eldest) {
            return size() > MAX_CACHED_IDS;
        }
    };
    /** What a dry run would have made, as hashes. */
    private final Set<Long> plannedHashes = new HashSet<>();
    /** Whether whatever waits must do without what it waits for. */
    private boolean finalPass;

    ImportRun(ImportClaims.ClaimedJob job, ExternalIdMap externalIdMap) {
        this.job = job;
        this.externalIdMap = externalIdMap;
    }

    ImportClaims.ClaimedJob job() {
        return job;
    }

    boolean isDryRun() {
        return job.dryRun();
    }

    boolean keepsIds() {
        return job.options().ids() == ImportOptions.IdPolicy.keep;
    }

    /** From now on nothing waits any more. */
    void startFinalPass() {
        finalPass = true;
    }

    boolean isFinalPass() {
        return finalPass;
    }

    /** Forgets what may have been rolled back, or removed by others. */
    void clearCache() {
        idCache.clear();
    }

    /** The id of what the source, or else this Byline, calls so; null if nothing is. */
    UUID resolve(ImportType importType, String reference) {
        var cacheKey = importType + ":" + reference;
        var id = idCache.get(cacheKey);
        if (id == null) {
            id = externalIdMap.findIds(job.source(), importType, Set.of(reference)).get(reference);
            if (id == null) {
                id = externalIdMap.findLocal(importType, reference).orElse(null);
            }
            cacheId(importType, reference, id);
        }
        return id;
    }

    void cacheId(ImportType importType, String reference, UUID id) {
        if (id != null) {
            idCache.put(importType + ":" + reference, id);
        }
    }

    /** A dry run would have made this. */
    void addPlanned(ImportWorkItem importWorkItem) {
        plannedHashes.add(hash(importWorkItem.reference()));
    }

    boolean isPlanned(ImportType importType, String reference) {
        return plannedHashes.contains(hash(importType + ":" + reference));
    }

    private static long hash(String text) {
        long hash = 1125899906842597L;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }
}
