package dev.byline.publication;

import java.util.ArrayList;
import java.util.List;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.tag.TagRef;

/** What an article refers to, each kind in its order. */
record Links(List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {
    static Links none() {
        return new Links(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The same with the names of the locale. */
    Links in(String locale) {
        return new Links(authors.stream().map(author -> author.in(locale)).toList(),
                categories.stream().map(category -> category.in(locale)).toList(),
                tags.stream().map(tag -> tag.in(locale)).toList());
    }
}
