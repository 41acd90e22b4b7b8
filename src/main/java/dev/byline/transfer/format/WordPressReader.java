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
import dev.byline.comment.NewComment.Guest;
import dev.byline.publication.CommentsPolicy;
import dev.byline.publication.Cover;
import dev.byline.tag.TagInput;

/**
 * Reads the export of WordPress (WXR 1.0 to 1.2).
 * <ol>
 * <li>The first pass collects the URLs of attachments, which become covers.</li>
 * <li>The second pass reads authors, categories and tags, posts with their author ({@code dc:creator}) and their terms,
 * and below each post its comments.</li>
 * </ol>
 * Elements are found by their name. The namespace URL of their prefix is ignored, because it contains the version of
 * WXR.
 */
class WordPressReader implements FormatReader {
    private static final Set<String> BUILT_IN_TYPES = Set.of("revision", "nav_menu_item", "attachment", "custom_css",
            "customize_changeset", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_block");

    /** Attachments by the id of their item. An attachment may come after the post that shows it. */
    private final Map<String, Cover> attachments = new HashMap<>();
    private final Set<String> emitted = new HashSet<>();
    /** The offset of the site's local time from UTC, taken from the last item that has both times. */
    private Duration siteOffset = Duration.ZERO;
    private int itemNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        FormatReader.lookAhead(() -> XmlElementReader.forEachChild(file, "channel", e -> {
            if (e.tagName().equals("item") && "attachment".equals(XmlElementReader.trimmedChildText(e, "post_type"))) {
                var address = ImportValues.toUrl(XmlElementReader.trimmedChildText(e, "attachment_url"));
                if (address != null) {
                    attachments.put(XmlElementReader.trimmedChildText(e, "post_id"), new Cover(address,
                            WordPressMeta.of(e).altText(), null, null));
                }
            }
        }));
        XmlElementReader.forEachChild(file, "channel", e -> {
            switch (e.tagName().substring(e.tagName().indexOf(':') + 1)) {
                case "author", "wp_author" -> readAuthor(e, sink);
                case "category" -> emitCategory(sink, XmlElementReader.trimmedChildText(e, "category_nicename"),
                        XmlElementReader.trimmedChildText(e, "cat_name"),
                        XmlElementReader.trimmedChildText(e, "category_parent"),
                        XmlElementReader.trimmedChildText(e, "category_description"));
                case "tag" -> emitTag(sink, XmlElementReader.trimmedChildText(e, "tag_slug"),
                        XmlElementReader.trimmedChildText(e, "tag_name"));
                case "term" -> readTerm(e, sink);
                case "item" -> readItem(e, file, sink);
                default -> {
                    // Other elements describe the channel: title, language and so on.
                }
            }
        });
    }

