package dev.byline.transfer.format;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.comment.CommentState;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.tag.TagInput;

/** WordPress' export (WXR 1.0 to 1.2). Names of elements count without their prefix's address, which holds the version. */
class WordPressFile implements FileReader {
    private static final Set<String> OWN_TYPES = Set.of("revision", "nav_menu_item", "attachment", "custom_css",
            "customize_changeset", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_block");

    /** Where files are, by the ids of their items, which may come behind those that show them. */
    private final Map<String, Cover> files = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    /** Of the site's own time, as far as items that have both tell it. */
    private Duration offset = Duration.ZERO;
    private int number;

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        FileReader.lookAhead(() -> XmlItems.each(file, "channel", e -> {
            if (e.tagName().equals("item") && "attachment".equals(XmlItems.word(e, "post_type"))) {
                var address = Clean.address(XmlItems.word(e, "attachment_url"));
                if (address != null) {
                    files.put(XmlItems.word(e, "post_id"), new Cover(address,
                            WordPressMeta.of(e).alternative(), null, null));
                }
            }
        }));
        XmlItems.each(file, "channel", e -> {
            switch (e.tagName().substring(e.tagName().indexOf(':') + 1)) {
                case "author", "wp_author" -> author(e, sink);
                case "category" -> category(sink, XmlItems.word(e, "category_nicename"), XmlItems.word(e, "cat_name"),
                        XmlItems.word(e, "category_parent"), XmlItems.word(e, "category_description"));
                case "tag" -> tag(sink, XmlItems.word(e, "tag_slug"), XmlItems.word(e, "tag_name"));
                case "term" -> term(e, sink);
                case "item" -> item(e, file, sink);
                default -> {
                    // The channel's own title, language and so on.
                }
            }
        });
    }

    private void author(Element e, LineSink sink) {
        var login = XmlItems.word(e, "author_login");
        if (login != null) {
            name(sink, login, XmlItems.word(e, "author_display_name"));
        }
    }

    /** An email address is nobody's public name. */
    private void name(LineSink sink, String login, String display) {
        if (told.add("author:" + login)) {
            var name = Clean.plain(display == null || display.contains("@") ? login.replaceAll("@.*", "") : display,
                    100);
            var slug = login.contains("@") ? null : Clean.slug(login);
            sink.line("author " + login,
                    ImportLine.of(login, new AuthorInput(name == null ? "?" : name, slug, null, null,
                            null)));
        }
    }

    private void term(Element e, LineSink sink) {
        var taxonomy = XmlItems.word(e, "term_taxonomy");
        if ("category".equals(taxonomy)) {
            category(sink, XmlItems.word(e, "term_slug"), XmlItems.word(e, "term_name"),
                    XmlItems.word(e, "term_parent"), XmlItems.word(e, "term_description"));
        } else if ("post_tag".equals(taxonomy)) {
            tag(sink, XmlItems.word(e, "term_slug"), XmlItems.word(e, "term_name"));
        }
    }

    private String category(LineSink sink, String nicename, String name, String parent, String description) {
        var shown = Clean.plain(name == null ? nicename : name, 100);
        var slug = Clean.slug(nicename == null ? name : nicename);
        if (shown == null || slug == null) {
            return null;
        }
        if (told.add("category:" + slug)) {
            var about = Clean.plain(description, 2000);
            sink.line("category " + slug, ImportLine.of(slug,
                    new CategoryInput(shown, slug, null, about, Clean.slug(parent), null)));
        }
        return slug;
    }

    private String tag(LineSink sink, String slug, String name) {
        var shown = Clean.plain(name == null ? slug : name, 100);
        var made = Clean.slug(slug == null ? name : slug);
        if (shown != null && made != null && told.add("tag:" + made)) {
            sink.line("tag " + made, ImportLine.of(made, new TagInput(shown, made, null)));
        }
        return made;
    }

