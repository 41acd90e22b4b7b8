package dev.byline.publication;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.tag.TagRef;

/** References of an article to its authors, categories and tags, each kind in its own order. */
public record ArticleRefs(List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {
    /** Creates references without entries; entries can be added to each list. */
    static ArticleRefs empty() {
        return new ArticleRefs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Returns the names of an article and of what it refers to, as changes name them. */
    static List<String> names(UUID article, List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {
        var ids = Stream.of(Stream.of(article), authors.stream().map(AuthorRef::id),
                categories.stream().map(CategoryRef::id), tags.stream().map(TagRef::id));
        return ids.flatMap(part -> part).map(UUID::toString).toList();
    }

    /** Returns a copy with the names in this locale. */
    ArticleRefs localized(String locale) {
        return new ArticleRefs(authors.stream().map(author -> author.inLocale(locale)).toList(),
                categories.stream().map(category -> category.inLocale(locale)).toList(),
                tags.stream().map(tag -> tag.inLocale(locale)).toList());
    }
}
