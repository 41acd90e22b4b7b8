package dev.byline.article;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.byline.author.AuthorMerged;
import dev.byline.author.AuthorRef;
import dev.byline.author.AuthorService;
import dev.byline.category.CategoryMerged;
import dev.byline.category.CategoryRef;
import dev.byline.category.CategoryService;
import dev.byline.database.LinkTables;
import dev.byline.media.MediaReferences;
import dev.byline.media.ReferencedMedia;
import dev.byline.paging.ReferenceResolver;
import dev.byline.publication.Cover;
import dev.byline.tag.TagMerged;
import dev.byline.tag.TagRef;
import dev.byline.tag.TagService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Resolves the references of articles to authors, categories, tags and media. */
@ApplicationScoped
class ArticleReferences {
    private final AuthorService authors;
    private final CategoryService categories;
    private final TagService tags;
    private final LinkTables linkTables;
    private final MediaReferences media;

    ArticleReferences(AuthorService authors, CategoryService categories, TagService tags, LinkTables linkTables,
            MediaReferences media) {
        this.media = media;
        this.authors = authors;
        this.categories = categories;
        this.tags = tags;
        this.linkTables = linkTables;
    }

    /** The references of one article with their names, in the order of the article. */
    record NamedReferences(
            List<AuthorRef> authors,
            List<CategoryRef> categories,
            List<TagRef> tags,
            ReferencedMedia media) {}

    /** Loads the references of an article with their names in the article's locale. */
    NamedReferences loadNamed(Article a) {
        return new NamedReferences(inOrder(authors.refs(a.authors), a.authors, ref -> ref.inLocale(a.locale)),
                inOrder(categories.refs(a.categories), a.categories, ref -> ref.inLocale(a.locale)),
                inOrder(tags.refs(a.tags), a.tags, ref -> ref.inLocale(a.locale)),
                media.find(Stream.of(a.bodyHtml, a.cover == null ? null : a.cover.url())));
    }

    /** Returns the input with its references to media in the form in which they are stored. */
    ArticleInput storeMedia(ArticleInput input, Cover before) {
        var stored = input.copy();
        stored.cover = input.cover == null ? null : input.cover.toStored(before, media);
        stored.body = input.body == null
                ? null
                : new ArticleBody(input.body.format(), media.withoutHost(input.body.source()));
        return stored;
    }

    /**
     * Finds the ids of the references in the input; 422 for each reference that does not exist. A new tag is created.
     */
    ReferenceIds resolve(ArticleInput input) {
        return new ReferenceIds(authors.resolve(input.authors, "/authors"),
                categories.resolve(input.categories, "/categories"), tags.resolve(input.tags, "/tags"));
    }

    /** Replaces ids of authors, categories and tags that were merged since by the ids that they were merged into. */
    ArticleInput resolveMerged(ArticleInput input) {
        return input.withReferences(resolveMerged(input.authors), resolveMerged(input.categories),
                resolveMerged(input.tags));
    }

    private List<String> resolveMerged(List<String> ids) {
        return linkTables.resolveMerged(toUuids(ids)).stream().map(UUID::toString).toList();
    }

    /** Replaces the ids in the input by names. The id of a deleted author, category or tag stays. */
    ArticleInput replaceIdsByNames(ArticleInput input) {
        var names = new HashMap<UUID, String>();
        authors.refs(toUuids(input.authors)).forEach((id, ref) -> names.put(id, ref.name()));
        categories.refs(toUuids(input.categories)).forEach((id, ref) -> names.put(id, ref.name()));
        tags.refs(toUuids(input.tags)).forEach((id, ref) -> names.put(id, ref.name()));
        return input.withReferences(replaceIdsByNames(input.authors, names),
                replaceIdsByNames(input.categories, names),
                replaceIdsByNames(input.tags, names));
    }

    private static List<String> replaceIdsByNames(List<String> ids, Map<UUID, String> names) {
        return ids.stream().map(id -> names.getOrDefault(UUID.fromString(id), id)).toList();
    }

    private static List<UUID> toUuids(List<String> ids) {
        return ids.stream().map(UUID::fromString).toList();
    }

    /** Finds the ids in the input whose author, category or tag was deleted. */
    List<String> findMissing(ArticleInput input) {
        var referenced = Stream.of(input.authors, input.categories, input.tags).flatMap(List::stream)
                .map(UUID::fromString).toList();
        var existing = new HashSet<>(authors.refs(referenced).keySet());
        existing.addAll(categories.refs(referenced).keySet());
        existing.addAll(tags.refs(referenced).keySet());
        return referenced.stream().filter(id -> !existing.contains(id)).map(UUID::toString).toList();
    }

    /** The references of one article by id, in the order of the article. */
    record ReferenceIds(List<UUID> authors, List<UUID> categories, List<UUID> tags) {
        void assignTo(Article a) {
            replaceIfChanged(a.authors, authors);
            replaceIfChanged(a.categories, categories);
            replaceIfChanged(a.tags, tags);
        }
    }

    /** Finds the id of the tag or author that a filter parameter names; 400 if it does not exist. */
    UUID resolveFilter(String parameter, String reference) {
        return ReferenceResolver.resolveFilter(parameter, reference, () -> parameter.equals("tag")
                ? tags.read(reference).id()
                : authors.read(reference).id);
    }

    /**
     * Finds the ids of the category that a filter names and of the categories below it; 400 if it does not exist.
     *
     * @param exact
     *            whether to leave out the categories below
     */
    List<UUID> categories(String reference, boolean exact) {
        return ReferenceResolver.resolveFilter("category", reference, () -> categories.subtreeIds(reference, exact));
    }

    /** Moves articles of a merged category to the category that it was merged into. */
    void onMerged(@Observes CategoryMerged merge) {
        linkTables.mergeLinks("article_category", "category_id", merge.from(), merge.into());
    }

    /** Moves articles of a merged tag to the tag that it was merged into. */
    void onMerged(@Observes TagMerged merge) {
        linkTables.mergeLinks("article_tag", "tag_id", merge.from(), merge.into());
    }

    /** Lets articles of a merged author be signed by the author that it was merged into. */
    void onMerged(@Observes AuthorMerged merge) {
        linkTables.mergeLinks("article_author", "author_id", merge.from(), merge.into());
    }

    private static void replaceIfChanged(List<UUID> links, List<UUID> wanted) {
        if (!links.equals(wanted)) {
            links.clear();
            links.addAll(wanted);
        }
    }

    private static <R> List<R> inOrder(Map<UUID, R> refs, List<UUID> ids, UnaryOperator<R> localize) {
        return ids.stream().map(refs::get).filter(Objects::nonNull).map(localize).toList();
    }
}