    private void item(Element e, ImportFile file, LineSink sink) {
        var place = "item " + ++number;
        var id = Stream.of("post_id", "guid", "link").map(name -> XmlItems.word(e, name)).filter(Objects::nonNull)
                .findFirst().orElse(null);
        var type = XmlItems.word(e, "post_type");
        if (type == null || type.equals("post") || type.equals("page") && file.options().pages()) {
            post(e, place, id, sink);
            return;
        }
        sink.leftOut(place, id, type.equals("page")
                ? "a page; pages=true imports pages as articles"
                : type.equals("attachment")
                        ? "a file, which articles refer to by its address"
                        : "of the type " + Clean.line(type, 100) + (OWN_TYPES.contains(type)
                                ? ", of WordPress itself"
                                : ", which is of a plugin"));
    }

    private void post(Element e, String place, String id, LineSink sink) {
        if (id == null) {
            sink.broken(place, null, "has neither wp:post_id nor guid nor link");
            return;
        }
        var status = XmlItems.word(e, "status");
        if ("auto-draft".equals(status) || "inherit".equals(status)) {
            sink.leftOut(place, id, "an automatic draft");
            return;
        }
        var notes = new ArrayList<String>();
        var authors = new LinkedHashSet<String>();
        var creator = XmlItems.word(e, "creator");
        if (creator != null) {
            name(sink, creator, null);
            authors.add(creator);
        }
        var categories = new LinkedHashSet<String>();
        var tags = new LinkedHashSet<String>();
        terms(e, sink, authors, categories, tags, notes);
        var meta = WordPressMeta.of(e);
        var dated = time(e, "post_date");
        // Exports of others in this format have only what feeds have.
        var posted = dated == null && XmlItems.word(e, "post_date") == null
                ? Clean.time(XmlItems.word(e, "pubDate"))
                : dated;
        var modified = time(e, "post_modified");
        var html = WordPressText.html(XmlItems.text(e, "content:encoded"));
        var title = Clean.title(XmlItems.word(e, "title"), html, notes);
        var slug = Clean.lastOf(XmlItems.word(e, "post_name"));
        var state = state(status, XmlItems.word(e, "post_password"), notes);
        var importSchedule = "future".equals(status) && posted != null && posted.isAfter(Instant.now())
                ? ImportedArticle.ImportSchedule.publish(posted)
                : null;
        var input = new ArticleInput(title, slug, null, Clean.plain(XmlItems.text(e, "excerpt:encoded"), 500),
                html == null ? null : new ArticleBody(ArticleBody.BodyFormat.html, html), files.get(meta.thumbnail()),
                Clean.some(authors, ArticleInput.MAX_AUTHORS, "authors", notes),
                Clean.some(categories, ArticleInput.MAX_CATEGORIES, "categories", notes),
                Clean.some(tags, ArticleInput.MAX_TAGS, "tags", notes),
                "1".equals(XmlItems.word(e, "is_sticky")), meta.seo(),
                "closed".equals(XmlItems.word(e, "comment_status")) ? CommentsPolicy.closed : CommentsPolicy.open, null,
                state == State.live ? posted : null,
                // Drafts that nobody gave a date have zeros, and get theirs when they are published.
                importSchedule == null && state == State.never_published && isFloating(e)
                        ? null
                        : posted,
                state == State.live ? modified : null);
        sink.line(place,
                ImportLine.article(id, input, importSchedule == null && "future".equals(status) ? State.live : state,
                        importSchedule,
                        posted, former(e, meta, slug), null, meta.views()),
                notes.toArray(String[]::new));
        comments(e, place, id, sink);
    }

