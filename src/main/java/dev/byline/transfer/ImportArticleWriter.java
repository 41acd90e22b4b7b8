package dev.byline.transfer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.byline.article.ArticleImportUpdates;
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
import dev.byline.text.Slugs;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.FormerSlug;
import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes imported articles. Replaces the external ids of authors, categories and tags by the ids of this Byline. */
@ApplicationScoped
class ImportArticleWriter {
    private static final String REFUSED_SLUG = "the slug '%s' belongs to another article";

    private final ArticleImports articles;
    private final ArticleImportUpdates articleUpdates;
    private final CategoryService categories;
    private final ImportTagResolver tags;
    private final SiteService site;
    private final ExternalIdMap externalIdMap;
    private final ArticleAnnouncements articleAnnouncements;

    ImportArticleWriter(ArticleImports articles, ArticleImportUpdates articleUpdates, CategoryService categories,
            ImportTagResolver tags, SiteService site,
            ExternalIdMap externalIdMap, ArticleAnnouncements articleAnnouncements) {
        this.articles = articles;
        this.articleUpdates = articleUpdates;
        this.categories = categories;
        this.tags = tags;
        this.site = site;
        this.externalIdMap = externalIdMap;
        this.articleAnnouncements = articleAnnouncements;
    }

    /** Creates new articles, many of them in a few statements. In a dry run only their outcomes are set. */
    void create(List<ImportWorkItem> items, ImportRun run) {
        // Transactions that write in parallel take the locks in the same order: categories, then tags, then slugs.
        // Otherwise they could deadlock.
        items.stream().flatMap(importWorkItem -> importWorkItem.line.article.categories.stream()).distinct()
                .filter(name -> isCreatedOnDemand(name, run)).forEach(name -> findOrCreateCategory(name, run));
        var toCreate = new ArrayList<ImportedArticle>();
        var createdItems = new ArrayList<ImportWorkItem>();
        var existingIds = externalIdMap.findExisting(ImportType.article,
                run.keepsIds() ? items.stream().map(i -> i.line.id).filter(Objects::nonNull).toList() : List.of());
        for (var importWorkItem : items) {
            try {
                var keptId = run.keepsIds() ? importWorkItem.line.id : null;
                if (keptId != null && existingIds.contains(keptId)) {
                    importWorkItem.decide(ImportOutcome.conflict,
                            "has the id of an article that exists here and was not imported from this source");
                    continue;
                }
                var article = toImportedArticle(importWorkItem, Objects.requireNonNullElseGet(keptId, Ids::next), run);
                if (article != null) {
                    toCreate.add(article);
                    createdItems.add(importWorkItem);
                }
            } catch (ProblemException e) {
                importWorkItem.fail(e);
            }
        }
        if (run.isDryRun()) {
            createdItems.forEach(importWorkItem -> importWorkItem.decide(ImportOutcome.created, null));
            noteRefusedSlugs(createdItems, toCreate, run);
        } else if (!toCreate.isEmpty()) {
            var results = articles.create(toCreate);
            // An article that was already live in its source is not announced to subscribers, not even when it is
            // published again.
            articleAnnouncements.mute(toCreate.stream().filter(article -> article.state == State.live)
                    .map(article -> article.id).toList());
            for (int i = 0; i < results.size(); i++) {
                recordResult(createdItems.get(i), toCreate.get(i), results.get(i), ImportOutcome.created);
                run.cacheId(ImportType.article, createdItems.get(i).sourceKey, results.get(i).id());
            }
        }
    }

    /** Replaces an article by the present state of its source. */
    void update(ImportWorkItem importWorkItem, UUID id, ImportRun run) {
        var article = toImportedArticle(importWorkItem, id, run);
        boolean draft = importWorkItem.undated && article != null && article.state != State.live;
        if (article != null && (draft || run.job().options.publish == ImportOptions.PublishPolicy.draft)) {
            // Both make drafts of new articles only. They do not unpublish an article that is live here: without a
            // state the article keeps its own.
            article.state = null;
        }
        if (article != null && run.isDryRun()) {
            importWorkItem.decide(ImportOutcome.updated, null);
            noteRefusedSlugs(List.of(importWorkItem), List.of(article), run);
        } else if (article != null) {
            if (article.state == State.live) {
                articleAnnouncements.mute(id);
            }
            recordResult(importWorkItem, article, articleUpdates.update(article), ImportOutcome.updated);
        }
    }

    private static void recordResult(ImportWorkItem importWorkItem, ImportedArticle requested,
            ArticleImports.WrittenArticle result, ImportOutcome importOutcome) {
        importWorkItem.markWritten(importOutcome, result.id(), result.version());
        var requestedSlug = requested.content.slug;
        if (requested.liveContent == null && !requestedSlug.equals(result.slug())) {
            importWorkItem.notes.add(REFUSED_SLUG.formatted(requestedSlug) + "; this article has '" + result.slug()
                    + "'");
        }
    }

