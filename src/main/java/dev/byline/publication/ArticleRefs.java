package dev.byline.publication;

import java.util.ArrayList;
import java.util.List;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.tag.TagRef;

/** What an article refers to, each kind in its order. */
record ArticleRefs(List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {
    static ArticleRefs empty() {
        return new ArticleRefs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The same with the names of the locale. */
    ArticleRefs localized(String locale) {
        return new ArticleRefs(authors.stream().map(author -> author.in(locale)).toList(),
                categories.stream().map(category -> category.in(locale)).toList(),
                tags.stream().map(tag -> tag.in(locale)).toList());
    }
}
