package dev.byline.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.byline.database.FormerSlugs;
import dev.byline.identity.FormerAddress;
import dev.byline.identity.FormerAddresses;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.FormerSlug;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decides whether items are created, updated or left unchanged, and passes them to the writer of their type. A call
 * runs completely in the transaction of its caller.
 */
@ApplicationScoped
class ImportItemWriter {
    /** The types whose former slugs are in tables of their own; an article's are with its other slugs. */
    private static final Set<ImportType> TYPES_WITH_FORMER_SLUGS = Set.of(ImportType.author, ImportType.category,
            ImportType.tag);

    private final ExternalIdMap externalIdMap;
    private final ImportReportStore report;
    private final ImportSiteDataWriter siteData;
    private final ImportArticleWriter articles;
    private final ImportCommentWriter comments;
    private final FormerAddresses formerAddresses;
    private final FormerSlugs formerSlugs;

    ImportItemWriter(ExternalIdMap externalIdMap, ImportReportStore report, ImportSiteDataWriter siteData,
            ImportArticleWriter articles, ImportCommentWriter comments, FormerAddresses formerAddresses,
            FormerSlugs formerSlugs) {
        this.externalIdMap = externalIdMap;
        this.report = report;
        this.siteData = siteData;
        this.articles = articles;
        this.comments = comments;
        this.formerAddresses = formerAddresses;
        this.formerSlugs = formerSlugs;
    }

    /**
     * Writes items, in the order of {@link ImportType}. An item that refers to an object that does not exist yet is
     * marked as waiting. A dry run writes nothing.
     */
    void write(List<ImportWorkItem> items, ImportRun run) {
        failDuplicates(items, run);
        var undecided = items.stream().filter(importWorkItem -> importWorkItem.importOutcome == null).toList();
        var earlierImports = externalIdMap.findEarlierImports(run.job().source, undecided);
        var created = new ArrayList<ImportWorkItem>();
        var changed = new ArrayList<ImportWorkItem>();
        for (var importWorkItem : undecided) {
            if (!decideWithoutWriting(importWorkItem, earlierImports.get(importWorkItem.reference()), run)) {
                (earlierImports.get(importWorkItem.reference()) == null
                        || earlierImports.get(importWorkItem.reference()).currentVersion() == null
                                ? created
                                : changed)
                        .add(importWorkItem);
            }
        }
        writeSiteData(ofTypes(created, ImportType.site, ImportType.member),
                ofTypes(changed, ImportType.site, ImportType.member), earlierImports, run);
        articles.create(ofTypes(created, ImportType.article, ImportType.article), run);
        for (var importWorkItem : ofTypes(changed, ImportType.article, ImportType.article)) {
            tryWrite(importWorkItem,
                    () -> articles.update(importWorkItem, earlierImports.get(importWorkItem.reference()).id(), run));
        }
        comments.create(ofTypes(created, ImportType.comment, ImportType.comment), run);
        for (var importWorkItem : ofTypes(changed, ImportType.comment, ImportType.comment)) {
            tryWrite(importWorkItem,
                    () -> comments.update(importWorkItem, earlierImports.get(importWorkItem.reference()).id(), run));
        }
        writeSiteData(ofTypes(created, ImportType.menu, ImportType.menu),
                ofTypes(changed, ImportType.menu, ImportType.menu), earlierImports, run);
        if (run.isDryRun()) {
            undecided.stream().filter(importWorkItem -> importWorkItem.importOutcome == ImportOutcome.created)
                    .forEach(run::addPlanned);
        } else {
            var written = undecided.stream().filter(importWorkItem -> importWorkItem.version != null).toList();
            externalIdMap.save(run.job().source, written);
            externalIdMap.saveOrigins(written);
            written.stream().filter(item -> item.line.formerSlugs != null && item.version > 0
                    && TYPES_WITH_FORMER_SLUGS.contains(item.importType)).forEach(item -> formerSlugs.add(
                            item.importType.name(), item.id,
                            item.line.formerSlugs.stream().map(FormerSlug::slug).toList()));
            formerAddresses.add(undecided.stream().flatMap(item -> readAddresses(item, run.job().source)).toList());
        }
    }

    private void writeSiteData(List<ImportWorkItem> created, List<ImportWorkItem> changed,
            Map<String, ExternalIdMap.EarlierImport> earlierImports, ImportRun run) {
        for (var importWorkItem : created) {
            tryWrite(importWorkItem, () -> {
                if (!waitsForParent(importWorkItem, run)) {
                    siteData.create(importWorkItem, run);
                    run.cacheId(importWorkItem.importType, importWorkItem.sourceKey, importWorkItem.id);
                }
            });
        }
        for (var importWorkItem : changed) {
            tryWrite(importWorkItem, () -> {
                if (!waitsForParent(importWorkItem, run)) {
                    siteData.update(importWorkItem, earlierImports.get(importWorkItem.reference()).id(), run);
                }
            });
        }
    }

