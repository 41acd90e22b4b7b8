package dev.byline.transfer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.comment.CommentImporter;
import dev.byline.comment.CommentState;
import dev.byline.database.Ids;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes comments under the articles and comments that the source means. */
@ApplicationScoped
class ImportCommentWriter {
    private final CommentImporter comments;
    private final ExternalIdMap externalIdMap;
    private final Clock clock;

    ImportCommentWriter(CommentImporter comments, ExternalIdMap externalIdMap, Clock clock) {
        this.comments = comments;
        this.externalIdMap = externalIdMap;
        this.clock = clock;
    }

    /** Adds new ones, many in a few statements. */
    void create(List<ImportWorkItem> items, ImportRun run) {
        if (items.isEmpty()) {
            return;
        }
        // What comes from the same source is looked up at once.
        cacheIds(items.stream().map(i -> i.line.comment().article()).toList(), ImportType.article, run);
        cacheIds(items.stream().map(i -> i.line.comment().answers()).filter(Objects::nonNull).toList(),
                ImportType.comment, run);
        cacheIds(items.stream().map(i -> i.line.comment()).flatMap(c -> Stream.concat(Stream.ofNullable(c.member()),
                Stream.ofNullable(c.likes()).flatMap(List::stream))).toList(), ImportType.member, run);
        var toCreate = new ArrayList<CommentImporter.ImportedComment>();
        var itemsById = new HashMap<UUID, ImportWorkItem>();
        var remaining = new ArrayList<>(items);
        // Answers may stand before what they answer: as long as one finds its place, the others look again.
        for (boolean progress = true; progress;) {
            progress = false;
            for (var importWorkItem : List.copyOf(remaining)) {
                var id = run.keepsIds() && importWorkItem.line.id() != null ? importWorkItem.line.id() : Ids.next();
                var comment = toImportedComment(importWorkItem, id, run);
                if (comment != null) {
                    remaining.remove(importWorkItem);
                    progress = true;
                    toCreate.add(comment);
                    itemsById.put(id, importWorkItem);
                    run.cacheId(ImportType.comment, importWorkItem.sourceKey, id);
                }
            }
        }
        remaining.forEach(importWorkItem -> waitOrFail(importWorkItem, run));
        if (run.isDryRun()) {
            itemsById.values().forEach(importWorkItem -> importWorkItem.decide(ImportOutcome.created, null));
        } else if (!toCreate.isEmpty()) {
            comments.create(toCreate)
                    .forEach((id, version) -> itemsById.get(id).markWritten(ImportOutcome.created, id, version));
        }
    }

    /** Makes one what the source says now. */
    void update(ImportWorkItem importWorkItem, UUID id, ImportRun run) {
        var comment = toImportedComment(importWorkItem, id, run);
        if (comment == null) {
            waitOrFail(importWorkItem, run);
        } else if (run.isDryRun()) {
            importWorkItem.decide(ImportOutcome.updated, null);
        } else {
            importWorkItem.markWritten(ImportOutcome.updated, id, comments.update(comment));
        }
    }

    private void cacheIds(List<String> references, ImportType importType, ImportRun run) {
        Map<String, UUID> ids = externalIdMap.findIds(run.job().source(), importType, new HashSet<>(references));
        ids.forEach((reference, id) -> run.cacheId(importType, reference, id));
    }

    private CommentImporter.ImportedComment toImportedComment(ImportWorkItem importWorkItem, UUID id, ImportRun run) {
        var c = importWorkItem.line.comment();
        var article = run.resolve(ImportType.article, c.article());
        var parent = c.answers() == null ? null : run.resolve(ImportType.comment, c.answers());
        boolean articlePlanned = run.isDryRun() && run.isPlanned(ImportType.article, c.article());
        if (article == null && !articlePlanned || c.answers() != null && parent == null
                && !(run.isDryRun() && run.isPlanned(ImportType.comment, c.answers()))) {
            return null;
        }
        var member = c.member() == null ? null : run.resolve(ImportType.member, c.member());
        var likes = Objects.requireNonNullElse(c.likes(), List.<String>of());
        var likedBy = likes.stream().map(like -> run.resolve(ImportType.member, like)).filter(Objects::nonNull)
                .distinct()
                .toList();
        if (!run.isFinalPass() && !run.isDryRun()
                && (c.member() != null && member == null || likedBy.size() < likes.size())) {
            return null;
        }
        return new CommentImporter.ImportedComment(id, article, parent,
                Objects.requireNonNullElse(c.state(), CommentState.approved), c.name(), c.email(), c.website(),
                c.body(), Objects.requireNonNullElseGet(importWorkItem.line.createdAt(), clock::instant), member,
                likedBy,
                c.editedAt());
    }

    private static void waitOrFail(ImportWorkItem importWorkItem, ImportRun run) {
        var c = importWorkItem.line.comment();
        if (run.resolve(ImportType.article, c.article()) == null) {
            ImportItemWriter.failOrWait(importWorkItem, run, "/comment/article", "article", c.article());
        } else if (c.answers() == null || run.resolve(ImportType.comment, c.answers()) != null) {
            // For members.
            importWorkItem.waits = true;
        } else {
            ImportItemWriter.failOrWait(importWorkItem, run, "/comment/answers", "comment", c.answers());
        }
    }
}
