package dev.byline.transfer.format;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.CommentsPolicy;

/**
 * Reads the export of WordPress (WXR 1.0 to 1.2).
 * <ol>
 * <li>The first pass collects the attachments, which are shown as covers and in galleries.</li>
 * <li>The second pass reads authors, categories and tags, posts with their author ({@code dc:creator}) and their terms,
 * and below each post its comments.</li>
 * </ol>
 * Elements are found by their name. The namespace URL of their prefix is ignored, because it contains the version of
 * WXR.
 */
class WordPressReader implements FormatReader {
    private static final Set<String> BUILT_IN_TYPES = Set.of("revision", "nav_menu_item", "attachment", "custom_css",
            "customize_changeset", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_block");

    private static final String PAGE_REASON = "is a page, and pages=false leaves pages out";

    private final WordPressAttachments attachments = new WordPressAttachments();
    private final WordPressShortcodes shortcodes = new WordPressShortcodes(attachments);
    private final WordPressTerms terms = new WordPressTerms();
    private final Set<String> postIds = new HashSet<>();
    private final WordPressTimes times = new WordPressTimes();
    private final WordPressComments comments = new WordPressComments(times);
    private int itemNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        FormatReader.lookAhead(() -> XmlElementReader.forEachChild(file, "channel", e -> {
            if (e.tagName().equals("item")) {
                attachments.add(e);
            }
        }));
        attachments.describe(sink);
        XmlElementReader.forEachChild(file, "channel", e -> {
            switch (e.tagName().substring(e.tagName().indexOf(':') + 1)) {
                case "author", "wp_author" -> terms.readAuthor(e, sink);
                case "category" -> terms.readCategory(e, sink);
                case "tag" -> terms.readTag(e, sink);
                case "term" -> terms.readTerm(e, sink);
                case "item" -> readItem(e, file, sink);
                default -> {
                    // Other elements describe the channel: title, language and so on.
                }
            }
        });
    }

    private void readItem(Element e, ImportFile file, ImportItemSink sink) {
        var place = "item " + ++itemNumber;
        var id = Stream.of("post_id", "guid", "link").map(name -> XmlElementReader.trimmedChildText(e, name))
                .filter(Objects::nonNull)
                .findFirst().orElse(null);
        var type = XmlElementReader.trimmedChildText(e, "post_type");
        boolean page = "page".equals(type);
        if (type == null || type.equals("post") || page && file.options().importsPages(true)) {
            readPost(e, place, id, page ? ArticleKind.page : null, sink);
            return;
        }
        var reason = page
                ? PAGE_REASON
                : type.equals("attachment")
                        ? "is an attachment; articles refer to its file by URL"
                        : "has the type " + ImportValues.toSingleLine(type, 100) + (BUILT_IN_TYPES.contains(type)
                                ? ", which WordPress uses internally"
                                : ", which belongs to a plugin");
        long count = e.children().stream().filter(WordPressComments::isComment).count();
        sink.skip(place, id, count == 0
                ? reason
                : reason + "; its comments (" + count + ") were not imported either");
    }

