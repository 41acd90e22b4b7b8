package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTableReader.text;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.publication.ArticleKind;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;
import dev.byline.tag.TagInput;
import dev.byline.text.ValidWebAddress;

/**
 * Reads the JSON export of Ghost.
 * <ol>
 * <li>The first pass collects users, tags and the tables that join them to posts.</li>
 * <li>Users become authors, and public tags become tags.</li>
 * <li>The second pass reads posts as articles.</li>
 * </ol>
 * The first public tag of a post, which Ghost calls the primary tag, becomes the category of the article as well. Ghost
 * exports contain no comments and no members.
 */
class GhostReader implements FormatReader {
    private static final Set<String> LOOKUP_TABLES = Set.of("users", "tags", "posts_tags", "posts_authors",
            "posts_meta");
    /** A text or a card in a document of Ghost's own formats; documents of empty posts have neither. */
    private static final Pattern OWN_FORMAT_CONTENT = Pattern.compile(
            "\"text\"\\s*:\\s*\"[^\"]|\"type\"\\s*:\\s*\"(?!root|paragraph|linebreak)|"
                    + "\\[0,\\s*\\[[^\\]]*\\],\\s*\\d+,\\s*\"[^\"]|\"cards\"\\s*:\\s*\\[\\s*\\[");
    private static final Set<String> ITEM_TABLES = Set.of("posts", "newsletters", "products");

    private final Map<String, JsonNode> users = new HashMap<>();
    private final Map<String, JsonNode> tags = new HashMap<>();
    private final Map<String, JsonNode> metaByPost = new HashMap<>();
    private final Map<String, List<PostLink>> authorsOf = new HashMap<>();
    private final Map<String, List<PostLink>> tagsOf = new HashMap<>();
    private final Set<String> emitted = new LinkedHashSet<>();
    private GhostUrls urls;
    private int postNumber;

