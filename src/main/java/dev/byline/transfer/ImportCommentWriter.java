package dev.byline.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.comment.CommentImporter;
import dev.byline.comment.CommentImporter.ImportedComment;
import dev.byline.comment.CommentState;
import dev.byline.database.Ids;
import dev.byline.problem.ProblemException;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes imported comments. Replaces the external ids of their article, of the comment they reply to, of their author's
 * account and of the members who like them by the ids of this Byline.
 */
@ApplicationScoped
class ImportCommentWriter {
    private final CommentImporter comments;
    private final ExternalIdMap externalIdMap;

    ImportCommentWriter(CommentImporter comments, ExternalIdMap externalIdMap) {
        this.comments = comments;
        this.externalIdMap = externalIdMap;
    }

    /**
     * Creates new comments, many of them in a few statements. Comments whose references are not here yet wait. In a dry
     * run only the outcomes are set.
     */
    void create(List<ImportWorkItem> items, ImportRun run) {
        if (items.isEmpty()) {
            return;
        }
        // One statement per type looks up all references to items of the same source.
        cacheIds(items.stream().map(i -> i.line.comment.article).toList(), ImportType.article, run);
        cacheIds(items.stream().map(i -> i.line.comment.answers).filter(Objects::nonNull).toList(),
                ImportType.comment, run);
        cacheIds(items.stream().map(i -> i.line.comment).flatMap(c -> Stream.concat(Stream.ofNullable(c.member),
                Stream.ofNullable(c.likes).flatMap(List::stream))).toList(), ImportType.member, run);
        var toCreate = new ArrayList<ImportedComment>();
        var itemsById = new HashMap<UUID, ImportWorkItem>();
        var remaining = new ArrayList<>(items);
        if (run.keepsIds()) {
            leaveOutExisting(remaining);
        }
        // A reply may come before its parent in the file. So the loop goes over the remaining comments again as long as
        // a round has resolved at least one of them.
        for (boolean progress = true; progress;) {
            progress = false;
            for (var importWorkItem : List.copyOf(remaining)) {
                var id = run.keepsIds() && importWorkItem.line.id != null ? importWorkItem.line.id : Ids.next();
                ImportedComment comment;
                try {
                    comment = toImportedComment(importWorkItem, id, run);
                } catch (ProblemException ambiguous) {
                    importWorkItem.fail(ambiguous);
                    remaining.remove(importWorkItem);
                    continue;
                }
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

    /** Decides on comments whose ids are taken, as for articles, and removes them from the items to be created. */
    private void leaveOutExisting(List<ImportWorkItem> items) {
        var existingIds = externalIdMap.findExisting(ImportType.comment,
                items.stream().map(i -> i.line.id).filter(Objects::nonNull).toList());
        items.removeIf(importWorkItem -> {
            boolean exists = importWorkItem.line.id != null && existingIds.contains(importWorkItem.line.id);
            if (exists) {
                importWorkItem.decide(ImportOutcome.conflict,
                        "has the id of a comment that exists here and was not imported from this source");
            }
            return exists;
        });
    }

    /** Replaces a comment by the present state of its source. */
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
        Map<String, UUID> ids = externalIdMap.findIds(run.job().source, importType, new HashSet<>(references));
        ids.forEach((reference, id) -> run.cacheId(importType, reference, id));
    }

    private ImportedComment toImportedComment(ImportWorkItem importWorkItem, UUID id, ImportRun run) {
        var c = importWorkItem.line.comment;
        var article = run.resolve(ImportType.article, c.article);
        var parent = c.answers == null ? null : run.resolve(ImportType.comment, c.answers);
        boolean articlePlanned = run.isDryRun() && run.isPlanned(ImportType.article, c.article);
        if (article == null && !articlePlanned || c.answers != null && parent == null
                && !(run.isDryRun() && run.isPlanned(ImportType.comment, c.answers))) {
            return null;
        }
        var member = c.member == null ? null : run.resolve(ImportType.member, c.member);
        var likes = Objects.requireNonNullElse(c.likes, List.<String>of());
        var likedBy = likes.stream().map(like -> run.resolve(ImportType.member, like)).filter(Objects::nonNull)
                .distinct()
                .toList();
        if (!run.isFinalPass() && !run.isDryRun()
                && (c.member != null && member == null || likedBy.size() < likes.size())) {
            return null;
        }
        return new ImportedComment(id, article, parent,
                Objects.requireNonNullElse(c.state, CommentState.approved),
                new CommentImporter.ImportedCommentAuthor(c.name, c.email, c.website, member),
                new CommentImporter.ImportedText(c.body,
                        findDate(importWorkItem, run), c.editedAt),
                likedBy);
    }

    /** Returns the date of a comment; the time at which the import was requested if the file has none. */
    private static Instant findDate(ImportWorkItem importWorkItem, ImportRun run) {
        if (importWorkItem.line.createdAt == null) {
            importWorkItem.notes.add("has no date that can be read; the time of the import became its date");
            return run.job().createdAt;
        }
        return importWorkItem.line.createdAt;
    }

    private static void waitOrFail(ImportWorkItem importWorkItem, ImportRun run) {
        var c = importWorkItem.line.comment;
        if (run.resolve(ImportType.article, c.article) == null) {
            ImportItemWriter.failOrWait(importWorkItem, run, "/comment/article", "article", c.article);
        } else if (c.answers == null || run.resolve(ImportType.comment, c.answers) != null) {
            // Article and parent are here, so the comment waits for its author or for members who like it.
            importWorkItem.waits = true;
        } else {
            ImportItemWriter.failOrWait(importWorkItem, run, "/comment/answers", "comment", c.answers);
        }
    }
}
