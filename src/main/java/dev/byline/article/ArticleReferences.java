package dev.byline.article;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.byline.author.AuthorRef;
import dev.byline.author.AuthorService;
import dev.byline.category.CategoryMerged;
import dev.byline.category.CategoryRef;
import dev.byline.category.CategoryService;
import dev.byline.database.LinkTables;
import dev.byline.paging.ReferenceResolver;
import dev.byline.tag.TagMerged;
import dev.byline.tag.TagRef;
import dev.byline.tag.TagService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What articles refer to: authors, categories, tags. */
@ApplicationScoped
class ArticleReferences {
    private final AuthorService authors;
    private final CategoryService categories;
    private final TagService tags;
    private final LinkTables linkTables;

    ArticleReferences(AuthorService authors, CategoryService categories, TagService tags, LinkTables linkTables) {
        this.authors = authors;
        this.categories = categories;
        this.tags = tags;
        this.linkTables = linkTables;
    }

    /** The references of one article, in their order. */
    record NamedReferences(List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {}

    /** What the article refers to, with the names that it has in the article's locale. */
    NamedReferences loadNamed(Article a) {
        return new NamedReferences(inOrder(authors.refs(a.authors), a.authors, ref -> ref.inLocale(a.locale)),
                inOrder(categories.refs(a.categories), a.categories, ref -> ref.inLocale(a.locale)),
                inOrder(tags.refs(a.tags), a.tags, ref -> ref.inLocale(a.locale)));
    }

    /** The ids of what the input names; 422 for whatever names nothing. */
    ReferenceIds resolve(ArticleInput input) {
        return new ReferenceIds(authors.resolve(input.authors(), "/authors"),
                categories.resolve(input.categories(), "/categories"), tags.resolve(input.tags(), "/tags"));
    }

    /** The input, by ids, with what was merged since then in place of what it was. */
    ArticleInput resolveMerged(ArticleInput input) {
        return input.withReferences(input.authors(), resolveMerged(input.categories()), resolveMerged(input.tags()));
    }

    private List<String> resolveMerged(List<String> ids) {
        return linkTables.resolveMerged(toUuids(ids)).stream().map(UUID::toString).toList();
    }

    /** The input, by ids, with names in place of them, as far as they have any. */
    ArticleInput replaceIdsByNames(ArticleInput input) {
        var names = new HashMap<UUID, String>();
        authors.refs(toUuids(input.authors())).forEach((id, ref) -> names.put(id, ref.name()));
        categories.refs(toUuids(input.categories())).forEach((id, ref) -> names.put(id, ref.name()));
        tags.refs(toUuids(input.tags())).forEach((id, ref) -> names.put(id, ref.name()));
        return input.withReferences(replaceIdsByNames(input.authors(), names),
                replaceIdsByNames(input.categories(), names),
                replaceIdsByNames(input.tags(), names));
    }

    private static List<String> replaceIdsByNames(List<String> ids, Map<UUID, String> names) {
        return ids.stream().map(id -> names.getOrDefault(UUID.fromString(id), id)).toList();
    }

    private static List<UUID> toUuids(List<String> ids) {
        return ids.stream().map(UUID::fromString).toList();
    }

    /** The ids in the input of what does not exist any more. */
    List<String> findMissing(ArticleInput input) {
        var referenced = Stream.of(input.authors(), input.categories(), input.tags()).flatMap(List::stream)
                .map(UUID::fromString).toList();
        var existing = new HashSet<>(authors.refs(referenced).keySet());
        existing.addAll(categories.refs(referenced).keySet());
        existing.addAll(tags.refs(referenced).keySet());
        return referenced.stream().filter(id -> !existing.contains(id)).map(UUID::toString).toList();
    }

    /** References by id, in their order. */
    record ReferenceIds(List<UUID> authors, List<UUID> categories, List<UUID> tags) {
        void assignTo(Article a) {
            replaceIfChanged(a.authors, authors);
            replaceIfChanged(a.categories, categories);
            replaceIfChanged(a.tags, tags);
        }
    }

    /** The id of what a filter names; a 400 if it names nothing. */
    UUID resolveFilter(String parameter, String reference) {
        return ReferenceResolver.resolveFilter(parameter, reference, () -> parameter.equals("tag")
                ? tags.read(reference).id()
                : authors.read(reference).id());
    }

    /** The ids of the category that a filter names, and unless {@code exact} of those below it; a 400 for none. */
    List<UUID> categories(String reference, boolean exact) {
        return ReferenceResolver.resolveFilter("category", reference, () -> categories.subtreeIds(reference, exact));
    }

    void onMerged(@Observes CategoryMerged merge) {
        linkTables.mergeLinks("article_category", "category_id", merge.from(), merge.into());
    }

    void onMerged(@Observes TagMerged merge) {
        linkTables.mergeLinks("article_tag", "tag_id", merge.from(), merge.into());
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