    /** What an item is filed under, in each taxonomy. */
    private void terms(Element e, LineSink sink, Set<String> authors, Set<String> categories, Set<String> tags,
            List<String> notes) {
        var others = new TreeMap<String, List<String>>();
        for (var term : e.children()) {
            if (!term.tagName().equals("category")) {
                continue;
            }
            var domain = term.attr("domain");
            var slug = term.attr("nicename").isBlank() ? null : term.attr("nicename");
            switch (domain) {
                case "category" -> categories.add(category(sink, slug, term.wholeText(), null, null));
                case "post_tag", "tag" -> tags.add(tag(sink, slug, term.wholeText()));
                case "author" -> {
                    // The plugin for articles of several authors writes their logins so.
                    var login = (slug == null ? term.wholeText() : slug).replaceFirst("^cap-", "");
                    name(sink, login, term.wholeText());
                    authors.add(login);
                }
                case "", "post_format", "nav_menu" -> {
                    // Said twice in old exports, and what is of no use here.
                }
                default -> others.computeIfAbsent(String.valueOf(Clean.line(domain, 50)), any -> new ArrayList<>())
                        .add(term.wholeText());
            }
        }
        categories.remove(null);
        tags.remove(null);
        others.forEach((taxonomy, names) -> notes.add("its terms of the taxonomy " + taxonomy + " were left out: "
                + Clean.line(String.join(", ", names), 300)));
    }

    private static State state(String status, String password, List<String> notes) {
        if (password != null) {
            notes.add("had a password and stays a draft");
            return State.never_published;
        }
        return switch (status == null ? "publish" : status) {
            case "publish" -> State.live;
            case "trash" -> State.trashed;
            case "private" -> {
                notes.add("was private and stays a draft");
                yield State.never_published;
            }
            default -> State.never_published;
        };
    }

    private static List<ImportLine.Former> former(Element e, WordPressMeta meta, String slug) {
        var slugs = meta.formerSlugs();
        slugs.add(Clean.lastOf(XmlItems.word(e, "link")));
        return ImportLine.Former.of(slugs, slug);
    }

    /** Of drafts WordPress knows only the site's own time, and writes zeros for the other. */
    private Instant time(Element e, String name) {
        var local = Clean.time(XmlItems.word(e, name));
        var utc = Clean.time(XmlItems.word(e, name + "_gmt"));
        if (local != null && utc != null) {
            offset = Duration.between(utc, local);
        }
        return utc != null ? utc : local == null ? null : local.minus(offset);
    }

    private static boolean isFloating(Element e) {
        var utc = XmlItems.word(e, "post_date_gmt");
        return utc != null && Clean.time(utc) == null;
    }

    private static CommentState commentState(String approved) {
        return switch (approved == null ? "1" : approved) {
            case "1" -> CommentState.approved;
            case "0" -> CommentState.pending;
            case "spam" -> CommentState.spam;
            default -> CommentState.rejected;
        };
    }

    private void comments(Element e, String place, String article, LineSink sink) {
        for (var c : e.children()) {
            if (!c.tagName().endsWith(":comment")) {
                continue;
            }
            var id = XmlItems.word(c, "comment_id");
            var where = place + ", comment " + id;
            var type = XmlItems.word(c, "comment_type");
            var body = CommentText.ofHtml(XmlItems.text(c, "comment_content"));
            if (type != null && !type.equals("comment")) {
                sink.leftOut(where, id, "a " + Clean.line(type, 50) + ", not a comment");
            } else if (id == null || body == null) {
                sink.broken(where, id, id == null ? "has no comment_id" : "has no text");
            } else {
                var parent = XmlItems.word(c, "comment_parent");
                var name = Clean.plain(XmlItems.word(c, "comment_author"), 80);
                sink.line(where, ImportLine.comment(id, ImportLine.Remark.of(article,
                        parent == null || parent.equals("0") ? null : parent, commentState(XmlItems.word(c,
                                "comment_approved")),
                        name == null ? "Anonymous" : name, Clean.email(XmlItems.word(c, "comment_author_email")),
                        Clean.address(XmlItems.word(c, "comment_author_url")), body), time(c, "comment_date")));
            }
        }
    }
}
