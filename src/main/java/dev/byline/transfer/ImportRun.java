package dev.byline.transfer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.byline.transfer.format.ImportLine.ImportType;

/**
 * One run of an import job on this node: caches the ids of external ids, and in a dry run the planned items. Only one
 * thread at a time may use an instance.
 */
final class ImportRun {
    private static final int MAX_CACHED_IDS = 50_000;

    private final ImportClaims.ClaimedJob job;
    private final ExternalIdMap externalIdMap;
    /** Cached ids by type and reference; the least recently used entries are evicted. */
    private final Map<String, UUID> idCache = new LinkedHashMap<>(1000, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UUID> eldest) {
            return size() > MAX_CACHED_IDS;
        }
    };
    /**
     * Hashes of the items that a dry run would have created, and of their slugs; hashes need less memory than
     * references.
     */
    private final Set<Long> plannedHashes = new HashSet<>();
    /** Names of the tags that other names led to, by these names; empty for a name that is that of its tag. */
    private final Map<String, String> mergedTags = new HashMap<>();
    /** In a dry run the names of the tags that articles would have created, by their spelling. */
    private final Map<String, String> plannedTags = new HashMap<>();
    /** The locales that a dry run would have given to the site; null if the file has no settings of the site. */
    private List<String> plannedLocales;
    /** True if waiting items must be decided now, although their references are missing. */
    private boolean finalPass;

    ImportRun(ImportClaims.ClaimedJob job, ExternalIdMap externalIdMap) {
        this.job = job;
        this.externalIdMap = externalIdMap;
    }

    ImportClaims.ClaimedJob job() {
        return job;
    }

    boolean isDryRun() {
        return job.dryRun;
    }

    /** Tells whether imported objects keep the ids of the file ({@code ids=keep}). */
    boolean keepsIds() {
        return job.options.ids == ImportOptions.IdPolicy.keep;
    }

    /** Starts the final pass: from now on no item may wait any more. */
    void startFinalPass() {
        finalPass = true;
    }

    boolean isFinalPass() {
        return finalPass;
    }

    /** Empties the cache after a rollback: its ids may not exist any more. */
    void clearCache() {
        idCache.clear();
        mergedTags.clear();
    }

    /**
     * Resolves a reference: first as an external id of the source, then as an id or slug of this Byline. Returns null
     * if neither exists.
     */
    UUID resolve(ImportType importType, String reference) {
        var cacheKey = importType + ":" + reference;
        var id = idCache.get(cacheKey);
        if (id == null) {
            id = externalIdMap.findIds(job.source, importType, Set.of(reference)).get(reference);
            if (id == null) {
                id = externalIdMap.findLocal(importType, reference).orElse(null);
            }
            cacheId(importType, reference, id);
        }
        return id;
    }

    /** Caches the id of a reference; ignores null. */
    void cacheId(ImportType importType, String reference, UUID id) {
        if (id != null) {
            idCache.put(importType + ":" + reference, id);
        }
    }

    /** Returns the name of the tag that another name led to; empty if there is none. The result is kept. */
    String mergedTag(String name, Supplier<String> find) {
        if (mergedTags.size() >= MAX_CACHED_IDS) {
            mergedTags.clear();
        }
        return mergedTags.computeIfAbsent(name, any -> find.get());
    }

    /** Remembers a tag that a dry run would have created. Returns the name of an earlier one with this spelling. */
    Optional<String> planTag(String spelling, String name) {
        return spelling.isEmpty() ? Optional.empty() : Optional.ofNullable(plannedTags.putIfAbsent(spelling, name));
    }

    /** Remembers the locales that a dry run would have given to the site. */
    void planLocales(List<String> locales) {
        plannedLocales = locales;
    }

    /** Returns the locales that a dry run would have given to the site; null if the site keeps its own. */
    List<String> plannedLocales() {
        return plannedLocales;
    }

    /** Remembers an item that a dry run would have created. */
    void addPlanned(ImportWorkItem importWorkItem) {
        plannedHashes.add(SeenItems.hash(importWorkItem.reference()));
    }

    /** Remembers a slug that a dry run would have given to an article. Returns false if an earlier article has it. */
    boolean addPlannedSlug(String locale, String slug) {
        return plannedHashes.add(SeenItems.hash("slug:" + locale + ":" + slug));
    }

    /** Tells whether a dry run would have created the object of this reference. */
    boolean isPlanned(ImportType importType, String reference) {
        return plannedHashes.contains(SeenItems.hash(importType + ":" + reference));
    }
}