    private record PostLink(String id, int order) {}

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        FormatReader.lookAhead(() -> JsonTableReader.forEachRow(file, LOOKUP_TABLES, (table, row) -> {
            switch (table) {
                case "users" -> users.put(text(row, "id"), row);
                case "tags" -> tags.put(text(row, "id"), row);
                case "posts_meta" -> metaByPost.put(text(row, "post_id"), row);
                case "posts_tags" -> addLink(tagsOf, row, "tag_id");
                default -> addLink(authorsOf, row, "author_id");
            }
        }));
        urls = new GhostUrls(file.source());
        users.values().stream().sorted(Comparator.comparing(u -> String.valueOf(text(u, "id"))))
                .forEach(user -> readAuthor(user, sink));
        tags.values().stream().sorted(Comparator.comparing(t -> String.valueOf(text(t, "id"))))
                .forEach(tag -> readTag(tag, sink));
        JsonTableReader.forEachRow(file, ITEM_TABLES, (table, row) -> {
            if (table.equals("posts")) {
                readPost(file, row, sink);
            } else if (emitted.add(table)) {
                sink.skip(table, null, table + " exist only in Ghost and are not imported");
            }
        });
    }

    /**
     * Returns an external id that differs between Ghost sites. Numeric ids do not: old versions of Ghost use only
     * numeric ids, and the owner of a site always has one. Then the UUID counts, or else the slug.
     */
    private static String sourceKey(JsonNode row) {
        var id = text(row, "id");
        if (id != null && !id.matches("\\d+")) {
            return id;
        }
        return text(row, "uuid") != null ? text(row, "uuid") : text(row, "slug") != null ? text(row, "slug") : id;
    }

    private static void addLink(Map<String, List<PostLink>> links, JsonNode row, String target) {
        links.computeIfAbsent(String.valueOf(text(row, "post_id")), id -> new ArrayList<>())
                .add(new PostLink(text(row, target), row.path("sort_order").asInt()));
    }

    private void readAuthor(JsonNode user, ImportItemSink sink) {
        var name = ImportValues.toSingleLine(text(user, "name"), AuthorInput.MAX_NAME_LENGTH);
        var bio = ImportValues.toSingleLine(text(user, "bio"), AuthorInput.MAX_BIO_LENGTH);
        var id = sourceKey(user);
        var place = "user " + id;
        if (name == null || id == null) {
            sink.reject(place, id, "must have a name and an id");
        } else {
            sink.accept(place,
                    ImportLine.of(id, new AuthorInput(name, ImportValues.toSlug(text(user, "slug")), null, bio,
                            urls.complete(text(user, "profile_image")))));
        }
    }

    private static void readTag(JsonNode tag, ImportItemSink sink) {
        var name = ImportValues.toSingleLine(text(tag, "name"), TagInput.MAX_NAME_LENGTH);
        var id = sourceKey(tag);
        if (name == null || id == null) {
            sink.reject("tag " + id, id, "must have a name and an id");
        } else if (isInternal(tag)) {
            sink.skip("tag " + id, id, "'" + name + "' is an internal tag of Ghost");
        } else {
            sink.accept("tag " + id,
                    ImportLine.of(id, new TagInput(name, ImportValues.toSlug(text(tag, "slug")), null)));
        }
    }

    private static boolean isInternal(JsonNode tag) {
        return "internal".equals(text(tag, "visibility")) || String.valueOf(text(tag, "name")).startsWith("#");
    }

    private void readPost(ImportFile file, JsonNode post, ImportItemSink sink) {
        var place = "post " + ++postNumber;
        var id = text(post, "id");
        if (sourceKey(post) == null) {
            sink.reject(place, null, "has no id");
            return;
        }
        boolean page = "page".equals(text(post, "type")) || "true".equals(text(post, "page"))
                || "1".equals(text(post, "page"));
        if (page && !file.options().importsPages(true)) {
            sink.skip(place, sourceKey(post), "is a page, and pages=false leaves pages out");
            return;
        }
        var notes = new ArrayList<String>();
        var authors = linkedIds(authorsOf, id, text(post, "author_id")).stream().map(users::get)
                .filter(Objects::nonNull)
                .map(GhostReader::sourceKey).collect(Collectors.toCollection(LinkedHashSet::new));
        var publicTags = linkedIds(tagsOf, id, null).stream().map(tags::get).filter(t -> t != null && !isInternal(t))
                .toList();
        var categories = publicTags.stream().limit(1).map(t -> emitCategory(t, sink)).toList();
        var tagKeys = publicTags.stream().map(GhostReader::sourceKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var articleBody = toBody(post, notes);
        var title = ImportValues.toTitle(text(post, "title"), articleBody == null ? null : articleBody.source(), notes);
        if (text(post, "codeinjection_head") != null || text(post, "codeinjection_foot") != null) {
            notes.add("its injected code was not imported");
        }
        var published = ImportValues.toInstant(text(post, "published_at"));
        var state = articleBody == null && hasOwnFormat(post) ? State.never_published : toState(post, id, notes);
        boolean scheduled = state == State.live && "scheduled".equals(text(post, "status")) && published != null
                && published.isAfter(Instant.now());
        var importSchedule = scheduled ? ImportedArticle.ImportSchedule.publish(published) : null;
        if (scheduled) {
            state = State.never_published;
        }
        var input = new ArticleInput();
        input.title = title;
        input.kind = page ? ArticleKind.page : null;
        input.slug = ImportValues.toSlug(text(post, "slug"));
        input.locale = text(post, "locale");
        input.excerpt = ImportValues.toSingleLine(text(post, "custom_excerpt"), ArticleInput.MAX_EXCERPT_LENGTH);
        input.body = articleBody;
        input.cover = toCover(post, id);
        input.authors = ImportValues.takeFirst(authors, ArticleInput.MAX_AUTHORS, "authors", notes);
        input.categories = categories;
        input.tags = ImportValues.takeFirst(tagKeys, ArticleInput.MAX_TAGS, "tags", notes);
        input.pinned = post.path("featured").asBoolean() || "1".equals(text(post, "featured"));
        input.seo = toSeo(post, id);
        input.publishedAt = published;
        if (state == State.live) {
            input.firstPublishedAt = published;
            input.updatedAt = ImportValues.toInstant(text(post, "updated_at"));
        }
        var line = ImportLine.article(sourceKey(post), input, state);
        line.schedule = importSchedule;
        line.formerAddresses = text(post, "slug") == null
                ? null
                : FormerSlug.addresses(List.of("/" + text(post, "slug") + "/"));
        line.createdAt = ImportValues.toInstant(text(post, "created_at"));
        sink.accept(place, line, notes.toArray(String[]::new));
    }

    private static List<String> linkedIds(Map<String, List<PostLink>> linksByPost, String post, String fallback) {
        var links = linksByPost.getOrDefault(post, List.of());
        return links.isEmpty() && fallback != null
                ? List.of(fallback)
                : links.stream().sorted(Comparator.comparing(PostLink::order)).map(PostLink::id).distinct().toList();
    }

    private String emitCategory(JsonNode tag, ImportItemSink sink) {
        var key = "tag " + sourceKey(tag);
        if (emitted.add(key)) {
            sink.accept("category of " + key,
                    ImportLine.of(key, new CategoryInput(
                            ImportValues.toSingleLine(text(tag, "name"), CategoryInput.MAX_NAME_LENGTH),
                            ImportValues.toSlug(text(tag, "slug")), null,
                            ImportValues.toSingleLine(text(tag, "description"), CategoryInput.MAX_DESCRIPTION_LENGTH),
                            null, null)));
        }
        return key;
    }

    private ArticleBody toBody(JsonNode post, List<String> notes) {
        var html = ImportValues.toText(text(post, "html"));
        if (html != null) {
            return new ArticleBody(ArticleBody.BodyFormat.html, urls.completeHtml(html));
        }
        var markdown = ImportValues.toText(text(post, "markdown"));
        if (markdown != null) {
            return new ArticleBody(ArticleBody.BodyFormat.markdown, urls.completeMarkdown(markdown));
        }
        var plain = ImportValues.toText(text(post, "plaintext"));
        if (plain != null) {
            notes.add("has no HTML; its plain text was imported");
            return new ArticleBody(ArticleBody.BodyFormat.markdown, plain);
        }
        if (hasOwnFormat(post)) {
            notes.add("has its text only in Ghost's own format, without HTML; the text was not imported, and it stays "
                    + "a draft");
        }
        return null;
    }

    private static boolean hasOwnFormat(JsonNode post) {
        return Stream.of("lexical", "mobiledoc").map(name -> text(post, name)).filter(Objects::nonNull)
                .anyMatch(document -> OWN_FORMAT_CONTENT.matcher(document).find());
    }

    private State toState(JsonNode post, String id, List<String> notes) {
        var visibility = text(post, "visibility");
        var status = text(post, "status");
        if (!"published".equals(status) && !"scheduled".equals(status)) {
            notes.add("sent".equals(status)
                    ? "was only sent as a mail and stays a draft"
                    : "has the status '" + ImportValues.toSingleLine(status, 50) + "' and stays a draft");
            return State.never_published;
        }
        if ("scheduled".equals(status) && metaByPost.getOrDefault(id, post).path("email_only").asBoolean()) {
            notes.add("was only to be sent as a mail and stays a draft");
            return State.never_published;
        }
        if (visibility != null && !visibility.equals("public")) {
            notes.add(
                    "was not public (visibility " + ImportValues.toSingleLine(visibility, 50) + ") and stays a draft");
            return State.never_published;
        }
        return State.live;
    }

    private Cover toCover(JsonNode post, String id) {
        var image = text(post, "feature_image") == null ? text(post, "image") : text(post, "feature_image");
        var address = urls.complete(image);
        if (address == null) {
            // It may be that of a file in the archive; otherwise ImportMedia leaves the cover out.
            address = ImportValues.toSingleLine(image, ValidWebAddress.MAX_LENGTH);
        }
        var meta = metaByPost.get(id);
        return address == null
                ? null
                : new Cover(address,
                        meta == null
                                ? null
                                : ImportValues.toSingleLine(text(meta, "feature_image_alt"), Cover.MAX_ALT_LENGTH),
                        null,
                        null);
    }

    private Seo toSeo(JsonNode post, String id) {
        var meta = metaByPost.getOrDefault(id, post);
        var title = ImportValues.toSingleLine(text(meta, "meta_title"), Seo.MAX_TITLE_LENGTH);
        var description = ImportValues.toSingleLine(text(meta, "meta_description"), Seo.MAX_DESCRIPTION_LENGTH);
        var canonical = ImportValues.toUrl(text(post, "canonical_url"));
        return title == null && description == null && canonical == null
                ? null
                : new Seo(title, description, canonical, null);
    }
}
