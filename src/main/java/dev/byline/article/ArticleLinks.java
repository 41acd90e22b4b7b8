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
class ArticleLinks {
    private final AuthorService authors;
    private final CategoryService categories;
    private final TagService tags;
    private final LinkTables tables;

    ArticleLinks(AuthorService authors, CategoryService categories, TagService tags, LinkTables tables) {
        this.authors = authors;
        this.categories = categories;
        this.tags = tags;
        this.tables = tables;
    }

    /** The references of one article, in their order. */
    record Refs(List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {}

    /** What the article refers to, with the names that it has in the article's locale. */
    Refs refs(Article a) {
        return new Refs(pick(authors.refs(a.authors), a.authors, ref -> ref.in(a.locale)),
                pick(categories.refs(a.categories), a.categories, ref -> ref.in(a.locale)),
                pick(tags.refs(a.tags), a.tags, ref -> ref.in(a.locale)));
    }

    /** The ids of what the input names; 422 for whatever names nothing. */
    Ids resolve(ArticleInput input) {
        return new Ids(authors.resolve(input.authors(), "/authors"),
                categories.resolve(input.categories(), "/categories"), tags.resolve(input.tags(), "/tags"));
    }

    /** The input, by ids, with what was merged since then in place of what it was. */
    ArticleInput current(ArticleInput input) {
        return input.withReferences(input.authors(), current(input.categories()), current(input.tags()));
    }

    private List<String> current(List<String> ids) {
        return tables.resolveMerged(ids(ids)).stream().map(UUID::toString).toList();
    }

    /** The input, by ids, with names in place of them, as far as they have any. */
    ArticleInput named(ArticleInput input) {
        var names = new HashMap<UUID, String>();
        authors.refs(ids(input.authors())).forEach((id, ref) -> names.put(id, ref.name()));
        categories.refs(ids(input.categories())).forEach((id, ref) -> names.put(id, ref.name()));
        tags.refs(ids(input.tags())).forEach((id, ref) -> names.put(id, ref.name()));
        return input.withReferences(named(input.authors(), names), named(input.categories(), names),
                named(input.tags(), names));
    }

    private static List<String> named(List<String> ids, Map<UUID, String> names) {
        return ids.stream().map(id -> names.getOrDefault(UUID.fromString(id), id)).toList();
    }

    private static List<UUID> ids(List<String> ids) {
        return ids.stream().map(UUID::fromString).toList();
    }

    /** The ids in the input of what does not exist any more. */
    List<String> missing(ArticleInput input) {
        var asked = Stream.of(input.authors(), input.categories(), input.tags()).flatMap(List::stream)
                .map(UUID::fromString).toList();
        var known = new HashSet<>(authors.refs(asked).keySet());
        known.addAll(categories.refs(asked).keySet());
        known.addAll(tags.refs(asked).keySet());
        return asked.stream().filter(id -> !known.contains(id)).map(UUID::toString).toList();
    }

    /** References by id, in their order. */
    record Ids(List<UUID> authors, List<UUID> categories, List<UUID> tags) {
        void assignTo(Article a) {
            assign(a.authors, authors);
            assign(a.categories, categories);
            assign(a.tags, tags);
        }
    }

    /** The id of what a filter names; a 400 if it names nothing. */
    UUID filter(String parameter, String reference) {
        return ReferenceResolver.resolveFilter(parameter, reference, () -> parameter.equals("tag")
                ? tags.read(reference).id()
                : authors.read(reference).id());
    }

    /** The ids of the category that a filter names, and unless {@code exact} of those below it; a 400 for none. */
    List<UUID> categories(String reference, boolean exact) {
        return ReferenceResolver.resolveFilter("category", reference, () -> categories.ids(reference, exact));
    }

    void follow(@Observes CategoryMerged merge) {
        tables.mergeLinks("article_category", "category_id", merge.from(), merge.into());
    }

    void follow(@Observes TagMerged merge) {
        tables.mergeLinks("article_tag", "tag_id", merge.from(), merge.into());
    }

    private static void assign(List<UUID> links, List<UUID> wanted) {
        if (!links.equals(wanted)) {
            links.clear();
            links.addAll(wanted);
        }
    }

    private static <R> List<R> pick(Map<UUID, R> refs, List<UUID> ids, UnaryOperator<R> local) {
        return ids.stream().map(refs::get).filter(Objects::nonNull).map(local).toList();
    }
}
