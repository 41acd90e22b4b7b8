package dev.byline.publication;

import java.util.ArrayList;
import java.util.List;

import dev.byline.author.AuthorRef;
import dev.byline.category.CategoryRef;
import dev.byline.tag.TagRef;

/** References of an article to its authors, categories and tags, each kind in its own order. */
public record ArticleRefs(List<AuthorRef> authors, List<CategoryRef> categories, List<TagRef> tags) {
    /** Creates references without entries; entries can be added to each list. */
    static ArticleRefs empty() {
        return new ArticleRefs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Returns a copy with the names in this locale. */
    ArticleRefs localized(String locale) {
        return new ArticleRefs(authors.stream().map(author -> author.inLocale(locale)).toList(),
                categories.stream().map(category -> category.inLocale(locale)).toList(),
                tags.stream().map(tag -> tag.inLocale(locale)).toList());
    }
}
