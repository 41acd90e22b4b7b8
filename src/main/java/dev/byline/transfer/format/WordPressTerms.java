package dev.byline.transfer.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import org.jsoup.nodes.Element;

import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.tag.TagInput;

/**
 * Authors, categories and tags of a WordPress export. The file names most of them at its head and again at each post;
 * each is passed on once, the first time that the file names it.
 */
class WordPressTerms {
    private final Set<String> emitted = new HashSet<>();

    /** Keys of the authors, categories and tags of one post, in the order of the file. */
    record PostTerms(Set<String> authors, Set<String> categories, Set<String> tags) {}

    void readAuthor(Element e, ImportItemSink sink) {
        var login = XmlElementReader.trimmedChildText(e, "author_login");
        if (login != null) {
            emitAuthor(sink, login, XmlElementReader.trimmedChildText(e, "author_display_name"));
        }
    }

    void readCategory(Element e, ImportItemSink sink) {
        emitCategory(sink, XmlElementReader.trimmedChildText(e, "category_nicename"),
                XmlElementReader.trimmedChildText(e, "cat_name"),
                XmlElementReader.trimmedChildText(e, "category_parent"),
                XmlElementReader.trimmedChildText(e, "category_description"));
    }

    void readTag(Element e, ImportItemSink sink) {
        emitTag(sink, XmlElementReader.trimmedChildText(e, "tag_slug"),
                XmlElementReader.trimmedChildText(e, "tag_name"));
    }

    /** Reads the element {@code wp:term}, in which newer exports repeat categories and tags. */
    void readTerm(Element e, ImportItemSink sink) {
        var taxonomy = XmlElementReader.trimmedChildText(e, "term_taxonomy");
        if ("category".equals(taxonomy)) {
            emitCategory(sink, XmlElementReader.trimmedChildText(e, "term_slug"),
                    XmlElementReader.trimmedChildText(e, "term_name"),
                    XmlElementReader.trimmedChildText(e, "term_parent"),
                    XmlElementReader.trimmedChildText(e, "term_description"));
        } else if ("post_tag".equals(taxonomy)) {
            emitTag(sink, XmlElementReader.trimmedChildText(e, "term_slug"),
                    XmlElementReader.trimmedChildText(e, "term_name"));
        }
    }

    /** Reads the terms of a post: the creator and other authors, categories, tags; notes the terms of other taxonomies. */
    PostTerms readPost(Element e, String creator, ImportItemSink sink, List<String> notes) {
        var terms = new PostTerms(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        if (creator != null) {
            emitAuthor(sink, creator, null);
            terms.authors.add(creator);
        }
        var others = new TreeMap<String, List<String>>();
        for (var term : e.children()) {
            if (!term.tagName().equals("category")) {
                continue;
            }
            var domain = term.attr("domain");
            var slug = term.attr("nicename").isBlank() ? null : term.attr("nicename");
            switch (domain) {
                case "category" -> terms.categories.add(emitCategory(sink, slug, term.wholeText(), null, null));
                case "post_tag", "tag" -> terms.tags.add(emitTag(sink, slug, term.wholeText()));
                case "author" -> {
                    // The plugin for several authors per post writes each author as a term, with the prefix "cap-"
                    // before the login.
                    var login = (slug == null ? term.wholeText() : slug).replaceFirst("^cap-", "");
                    emitAuthor(sink, login, term.wholeText());
                    terms.authors.add(login);
                }
                case "", "post_format", "nav_menu" -> {
                    // Old exports repeat each term without a domain; formats and menus have no counterpart in Byline.
                }
                default -> others
                        .computeIfAbsent(String.valueOf(ImportValues.toSingleLine(domain, 50)),
                                any -> new ArrayList<>())
                        .add(term.wholeText());
            }
        }
        terms.categories.remove(null);
        terms.tags.remove(null);
        others.forEach((taxonomy, names) -> notes.add("its terms of the taxonomy " + taxonomy + " were not imported: "
                + ImportValues.toSingleLine(String.join(", ", names), 300)));
        return terms;
    }

    /** Passes on an author once. An email address is never the public name: only its local part is used. */
    private void emitAuthor(ImportItemSink sink, String login, String display) {
        if (emitted.add("author:" + login)) {
            var name = ImportValues.toPlainLine(
                    display == null || display.contains("@") ? login.replaceAll("@.*", "") : display,
                    AuthorInput.MAX_NAME_LENGTH);
            var slug = login.contains("@") ? null : ImportValues.toSlug(login);
            sink.accept("author " + login,
                    ImportLine.of(login, new AuthorInput(name == null ? "?" : name, slug, null, null,
                            null)));
        }
    }

    private String emitCategory(ImportItemSink sink, String nicename, String name, String parent, String description) {
        var shown = ImportValues.toPlainLine(name == null ? nicename : name, CategoryInput.MAX_NAME_LENGTH);
        var slug = ImportValues.toSlug(nicename == null ? name : nicename);
        if (shown == null || slug == null) {
            return null;
        }
        if (emitted.add("category:" + slug)) {
            var about = ImportValues.toPlainLine(description, CategoryInput.MAX_DESCRIPTION_LENGTH);
            sink.accept("category " + slug, ImportLine.of(slug,
                    new CategoryInput(shown, slug, null, about, ImportValues.toSlug(parent), null)));
        }
        return slug;
    }

    private String emitTag(ImportItemSink sink, String slug, String name) {
        var shown = ImportValues.toPlainLine(name == null ? slug : name, TagInput.MAX_NAME_LENGTH);
        var made = ImportValues.toSlug(slug == null ? name : slug);
        if (shown != null && made != null && emitted.add("tag:" + made)) {
            sink.accept("tag " + made, ImportLine.of(made, new TagInput(shown, made, null)));
        }
        return made;
    }
}