    /** Marks the items as failed whose type and id an earlier item of the file has. */
    private void failDuplicates(List<ImportWorkItem> items, ImportRun run) {
        var duplicates = items.stream()
                .filter(importWorkItem -> importWorkItem.importOutcome == null && importWorkItem.duplicateOf != null)
                .toList();
        if (duplicates.isEmpty()) {
            return;
        }
        var places = report.findPlaces(run.job().id, duplicates.stream().map(item -> item.duplicateOf).toList());
        for (var duplicate : duplicates) {
            duplicate.decide(ImportOutcome.failed,
                    "has the id " + EchoedInput.quote(duplicate.sourceKey) + " of an earlier item of this "
                            + "file (" + places.getOrDefault(duplicate.duplicateOf, "number " + duplicate.duplicateOf)
                            + "); give each item an id of its own");
        }
    }

    /**
     * Returns the former addresses of an article that exists now. A path is on the host of the source, if it is a URL.
     */
    private static Stream<FormerAddresses.AddressOfArticle> readAddresses(ImportWorkItem item, String source) {
        return item.id == null || item.importOutcome == ImportOutcome.failed || item.line.formerAddresses == null
                ? Stream.empty()
                : item.line.formerAddresses.stream().flatMap(address -> FormerAddress.parse(address).stream())
                        .map(address -> new FormerAddresses.AddressOfArticle(item.id, address.completedBy(source)));
    }

    /**
     * Decides the outcome of an item that needs no writing: an item that has not changed in the source, or that was
     * also changed in this Byline and is not to be replaced. Returns false if the item is to be written.
     */
    private static boolean decideWithoutWriting(ImportWorkItem importWorkItem,
            ExternalIdMap.EarlierImport earlierImport, ImportRun run) {
        if (earlierImport == null || earlierImport.currentVersion() == null) {
            if (earlierImport != null) {
                importWorkItem.notes.add("was imported before and deleted since; it is created again");
            }
            return false;
        }
        importWorkItem.id = earlierImport.id();
        run.cacheId(importWorkItem.importType, importWorkItem.sourceKey, earlierImport.id());
        if (Arrays.equals(earlierImport.hash(), importWorkItem.hash)) {
            importWorkItem.decide(ImportOutcome.unchanged, null);
            return true;
        }
        // The object still has the version that the import wrote, so it was not changed here. Version 0 is recorded for
        // objects that existed before any import.
        if (earlierImport.currentVersion() == earlierImport.importedVersion()) {
            return false;
        }
        switch (run.job().options.onConflict) {
            case update ->
                importWorkItem.notes.add("was also changed in this Byline (version " + earlierImport.currentVersion()
                        + "); the import replaces that version, and its revisions are kept");
            case skip -> importWorkItem.decide(ImportOutcome.skipped,
                    "was also changed in this Byline (version " + earlierImport.currentVersion()
                            + ") and is left unchanged; onConflict=update replaces it");
            case fail -> importWorkItem.decide(ImportOutcome.conflict,
                    "was also changed in this Byline (version " + earlierImport.currentVersion()
                            + ") and is left unchanged; onConflict=update replaces it");
        }
        return importWorkItem.importOutcome != null;
    }

    private static boolean waitsForParent(ImportWorkItem importWorkItem, ImportRun run) {
        var parent = importWorkItem.importType == ImportType.category ? importWorkItem.line.category.parent() : null;
        if (parent == null || run.resolve(ImportType.category, parent) != null
                || run.isPlanned(ImportType.category, parent) && run.isDryRun()) {
            return false;
        }
        return failOrWait(importWorkItem, run, "/category/parent", "category", parent);
    }

    /** Lets an item wait for a missing reference; in the final pass the item fails instead. Returns true. */
    static boolean failOrWait(ImportWorkItem importWorkItem, ImportRun run, String pointer, String noun,
            String reference) {
        if (run.isFinalPass()) {
            importWorkItem.fail(ProblemException.invalid(pointer,
                    "must name an existing " + noun + "; neither the source nor this Byline has "
                            + EchoedInput.quote(reference)));
        } else {
            importWorkItem.waits = true;
        }
        return true;
    }

    private static List<ImportWorkItem> ofTypes(List<ImportWorkItem> items, ImportType first, ImportType last) {
        return items.stream()
                .filter(importWorkItem -> importWorkItem.importType.compareTo(first) >= 0
                        && importWorkItem.importType.compareTo(last) <= 0)
                .sorted((a, b) -> a.importType == b.importType ? 0 : a.importType.compareTo(b.importType)).toList();
    }

    private static void tryWrite(ImportWorkItem importWorkItem, Runnable write) {
        try {
            write.run();
        } catch (ProblemException e) {
            importWorkItem.fail(e);
        }
    }
}
