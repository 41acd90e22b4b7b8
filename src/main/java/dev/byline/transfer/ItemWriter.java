package dev.byline.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.byline.problem.ProblemException;
import dev.byline.transfer.Item.Outcome;
import dev.byline.transfer.format.ImportLine.Type;
import jakarta.enterprise.context.ApplicationScoped;

/** Decides what becomes of items, and lets it become. All of a call is one transaction of the caller's. */
@ApplicationScoped
class ItemWriter {
    private final Sources sources;
    private final NameWriter names;
    private final ArticleWriter articles;
    private final CommentWriter comments;

    ItemWriter(Sources sources, NameWriter names, ArticleWriter articles, CommentWriter comments) {
        this.sources = sources;
        this.names = names;
        this.articles = articles;
        this.comments = comments;
    }

    /** Writes what is to be written. Whatever refers to something that is not here yet waits. */
    void write(List<Item> items, ImportRun run) {
        var open = items.stream().filter(item -> item.outcome == null).toList();
        var known = sources.find(run.job().source(), open);
        var created = new ArrayList<Item>();
        var changed = new ArrayList<Item>();
        for (var item : open) {
            if (!isDecided(item, known.get(item.reference()), run)) {
                (known.get(item.reference()) == null || known.get(item.reference()).current() == null
                        ? created
                        : changed).add(item);
            }
        }
        for (var item : of(created, Type.site, Type.member)) {
            tried(item, () -> {
                if (!waits(item, run)) {
                    names.create(item, run);
                    run.know(item.type, item.key, item.id);
                }
            });
        }
        for (var item : of(changed, Type.site, Type.member)) {
            tried(item, () -> {
                if (!waits(item, run)) {
                    names.update(item, known.get(item.reference()).id(), run);
                }
            });
        }
        articles.create(of(created, Type.article, Type.article), run);
        for (var item : of(changed, Type.article, Type.article)) {
            tried(item, () -> articles.update(item, known.get(item.reference()).id(), run));
        }
        comments.create(of(created, Type.comment, Type.comment), run);
        for (var item : of(changed, Type.comment, Type.comment)) {
            tried(item, () -> comments.update(item, known.get(item.reference()).id(), run));
        }
        if (run.dry()) {
            open.stream().filter(item -> item.outcome == Outcome.created).forEach(run::plan);
        } else {
            sources.remember(run.job().source(), open.stream().filter(item -> item.version != null).toList());
        }
    }

    /** The same as before is left alone, and what was changed here is treated as the job says. */
    private static boolean isDecided(Item item, Sources.Known known, ImportRun run) {
        if (known == null || known.current() == null) {
            if (known != null) {
                item.notes.add("was imported before and removed since");
            }
            return false;
        }
        item.id = known.id();
        run.know(item.type, item.key, known.id());
        if (Arrays.equals(known.hash(), item.hash)) {
            item.is(Outcome.unchanged, null);
            return true;
        }
        // Nothing was changed here: version 0 is of what was here before any import.
        if (known.current() == known.version()) {
            return false;
        }
        switch (run.job().options().onConflict()) {
            case update -> item.notes.add("was changed here as well (version " + known.current()
                    + "), which is replaced; its revisions are kept");
            case skip -> item.is(Outcome.skipped, "was changed here as well (version " + known.current()
                    + ") and stays as it is; onConflict=update replaces it");
            case fail -> item.is(Outcome.conflict, "was changed here as well (version " + known.current() + ")");
        }
        return item.outcome != null;
    }

    private static boolean waits(Item item, ImportRun run) {
        var parent = item.type == Type.category ? item.line.category().parent() : null;
        if (parent == null || run.resolve(Type.category, parent) != null
                || run.isPlanned(Type.category, parent) && run.dry()) {
            return false;
        }
        return refuseOrWait(item, run, "/category/parent", "category", parent);
    }

    /** Lets an item wait for what it refers to, or in the last round says what is missing. */
    static boolean refuseOrWait(Item item, ImportRun run, String pointer, String noun, String reference) {
        if (run.isLast()) {
            item.refused(ProblemException.invalid(pointer,
                    "names no " + noun + ", neither in the file nor here: '" + reference + "'"));
        } else {
            item.waits = true;
        }
        return true;
    }

    private static List<Item> of(List<Item> items, Type first, Type last) {
        return items.stream().filter(item -> item.type.compareTo(first) >= 0 && item.type.compareTo(last) <= 0)
                .sorted((a, b) -> a.type == b.type ? 0 : a.type.compareTo(b.type)).toList();
    }

    private static void tried(Item item, Runnable write) {
        try {
            write.run();
        } catch (ProblemException e) {
            item.refused(e);
        }
    }
}
