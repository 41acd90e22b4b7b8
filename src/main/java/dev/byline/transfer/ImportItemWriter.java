package dev.byline.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.byline.problem.ProblemException;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/** Decides what becomes of items, and lets it become. All of a call is one transaction of the caller's. */
@ApplicationScoped
class ImportItemWriter {
    private final ExternalIdMap externalIdMap;
    private final ImportSiteDataWriter siteData;
    private final ImportArticleWriter articles;
    private final ImportCommentWriter comments;

    ImportItemWriter(ExternalIdMap externalIdMap, ImportSiteDataWriter siteData, ImportArticleWriter articles,
            ImportCommentWriter comments) {
        this.externalIdMap = externalIdMap;
        this.siteData = siteData;
        this.articles = articles;
        this.comments = comments;
    }

    /** Writes what is to be written. Whatever refers to something that is not here yet waits. */
    void write(List<ImportWorkItem> items, ImportRun run) {
        var undecided = items.stream().filter(importWorkItem -> importWorkItem.importOutcome == null).toList();
        var earlierImports = externalIdMap.findEarlierImports(run.job().source(), undecided);
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
        for (var importWorkItem : ofTypes(created, ImportType.site, ImportType.member)) {
            tryWrite(importWorkItem, () -> {
                if (!waitsForParent(importWorkItem, run)) {
                    siteData.create(importWorkItem, run);
                    run.cacheId(importWorkItem.importType, importWorkItem.sourceKey, importWorkItem.id);
                }
            });
        }
        for (var importWorkItem : ofTypes(changed, ImportType.site, ImportType.member)) {
            tryWrite(importWorkItem, () -> {
                if (!waitsForParent(importWorkItem, run)) {
                    siteData.update(importWorkItem, earlierImports.get(importWorkItem.reference()).id(), run);
                }
            });
        }
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
        if (run.isDryRun()) {
            undecided.stream().filter(importWorkItem -> importWorkItem.importOutcome == ImportOutcome.created)
                    .forEach(run::addPlanned);
        } else {
            externalIdMap.save(run.job().source(),
                    undecided.stream().filter(importWorkItem -> importWorkItem.version != null).toList());
        }
    }

    /** The same as before is left alone, and what was changed here is treated as the job says. */
    private static boolean decideWithoutWriting(ImportWorkItem importWorkItem,
            ExternalIdMap.EarlierImport earlierImport, ImportRun run) {
        if (earlierImport == null || earlierImport.currentVersion() == null) {
            if (earlierImport != null) {
                importWorkItem.notes.add("was imported before and removed since");
            }
            return false;
        }
        importWorkItem.id = earlierImport.id();
        run.cacheId(importWorkItem.importType, importWorkItem.sourceKey, earlierImport.id());
        if (Arrays.equals(earlierImport.hash(), importWorkItem.hash)) {
            importWorkItem.decide(ImportOutcome.unchanged, null);
            return true;
        }
        // Nothing was changed here: version 0 is of what was here before any import.
        if (earlierImport.currentVersion() == earlierImport.importedVersion()) {
            return false;
        }
        switch (run.job().options().onConflict()) {
            case update ->
                importWorkItem.notes.add("was changed here as well (version " + earlierImport.currentVersion()
                        + "), which is replaced; its revisions are kept");
            case skip -> importWorkItem.decide(ImportOutcome.skipped,
                    "was changed here as well (version " + earlierImport.currentVersion()
                            + ") and stays as it is; onConflict=update replaces it");
            case fail -> importWorkItem.decide(ImportOutcome.conflict,
                    "was changed here as well (version " + earlierImport.currentVersion() + ")");
        }
        return importWorkItem.importOutcome != null;
    }

    private static boolean waitsForParent(ImportWorkItem importWorkItem, ImportRun run) {
        var parent = importWorkItem.importType == ImportType.category ? importWorkItem.line.category().parent() : null;
        if (parent == null || run.resolve(ImportType.category, parent) != null
                || run.isPlanned(ImportType.category, parent) && run.isDryRun()) {
            return false;
        }
        return failOrWait(importWorkItem, run, "/category/parent", "category", parent);
    }

    /** Lets an item wait for what it refers to, or in the last round says what is missing. */
    static boolean failOrWait(ImportWorkItem importWorkItem, ImportRun run, String pointer, String noun,
            String reference) {
        if (run.isFinalPass()) {
            importWorkItem.fail(ProblemException.invalid(pointer,
                    "names no " + noun + ", neither in the file nor here: '" + reference + "'"));
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