    /** Notes the slugs that a dry run cannot give to articles, because other articles have them. */
    private void noteRefusedSlugs(List<ImportWorkItem> items, List<ImportedArticle> requested, ImportRun run) {
        var refused = requested.isEmpty() ? Set.<UUID>of() : articles.findRefusedSlugs(requested);
        for (int i = 0; i < items.size(); i++) {
            var article = requested.get(i);
            var content = article.liveContent == null ? article.content : article.liveContent;
            boolean planned = run.addPlannedSlug(content.locale, content.slug);
            if (article.liveContent == null && (refused.contains(article.id) || !planned)) {
                items.get(i).notes.add(REFUSED_SLUG.formatted(content.slug) + "; this article gets a similar one");
            }
        }
    }

    /**
     * Converts an item into an article whose references are ids. Returns null if the item waits for a reference, or has
     * failed because of a missing one.
     */
    private ImportedArticle toImportedArticle(ImportWorkItem importWorkItem, UUID id, ImportRun run) {
        var line = importWorkItem.line;
        var content = resolveReferences(importWorkItem, line.article, run);
        var live = content == null || line.live == null ? null : resolveReferences(importWorkItem, line.live, run);
        if (content == null || line.live != null && live == null) {
            return null;
        }
        var formerSlugs = Objects.requireNonNullElse(line.formerSlugs, List.<FormerSlug>of())
                .stream().map(f -> new BulkIdentities.FormerArticleSlug(id,
                        Objects.requireNonNullElse(f.locale(), content.locale), f.slug()))
                .toList();
        var article = new ImportedArticle();
        article.id = id;
        article.translationGroup = translationGroupId(line.translationGroup, run);
        article.createdAt = line.createdAt;
        article.savedAt = line.savedAt;
        article.state = line.state;
        article.content = content;
        article.body = importWorkItem.body;
        article.liveContent = live;
        article.liveBody = importWorkItem.liveBody;
        article.dates = line.dates == null ? null : line.dates.toPublicationDates(content.slug);
        article.schedule = line.schedule;
        article.formerSlugs = formerSlugs;
        article.views = line.views;
        article.viewsByDay = Objects.requireNonNullElse(line.viewDays, List.<ImportLine.ImportViewDay>of()).stream()
                .map(d -> new ArticleCounters.DailyViews(id, d.day(), d.views(), d.visitors())).toList();
        article.importedAt = run.job().createdAt;
        article.importedBy = run.job().createdBy;
        return article;
    }

    private static UUID translationGroupId(String group, ImportRun run) {
        if (group == null) {
            return Ids.next();
        }
        var id = Slugs.parseId(group);
        // The id is derived from source and name: the same name in the same source is the same group in every run.
        return id != null && run.keepsIds()
                ? id
                : UUID.nameUUIDFromBytes((run.job().source + "\n" + group)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private ArticleInput resolveReferences(ImportWorkItem importWorkItem, ArticleInput input, ImportRun run) {
        if (run.plannedLocales() == null) {
            site.requireLocale(input.locale, "/article/locale");
        } else if (input.locale != null) {
            SiteService.requireOneOf(run.plannedLocales(), input.locale, "/article/locale");
        }
        var authorIds = new ArrayList<String>();
        for (var reference : input.authors) {
            if (!resolveReference(importWorkItem, run, ImportType.author, reference, "/article/authors", authorIds)) {
                return null;
            }
        }
        var categoryIds = new ArrayList<String>();
        for (var reference : input.categories) {
            if (!resolveReference(importWorkItem, run, ImportType.category, reference, "/article/categories",
                    categoryIds)) {
                return null;
            }
        }
        var resolved = input.copy();
        resolved.authors = authorIds;
        resolved.categories = categoryIds;
        resolved.tags = tags.resolve(input.tags, importWorkItem, run);
        return resolved;
    }

    private boolean resolveReference(ImportWorkItem importWorkItem, ImportRun run, ImportType importType,
            String reference, String pointer, List<String> into) {
        var id = run.resolve(importType, reference);
        if (id == null && run.isPlanned(importType, reference)) {
            return true;
        }
        if (id == null && importType == ImportType.category && isCreatedOnDemand(reference, run)) {
            id = findOrCreateCategory(reference, run);
            if (id == null) {
                return true;
            }
        }
        if (id == null) {
            return !ImportItemWriter.failOrWait(importWorkItem, run, pointer, importType.name(), reference);
        }
        if (!into.contains(id.toString())) {
            into.add(id.toString());
        }
        return true;
    }

    private static boolean isCreatedOnDemand(String category, ImportRun run) {
        return category.equals(run.job().options.category);
    }

    /**
     * Finds a category by its id, slug or name, and creates the category if there is none. A dry run creates nothing;
     * null then.
     */
    private UUID findOrCreateCategory(String name, ImportRun run) {
        var id = run.resolve(ImportType.category, name);
        if (id == null) {
            id = run.resolve(ImportType.category, Slugs.derive(name, "", "category"));
        }
        if (id == null && !run.isDryRun()) {
            id = categories.findOrCreate(name);
        }
        run.cacheId(ImportType.category, name, id);
        return id;
    }
}
