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
import dev.byline.transfer.Item.Outcome;
import dev.byline.transfer.format.ImportLine.Type;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes comments under the articles and comments that the source means. */
@ApplicationScoped
class CommentWriter {
    private final CommentImporter comments;
    private final Sources sources;
    private final Clock clock;

    CommentWriter(CommentImporter comments, Sources sources, Clock clock) {
        this.comments = comments;
        this.sources = sources;
        this.clock = clock;
    }

    /** Adds new ones, many in a few statements. */
    void create(List<Item> items, ImportRun run) {
        if (items.isEmpty()) {
            return;
        }
        // What comes from the same source is looked up at once.
        known(items.stream().map(i -> i.line.comment().article()).toList(), Type.article, run);
        known(items.stream().map(i -> i.line.comment().answers()).filter(Objects::nonNull).toList(), Type.comment, run);
        known(items.stream().map(i -> i.line.comment()).flatMap(c -> Stream.concat(Stream.ofNullable(c.member()),
                Stream.ofNullable(c.likes()).flatMap(List::stream))).toList(), Type.member, run);
        var ready = new ArrayList<CommentImporter.ImportedComment>();
        var written = new HashMap<UUID, Item>();
        var left = new ArrayList<>(items);
        // Answers may stand before what they answer: as long as one finds its place, the others look again.
        for (boolean more = true; more;) {
            more = false;
            for (var item : List.copyOf(left)) {
                var id = run.keepsIds() && item.line.id() != null ? item.line.id() : Ids.next();
                var comment = imported(item, id, run);
                if (comment != null) {
                    left.remove(item);
                    more = true;
                    ready.add(comment);
                    written.put(id, item);
                    run.know(Type.comment, item.key, id);
                }
            }
        }
        left.forEach(item -> missing(item, run));
        if (run.dry()) {
            written.values().forEach(item -> item.is(Outcome.created, null));
        } else if (!ready.isEmpty()) {
            comments.create(ready).forEach((id, version) -> written.get(id).written(Outcome.created, id, version));
        }
    }

    /** Makes one what the source says now. */
    void update(Item item, UUID id, ImportRun run) {
        var comment = imported(item, id, run);
        if (comment == null) {
            missing(item, run);
        } else if (run.dry()) {
            item.is(Outcome.updated, null);
        } else {
            item.written(Outcome.updated, id, comments.update(comment));
        }
    }

    private void known(List<String> references, Type type, ImportRun run) {
        Map<String, UUID> ids = sources.ids(run.job().source(), type, new HashSet<>(references));
        ids.forEach((reference, id) -> run.know(type, reference, id));
    }

    private CommentImporter.ImportedComment imported(Item item, UUID id, ImportRun run) {
        var c = item.line.comment();
        var article = run.resolve(Type.article, c.article());
        var answers = c.answers() == null ? null : run.resolve(Type.comment, c.answers());
        boolean planned = run.dry() && run.isPlanned(Type.article, c.article());
        if (article == null && !planned || c.answers() != null && answers == null
                && !(run.dry() && run.isPlanned(Type.comment, c.answers()))) {
            return null;
        }
        var member = c.member() == null ? null : run.resolve(Type.member, c.member());
        var likes = Objects.requireNonNullElse(c.likes(), List.<String>of());
        var known = likes.stream().map(like -> run.resolve(Type.member, like)).filter(Objects::nonNull).distinct()
                .toList();
        if (!run.isLast() && !run.dry() && (c.member() != null && member == null || known.size() < likes.size())) {
            return null;
        }
        return new CommentImporter.ImportedComment(id, article, answers,
                Objects.requireNonNullElse(c.state(), CommentState.approved), c.name(), c.email(), c.website(),
                c.body(), Objects.requireNonNullElseGet(item.line.createdAt(), clock::instant), member, known,
                c.editedAt());
    }

    private static void missing(Item item, ImportRun run) {
        var c = item.line.comment();
        if (run.resolve(Type.article, c.article()) == null) {
            ItemWriter.refuseOrWait(item, run, "/comment/article", "article", c.article());
        } else if (c.answers() == null || run.resolve(Type.comment, c.answers()) != null) {
            // For members.
            item.waits = true;
        } else {
            ItemWriter.refuseOrWait(item, run, "/comment/answers", "comment", c.answers());
        }
    }
}
