package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTables.text;

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
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.article.ArticleBody;
import dev.byline.article.ArticleInput;
import dev.byline.article.ImportedArticle;
import dev.byline.article.State;
import dev.byline.author.AuthorInput;
import dev.byline.category.CategoryInput;
import dev.byline.publication.Cover;
import dev.byline.publication.Seo;
import dev.byline.tag.TagInput;

/**
 * Ghost's export. Its first public tag, which Ghost calls primary, is an article's category here as well. Comments and
 * members are not in such files.
 */
class GhostFile implements FileReader {
    private static final Set<String> OF_POSTS = Set.of("users", "tags", "posts_tags", "posts_authors", "posts_meta");
    private static final Set<String> TOLD = Set.of("posts", "newsletters", "products");

    private final Map<String, JsonNode> users = new HashMap<>();
    private final Map<String, JsonNode> tags = new HashMap<>();
    private final Map<String, JsonNode> metas = new HashMap<>();
    private final Map<String, List<Link>> authorsOf = new HashMap<>();
    private final Map<String, List<Link>> tagsOf = new HashMap<>();
    private final Set<String> told = new LinkedHashSet<>();
    private int number;

    private record Link(String id, int order) {}

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        FileReader.lookAhead(() -> JsonTables.each(file, OF_POSTS, (table, row) -> {
            switch (table) {
                case "users" -> users.put(text(row, "id"), row);
                case "tags" -> tags.put(text(row, "id"), row);
                case "posts_meta" -> metas.put(text(row, "post_id"), row);
                case "posts_tags" -> link(tagsOf, row, "tag_id");
                default -> link(authorsOf, row, "author_id");
            }
        }));
        users.values().stream().sorted(Comparator.comparing(u -> String.valueOf(text(u, "id"))))
                .forEach(user -> author(user, sink));
        tags.values().stream().sorted(Comparator.comparing(t -> String.valueOf(text(t, "id"))))
                .forEach(tag -> tag(tag, sink));
        JsonTables.each(file, TOLD, (table, row) -> {
            if (table.equals("posts")) {
                post(file, row, sink);
            } else if (told.add(table)) {
                sink.leftOut(table, null, table + " are Ghost's own and are not imported");
            }
        });
    }

    /** What nothing of another Ghost is called: ids that are numbers, as all of old ones and each owner's, are any other's too. */
    private static String key(JsonNode row) {
        var id = text(row, "id");
        if (id != null && !id.matches("\\d+")) {
            return id;
        }
        return text(row, "uuid") != null ? text(row, "uuid") : text(row, "slug") != null ? text(row, "slug") : id;
    }

    private static void link(Map<String, List<Link>> links, JsonNode row, String target) {
        links.computeIfAbsent(String.valueOf(text(row, "post_id")), id -> new ArrayList<>())
                .add(new Link(text(row, target), row.path("sort_order").asInt()));
    }

    private static void author(JsonNode user, LineSink sink) {
        var name = Clean.line(text(user, "name"), 100);
        var bio = Clean.line(text(user, "bio"), 2000);
        var id = key(user);
        var place = "user " + id;
        if (name == null || id == null) {
            sink.broken(place, id, "has no name or no id");
        } else {
            sink.line(place, ImportLine.of(id, new AuthorInput(name, Clean.slug(text(user, "slug")), null, bio,
                    Clean.address(text(user, "profile_image")))));
        }
    }

    private static void tag(JsonNode tag, LineSink sink) {
        var name = Clean.line(text(tag, "name"), 100);
        var id = key(tag);
        if (name == null || id == null) {
            sink.broken("tag " + id, id, "has no name or no id");
        } else if (isInternal(tag)) {
            sink.leftOut("tag " + id, id, "'" + name + "' is internal to Ghost");
        } else {
            sink.line("tag " + id, ImportLine.of(id, new TagInput(name, Clean.slug(text(tag, "slug")), null)));
        }
    }

    private static boolean isInternal(JsonNode tag) {
        return "internal".equals(text(tag, "visibility")) || String.valueOf(text(tag, "name")).startsWith("#");
    }

    private void post(ImportFile file, JsonNode post, LineSink sink) {
        var place = "post " + ++number;
        var id = text(post, "id");
        if (key(post) == null) {
            sink.broken(place, null, "has no id");
            return;
        }
        boolean page = "page".equals(text(post, "type")) || "true".equals(text(post, "page"))
                || "1".equals(text(post, "page"));
        if (page && !file.options().pages()) {
            sink.leftOut(place, key(post), "a page; pages=true imports pages as articles");
            return;
        }
        var notes = new ArrayList<String>();
        var authors = ids(authorsOf, id, text(post, "author_id")).stream().map(users::get).filter(Objects::nonNull)
                .map(GhostFile::key).collect(Collectors.toCollection(LinkedHashSet::new));
        var own = ids(tagsOf, id, null).stream().map(tags::get).filter(t -> t != null && !isInternal(t)).toList();
        var categories = own.stream().limit(1).map(t -> category(t, sink)).toList();
        var names = new LinkedHashSet<>(own.stream().map(t -> Clean.line(text(t, "name"), 100)).toList());
        var articleBody = body(post, file.source(), notes);
        var title = Clean.title(text(post, "title"), articleBody == null ? null : articleBody.source(), notes);
        if (text(post, "codeinjection_head") != null || text(post, "codeinjection_foot") != null) {
            notes.add("its injected code was left out");
        }
        var published = Clean.time(text(post, "published_at"));
        var state = state(post, notes);
        boolean scheduled = "scheduled".equals(text(post, "status")) && published != null;
        var importSchedule = scheduled && published.isAfter(Instant.now())
                ? ImportedArticle.ImportSchedule.publish(published)
                : null;
        if (scheduled && importSchedule == null) {
            state = State.live;
        }
        var slug = Clean.slug(text(post, "slug"));
        var locale = text(post, "locale");
        var input = new ArticleInput(title, slug, locale, Clean.line(text(post, "custom_excerpt"), 500), articleBody,
                cover(post, id, file.source()), Clean.some(authors, ArticleInput.MAX_AUTHORS, "authors", notes),
                categories,
                Clean.some(names, ArticleInput.MAX_TAGS, "tags", notes),
                post.path("featured").asBoolean() || "1".equals(text(post, "featured")), seo(post, id), null, null,
                state == State.live ? published : null, published,
                state == State.live ? Clean.time(text(post, "updated_at")) : null);
        sink.line(place,
                ImportLine.article(key(post), input, state, importSchedule, Clean.time(text(post, "created_at")),
                        List.of(),
                        null, null),
                notes.toArray(String[]::new));
    }

    private static List<String> ids(Map<String, List<Link>> links, String post, String otherwise) {
        var own = links.getOrDefault(post, List.of());
        return own.isEmpty() && otherwise != null
                ? List.of(otherwise)
                : own.stream().sorted(Comparator.comparing(Link::order)).map(Link::id).distinct().toList();
    }

    private String category(JsonNode tag, LineSink sink) {
        var key = "tag " + key(tag);
        if (told.add(key)) {
            sink.line("category of " + key, ImportLine.of(key, new CategoryInput(Clean.line(text(tag, "name"), 100),
                    Clean.slug(text(tag, "slug")), null, Clean.line(text(tag, "description"), 2000), null, null)));
        }
        return key;
    }

    private static ArticleBody body(JsonNode post, String source, List<String> notes) {
        var html = Clean.text(text(post, "html"));
        if (html != null) {
            return new ArticleBody(ArticleBody.BodyFormat.html, absolute(html, source));
        }
        var markdown = Clean.text(text(post, "markdown"));
        if (markdown != null) {
            return new ArticleBody(ArticleBody.BodyFormat.markdown, absolute(markdown, source));
        }
        var plain = Clean.text(text(post, "plaintext"));
        if (plain != null) {
            notes.add("has no HTML; the plain text was taken");
            return new ArticleBody(ArticleBody.BodyFormat.markdown, plain);
        }
        if (text(post, "lexical") != null || text(post, "mobiledoc") != null) {
            notes.add("its text is only in Ghost's own format, without HTML beside it");
        }
        return null;
    }

    /** Ghost writes its own address as a placeholder. */
    private static String absolute(String text, String source) {
        return text.replace("__GHOST_URL__", source.matches("https?://.*") ? source.replaceAll("/+$", "") : "");
    }

    private static State state(JsonNode post, List<String> notes) {
        var visibility = text(post, "visibility");
        if (!"published".equals(text(post, "status"))) {
            if ("sent".equals(text(post, "status"))) {
                notes.add("was sent as a mail only and stays a draft");
            }
            return State.never_published;
        }
        if (visibility != null && !visibility.equals("public")) {
            notes.add("was not for everyone (" + Clean.line(visibility, 50) + ") and stays a draft");
            return State.never_published;
        }
        return State.live;
    }

    private Cover cover(JsonNode post, String id, String source) {
        var image = text(post, "feature_image") == null ? text(post, "image") : text(post, "feature_image");
        var address = image == null ? null : Clean.address(absolute(image, source));
        var meta = metas.get(id);
        return address == null
                ? null
                : new Cover(address, meta == null ? null : Clean.line(text(meta, "feature_image_alt"), 200), null,
                        null);
    }

    private Seo seo(JsonNode post, String id) {
        var meta = metas.getOrDefault(id, post);
        var title = Clean.line(text(meta, "meta_title"), 200);
        var description = Clean.line(text(meta, "meta_description"), 500);
        var canonical = Clean.address(text(post, "canonical_url"));
        return title == null && description == null && canonical == null
                ? null
                : new Seo(title, description, canonical, null);
    }
}