    private void readAuthor(Element e, ImportItemSink sink) {
        var login = XmlElementReader.trimmedChildText(e, "author_login");
        if (login != null) {
            emitAuthor(sink, login, XmlElementReader.trimmedChildText(e, "author_display_name"));
        }
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

    private void readTerm(Element e, ImportItemSink sink) {
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

    private void readItem(Element e, ImportFile file, ImportItemSink sink) {
        var place = "item " + ++itemNumber;
        var id = Stream.of("post_id", "guid", "link").map(name -> XmlElementReader.trimmedChildText(e, name))
                .filter(Objects::nonNull)
                .findFirst().orElse(null);
        var type = XmlElementReader.trimmedChildText(e, "post_type");
        if (type == null || type.equals("post") || type.equals("page") && file.options().pages) {
            readPost(e, place, id, sink);
            return;
        }
        sink.skip(place, id, type.equals("page")
                ? "is a page; pages=true imports pages as articles"
                : type.equals("attachment")
                        ? "is an attachment; articles refer to its file by URL"
                        : "has the type " + ImportValues.toSingleLine(type, 100) + (BUILT_IN_TYPES.contains(type)
                                ? ", which WordPress uses internally"
                                : ", which belongs to a plugin"));
    }

    private void readPost(Element e, String place, String id, ImportItemSink sink) {
        if (id == null) {
            sink.reject(place, null, "must have a wp:post_id, a guid or a link");
            return;
        }
        var status = XmlElementReader.trimmedChildText(e, "status");
        if ("auto-draft".equals(status) || "inherit".equals(status)) {
            sink.skip(place, id, "is an automatic draft");
            return;
        }
        var notes = new ArrayList<String>();
        var authors = new LinkedHashSet<String>();
        // The element dc:creator; the child is found without its prefix.
        var creator = XmlElementReader.trimmedChildText(e, "creator");
        if (creator != null) {
            emitAuthor(sink, creator, null);
            authors.add(creator);
        }
        var categories = new LinkedHashSet<String>();
        var tags = new LinkedHashSet<String>();
        readPostTerms(e, sink, authors, categories, tags, notes);
        var meta = WordPressMeta.of(e);
        var postDate = readTime(e, "post_date");
        // Exports of other systems in this format have only the elements of feeds, such as pubDate.
        var publishedAt = postDate == null && XmlElementReader.trimmedChildText(e, "post_date") == null
                ? ImportValues.toInstant(XmlElementReader.trimmedChildText(e, "pubDate"))
                : postDate;
        var modified = readTime(e, "post_modified");
        var html = WordPressHtml.toHtml(XmlElementReader.childText(e, "content:encoded"));
        var title = ImportValues.toTitle(XmlElementReader.trimmedChildText(e, "title"), html, notes);
        var slug = ImportValues.slugFromUrl(XmlElementReader.trimmedChildText(e, "post_name"));
        var state = toState(status, XmlElementReader.trimmedChildText(e, "post_password"), notes);
        var importSchedule = "future".equals(status) && publishedAt != null && publishedAt.isAfter(Instant.now())
                ? ImportedArticle.ImportSchedule.publish(publishedAt)
                : null;
        var input = new ArticleInput();
        input.title = title;
        input.slug = slug;
        input.excerpt = ImportValues.toPlainLine(XmlElementReader.childText(e, "excerpt:encoded"),
                ArticleInput.MAX_EXCERPT_LENGTH);
        input.body = html == null ? null : new ArticleBody(ArticleBody.BodyFormat.html, html);
        input.cover = attachments.get(meta.thumbnailId());
        input.authors = ImportValues.takeFirst(authors, ArticleInput.MAX_AUTHORS, "authors", notes);
        input.categories = ImportValues.takeFirst(categories, ArticleInput.MAX_CATEGORIES, "categories", notes);
        input.tags = ImportValues.takeFirst(tags, ArticleInput.MAX_TAGS, "tags", notes);
        input.pinned = "1".equals(XmlElementReader.trimmedChildText(e, "is_sticky"));
        input.seo = meta.seo();
        input.commentsPolicy = "closed".equals(XmlElementReader.trimmedChildText(e, "comment_status"))
                ? CommentsPolicy.closed
                : CommentsPolicy.open;
        // A draft without a date of its own has zeros in post_date_gmt; it gets its date when it is published.
        boolean undated = importSchedule == null && state == State.never_published && hasNoUtcDate(e);
        input.publishedAt = undated ? null : publishedAt;
        if (state == State.live) {
            input.firstPublishedAt = publishedAt;
            input.updatedAt = modified;
        }
        var line = ImportLine.article(id, input,
                importSchedule == null && "future".equals(status) ? State.live : state);
        line.schedule = importSchedule;
        line.createdAt = publishedAt;
        line.formerSlugs = readFormerSlugs(e, meta, slug);
        line.views = meta.views();
        sink.accept(place, line, notes.toArray(String[]::new));
        readComments(e, place, id, sink);
    }

    /** Reads the terms of a post: categories, tags, authors, and a note on the terms of other taxonomies. */
    private void readPostTerms(Element e, ImportItemSink sink, Set<String> authors, Set<String> categories,
            Set<String> tags,
            List<String> notes) {
        var others = new TreeMap<String, List<String>>();
        for (var term : e.children()) {
            if (!term.tagName().equals("category")) {
                continue;
            }
            var domain = term.attr("domain");
            var slug = term.attr("nicename").isBlank() ? null : term.attr("nicename");
            switch (domain) {
                case "category" -> categories.add(emitCategory(sink, slug, term.wholeText(), null, null));
                case "post_tag", "tag" -> tags.add(emitTag(sink, slug, term.wholeText()));
                case "author" -> {
                    // The plugin for several authors per post writes each author as a term, with the prefix "cap-"
                    // before the login.
                    var login = (slug == null ? term.wholeText() : slug).replaceFirst("^cap-", "");
                    emitAuthor(sink, login, term.wholeText());
                    authors.add(login);
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
        categories.remove(null);
        tags.remove(null);
        others.forEach((taxonomy, names) -> notes.add("its terms of the taxonomy " + taxonomy + " were not imported: "
                + ImportValues.toSingleLine(String.join(", ", names), 300)));
    }

    private static State toState(String status, String password, List<String> notes) {
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

    private static List<ImportLine.FormerSlug> readFormerSlugs(Element e, WordPressMeta meta, String slug) {
        var slugs = meta.formerSlugs();
        slugs.add(ImportValues.slugFromUrl(XmlElementReader.trimmedChildText(e, "link")));
        return ImportLine.FormerSlug.of(slugs, slug);
    }

    /**
     * Reads a time in UTC. For drafts WordPress exports only the local time of the site, and zeros as UTC; the offset
     * of an earlier item converts it.
     */
    private Instant readTime(Element e, String name) {
        var local = ImportValues.toInstant(XmlElementReader.trimmedChildText(e, name));
        var utc = ImportValues.toInstant(XmlElementReader.trimmedChildText(e, name + "_gmt"));
        if (local != null && utc != null) {
            siteOffset = Duration.between(utc, local);
        }
        return utc != null ? utc : local == null ? null : local.minus(siteOffset);
    }

    private static boolean hasNoUtcDate(Element e) {
        var utc = XmlElementReader.trimmedChildText(e, "post_date_gmt");
        return utc != null && ImportValues.toInstant(utc) == null;
    }

    private static CommentState toCommentState(String approved) {
        return switch (approved == null ? "1" : approved) {
            case "1" -> CommentState.approved;
            case "0" -> CommentState.pending;
            case "spam" -> CommentState.spam;
            default -> CommentState.rejected;
        };
    }

    private void readComments(Element e, String place, String article, ImportItemSink sink) {
        for (var c : e.children()) {
            if (!c.tagName().endsWith(":comment")) {
                continue;
            }
            var id = XmlElementReader.trimmedChildText(c, "comment_id");
            var commentPlace = place + ", comment " + id;
            var type = XmlElementReader.trimmedChildText(c, "comment_type");
            var body = CommentMarkdown.fromHtml(XmlElementReader.childText(c, "comment_content"));
            if (type != null && !type.equals("comment")) {
                sink.skip(commentPlace, id, "is a " + ImportValues.toSingleLine(type, 50) + ", not a comment");
            } else if (id == null || body == null) {
                sink.reject(commentPlace, id, id == null ? "has no comment_id" : "has no text");
            } else {
                var parent = XmlElementReader.trimmedChildText(c, "comment_parent");
                var name = ImportValues.toPlainLine(XmlElementReader.trimmedChildText(c, "comment_author"),
                        Guest.MAX_NAME_LENGTH);
                sink.accept(commentPlace, ImportLine.comment(id, ImportLine.ImportComment.ofGuest(article,
                        parent == null || parent.equals("0") ? null : parent,
                        toCommentState(XmlElementReader.trimmedChildText(c,
                                "comment_approved")),
                        name == null ? "Anonymous" : name,
                        ImportValues.toEmail(XmlElementReader.trimmedChildText(c, "comment_author_email")),
                        ImportValues.toUrl(XmlElementReader.trimmedChildText(c, "comment_author_url")), body),
                        readTime(c, "comment_date")));
            }
        }
    }
}