    private void readPost(Element e, String place, String id, ArticleKind kind, ImportItemSink sink) {
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
        // The author is the element dc:creator; the child is found without its prefix.
        var creator = XmlElementReader.trimmedChildText(e, "creator");
        var postTerms = terms.readPost(e, creator, sink, notes);
        var meta = WordPressMeta.of(e);
        var postDate = times.read(e, "post_date");
        // Exports of other systems in this format have only the elements of feeds, such as pubDate.
        var publishedAt = postDate == null && XmlElementReader.trimmedChildText(e, "post_date") == null
                ? ImportValues.toInstant(XmlElementReader.trimmedChildText(e, "pubDate"))
                : postDate;
        var modified = times.read(e, "post_modified");
        var content = ImportValues.toText(XmlElementReader.childText(e, "content:encoded"));
        var complete = WordPressFootnotes.add(
                content == null ? "" : shortcodes.replace(content, id, notes), meta.footnotes(), notes);
        var html = WordPressHtml.toHtml(complete);
        var title = ImportValues.toTitle(XmlElementReader.trimmedChildText(e, "title"), html, notes);
        var slug = ImportValues.slugFromUrl(XmlElementReader.trimmedChildText(e, "post_name"));
        var state = toState(status, XmlElementReader.trimmedChildText(e, "post_password"), meta, notes);
        boolean planned = "future".equals(status) && state == State.live;
        var importSchedule = planned && publishedAt != null && publishedAt.isAfter(Instant.now())
                ? ImportedArticle.ImportSchedule.publish(publishedAt)
                : null;
        if (importSchedule != null) {
            state = State.never_published;
        }
        var input = new ArticleInput();
        input.title = title;
        input.kind = kind;
        input.slug = slug;
        input.excerpt = ImportValues.toPlainLine(XmlElementReader.childText(e, "excerpt:encoded"),
                ArticleInput.MAX_EXCERPT_LENGTH);
        if (input.excerpt == null) {
            input.excerpt = WordPressHtml.excerpt(complete);
        }
        input.body = html == null ? null : new ArticleBody(ArticleBody.BodyFormat.html, html);
        input.cover = attachments.findCover(meta.thumbnailId());
        input.authors = ImportValues.takeFirst(postTerms.authors(), ArticleInput.MAX_AUTHORS, "authors", notes);
        input.categories = ImportValues.takeFirst(postTerms.categories(), ArticleInput.MAX_CATEGORIES, "categories",
                notes);
        input.tags = ImportValues.takeFirst(postTerms.tags(), ArticleInput.MAX_TAGS, "tags", notes);
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
        var line = ImportLine.article(id, input, state);
        line.schedule = importSchedule;
        line.createdAt = publishedAt;
        line.formerSlugs = readFormerSlugs(e, meta, slug);
        line.formerAddresses = readFormerAddresses(e, meta);
        line.views = meta.views();
        sink.accept(place, line, notes.toArray(String[]::new));
        comments.read(e, new WordPressComments.Post(id, place, publishedAt, !postIds.add(id)), sink);
    }

    private static State toState(String status, String password, WordPressMeta meta, List<String> notes) {
        if (password != null && !"trash".equals(status)) {
            notes.add("had a password and stays a draft");
            return State.never_published;
        }
        var restriction = WordPressAccess.findRestriction(meta);
        if (restriction.isPresent() && !"trash".equals(status)) {
            notes.add("was not public in its source (" + restriction.get() + ") and stays a draft");
            return State.never_published;
        }
        return switch (status == null ? "publish" : status) {
            // The date decides about a post that is scheduled.
            case "publish", "future" -> State.live;
            case "trash" -> State.trashed;
            case "private" -> {
                notes.add("was private and stays a draft");
                yield State.never_published;
            }
            default -> {
                notes.add("has the status '" + ImportValues.toSingleLine(status, 50) + "' and stays a draft");
                yield State.never_published;
            }
        };
    }

    private static List<FormerSlug> readFormerSlugs(Element e, WordPressMeta meta, String slug) {
        var slugs = meta.formerSlugs();
        slugs.add(ImportValues.slugFromUrl(XmlElementReader.trimmedChildText(e, "link")));
        return FormerSlug.of(slugs, slug);
    }

    /** Reads the address of an item, the one by its number, and those with its former slugs in place of the present. */
    private static List<String> readFormerAddresses(Element e, WordPressMeta meta) {
        var link = XmlElementReader.trimmedChildText(e, "link");
        var name = XmlElementReader.trimmedChildText(e, "post_name");
        var formerLinks = link == null || name == null || !link.contains("/" + name)
                ? Stream.<String>empty()
                : meta.formerNames().map(former -> link.replace("/" + name, "/" + former));
        return FormerSlug.addresses(Stream.concat(Stream.of(link, XmlElementReader.trimmedChildText(e, "guid"))
                .filter(Objects::nonNull).filter(address -> address.matches("(?i)https?://.*")), formerLinks).toList());
    }

    private static boolean hasNoUtcDate(Element e) {
        var utc = XmlElementReader.trimmedChildText(e, "post_date_gmt");
        return utc != null && ImportValues.toInstant(utc) == null;
    }
}
