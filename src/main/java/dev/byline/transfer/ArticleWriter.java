package dev.byline.transfer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.byline.article.ArticleImports;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.category.CategoryService;
import dev.byline.database.Ids;
import dev.byline.identity.BulkIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.site.SiteService;
import dev.byline.stats.ArticleCounters;
import dev.byline.subscription.ArticleAnnouncements;
import dev.byline.tag.TagService;
import dev.byline.text.Slugs;
import dev.byline.transfer.Item.Outcome;
import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.ImportLine.Type;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes articles, with ids in place of what the source calls things. */
@ApplicationScoped
class ArticleWriter {
    private final ArticleImports articles;
    private final CategoryService categories;
    private final TagService tags;
    private final SiteService site;
    private final Sources sources;
    private final ArticleAnnouncements articleAnnouncements;

    ArticleWriter(ArticleImports articles, CategoryService categories, TagService tags, SiteService site,
            Sources sources, ArticleAnnouncements articleAnnouncements) {
        this.articles = articles;
        this.categories = categories;
        this.tags = tags;
        this.site = site;
        this.sources = sources;
        this.articleAnnouncements = articleAnnouncements;
    }

    /** Adds new ones, many in a few statements. */
    void create(List<Item> items, ImportRun run) {
        // Those who write beside this take the locks in the same order: first of categories, then of tags, then of slugs.
        items.stream().flatMap(item -> item.line.article().categories().stream()).distinct()
                .filter(name -> isMade(name, run)).forEach(name -> named(name, run));
        var ready = new ArrayList<ImportedArticle>();
        var written = new ArrayList<Item>();
        var here = sources.present(Type.article,
                run.keepsIds() ? items.stream().map(i -> i.line.id()).filter(Objects::nonNull).toList() : List.of());
        for (var item : items) {
            try {
                var kept = run.keepsIds() ? item.line.id() : null;
                if (kept != null && here.contains(kept)) {
                    item.is(Outcome.conflict, "the id is another article's here, which no import brought");
                    continue;
                }
                var article = imported(item, Objects.requireNonNullElseGet(kept, Ids::next), run);
                if (article != null) {
                    ready.add(article);
                    written.add(item);
                }
            } catch (ProblemException e) {
                item.refused(e);
            }
        }
        if (run.dry()) {
            written.forEach(item -> item.is(Outcome.created, null));
        } else if (!ready.isEmpty()) {
            var results = articles.create(ready);
            // What is live elsewhere is no news here, nor when it is published again.
            articleAnnouncements.mute(ready.stream().filter(article -> article.state() == State.live)
                    .map(ImportedArticle::id).toList());
            for (int i = 0; i < results.size(); i++) {
                took(written.get(i), ready.get(i), results.get(i), Outcome.created);
                run.know(Type.article, written.get(i).key, results.get(i).id());
            }
        }
    }

    /** Makes one what the source says now. */
    void update(Item item, UUID id, ImportRun run) {
        var article = imported(item, id, run);
        if (article != null && run.job().options().publish() == ImportOptions.Publish.draft) {
            // Drafts are wanted of what is new; what readers have here is not for the file to take back.
            article = article.withState(null);
        }
        if (article != null && run.dry()) {
            item.is(Outcome.updated, null);
        } else if (article != null) {
            if (article.state() == State.live) {
                articleAnnouncements.mute(id);
            }
            took(item, article, articles.update(article), Outcome.updated);
        }
    }

    private static void took(Item item, ImportedArticle asked, ArticleImports.WrittenArticle got, Outcome outcome) {
        item.written(outcome, got.id(), got.version());
        var wanted = asked.content().slug();
        if (asked.liveContent() == null && !wanted.equals(got.slug())) {
            item.notes.add("the slug '" + wanted + "' is another article's; this one has '" + got.slug() + "'");
        }
    }

    /** With ids for references; null if it waits for one of them. */
    private ImportedArticle imported(Item item, UUID id, ImportRun run) {
        var line = item.line;
        var content = resolved(item, line.article(), run);
        var live = content == null || line.live() == null ? null : resolved(item, line.live(), run);
        if (content == null || line.live() != null && live == null) {
            return null;
        }
        var former = Objects.requireNonNullElse(line.formerSlugs(), List.<ImportLine.Former>of())
                .stream().map(f -> new BulkIdentities.FormerArticleSlug(id,
                        Objects.requireNonNullElse(f.locale(), content.locale()), f.slug()))
                .toList();
        return new ImportedArticle(id, group(line.translationGroup(), run), line.createdAt(), line.savedAt(),
                line.state(), content, item.body, live, item.liveBody,
                line.dates() == null ? null : line.dates().of(content.slug()), line.schedule(), former, line.views(),
                Objects.requireNonNullElse(line.viewDays(), List.<ImportLine.ViewDay>of()).stream()
                        .map(d -> new ArticleCounters.DailyViews(id, d.day(), d.views(), d.visitors())).toList(),
                run.job().by());
    }

    private static UUID group(String group, ImportRun run) {
        if (group == null) {
            return Ids.next();
        }
        var id = Slugs.parseId(group);
        // The same name of the same source is the same group, in whichever run.
        return id != null && run.keepsIds()
                ? id
                : UUID.nameUUIDFromBytes((run.job().source() + "\n" + group)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private ArticleInput resolved(Item item, ArticleInput input, ImportRun run) {
        site.requireLocale(input.locale(), "/article/locale");
        var authors = new ArrayList<String>();
        for (var reference : input.authors()) {
            if (!resolve(item, run, Type.author, reference, "/article/authors", authors)) {
                return null;
            }
        }
        var filed = new ArrayList<String>();
        for (var reference : input.categories()) {
            if (!resolve(item, run, Type.category, reference, "/article/categories", filed)) {
                return null;
            }
        }
        return input.withResolvedReferences(input.locale(), input.slug(), authors, filed, tags(input, run));
    }

    private boolean resolve(Item item, ImportRun run, Type type, String reference, String pointer, List<String> into) {
        var id = run.resolve(type, reference);
        if (id == null && run.isPlanned(type, reference)) {
            return true;
        }
        if (id == null && type == Type.category && isMade(reference, run)) {
            id = named(reference, run);
            if (id == null) {
                return true;
            }
        }
        if (id == null) {
            return !ItemWriter.refuseOrWait(item, run, pointer, type.name(), reference);
        }
        if (!into.contains(id.toString())) {
            into.add(id.toString());
        }
        return true;
    }

    private static boolean isMade(String category, ImportRun run) {
        return category.equals(Preparation.NOWHERE_ELSE) || category.equals(run.job().options().category());
    }

    /** The category of this id, slug or name, which is made if need be; null in a dry run. */
    private UUID named(String name, ImportRun run) {
        var id = run.resolve(Type.category, name);
        if (id == null) {
            id = run.resolve(Type.category, Slugs.derive(name, "", "category"));
        }
        if (id == null && !run.dry()) {
            id = categories.findOrCreate(name);
        }
        run.know(Type.category, name, id);
        return id;
    }

    private List<String> tags(ArticleInput input, ImportRun run) {
        var ids = new ArrayList<String>();
        for (var name : input.tags()) {
            var id = run.resolve(Type.tag, name);
            if (id == null && !run.dry()) {
                id = tags.resolve(List.of(name), "/article/tags").get(0);
                run.know(Type.tag, name, id);
            }
            if (id != null && !ids.contains(id.toString())) {
                ids.add(id.toString());
            }
        }
        return ids;
    }
}
