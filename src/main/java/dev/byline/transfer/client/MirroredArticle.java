package dev.byline.transfer.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The file of an article in a mirror: front matter as generators of sites use it, and the text below it. What these have
 * no names for is in the table {@code byline}; the import of Markdown reads all of it.
 *
 * @param id
 *            the id of the article
 * @param path
 *            the path of the file in the folder, such as {@code articles/en/night-trams.md}
 * @param translationKey
 *            what the files of translations have in common: locale and slug of the first, or else the id
 * @param translations
 *            the paths of the files of all translations
 * @param text
 *            the content of the file
 */
record MirroredArticle(String id, String path, String translationKey, Set<String> translations, String text) {
    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9]+(-[A-Za-z0-9]+)*");
    /** The digits at the end of an article's id that the prefix of its anchors has. */
    private static final int PREFIX_DIGITS = 8;
    /** Names of files that are no articles for the import of Markdown. */
    private static final Set<String> RESERVED_NAMES = Set.of("index", "readme", "license", "contributing", "changelog");

    /**
     * Makes the file of an article.
     *
     * @param article
     *            the article as readers see it
     * @param source
     *            the content with the source of the body, or the article again if only its HTML is known
     */
    static MirroredArticle of(JsonNode article, JsonNode source, MirrorData data)
            throws BylineClient.RequestFailedException {
        var kind = article.path("kind").asText();
        var own = article.path("locale").asText() + "/" + article.path("slug").asText();
        var group = new TreeSet<String>();
        article.path("translations")
                .forEach(other -> group.add(other.path("locale").asText() + "/" + other.path("slug").asText()));
        var paths = new TreeSet<String>();
        for (var other : group) {
            paths.add(path(kind, other));
        }
        group.add(own);
        // A key of its own also without translations: the import would join files of one name in several languages.
        var key = group.size() > 1 ? group.first() : article.path("id").asText();
        var body = source.path("body");
        boolean html = !body.has("source") || body.path("format").asText().equals("html");
        var text = "---\n" + toYaml(frontMatter(article, source, data, key, html)) + "---\n\n"
                + (body.has("source") ? body.path("source").asText() : withoutPrefix(article)) + "\n";
        return new MirroredArticle(article.path("id").asText(), path(kind, own), key, paths, text);
    }

    /**
     * Returns the HTML of an article without the prefix that makes its anchors unique on a page of several articles. In
     * sanitized HTML, quotation marks occur only around values.
     */
    private static String withoutPrefix(JsonNode article) {
        var id = article.path("id").asText();
        var prefix = "a" + id.substring(id.length() - PREFIX_DIGITS) + "-";
        return article.path("body").path("html").asText().replace(" id=\"" + prefix, " id=\"")
                .replace(" href=\"#" + prefix, " href=\"#");
    }

    /** Returns the path of a file by the kind, locale and slug of its article. */
    private static String path(String kind, String reference) throws BylineClient.RequestFailedException {
        var parts = reference.split("/");
        for (var part : parts) {
            if (!SAFE_NAME.matcher(part).matches()) {
                throw new BylineClient.RequestFailedException("'" + part + "' is neither a locale nor a slug.");
            }
        }
        return (kind.equals("page") ? "pages/" : "articles/") + reference
                + (RESERVED_NAMES.contains(parts[1]) ? "/index.md" : ".md");
    }

    private static Map<String, Object> frontMatter(JsonNode article, JsonNode source, MirrorData data, String key,
            boolean html) {
        var matter = new LinkedHashMap<String, Object>();
        put(matter, "title", article.path("title"));
        put(matter, "slug", article.path("slug"));
        if (article.path("kind").asText().equals("page")) {
            matter.put("layout", "page");
        }
        put(matter, "lang", article.path("locale"));
        put(matter, "date", article.path("publishedAt"));
        put(matter, "lastmod", article.path("updatedAt"));
        put(matter, "description", source.path("excerpt"));
        var cover = new LinkedHashMap<String, Object>();
        put(cover, "image", article.path("cover").path("url"));
        put(cover, "alt", article.path("cover").path("alt"));
        putUnlessEmpty(matter, "cover", cover);
        putUnlessEmpty(matter, "authors", texts(article.path("authors"), "slug"));
        var categories = new ArrayList<String>();
        article.path("categories").forEach(category -> categories.add(data.categoryName(category)));
        putUnlessEmpty(matter, "categories", categories);
        putUnlessEmpty(matter, "tags", texts(article.path("tags"), "name"));
        if (article.path("pinned").asBoolean()) {
            matter.put("pinned", true);
        }
        var policy = article.path("commentsPolicy").asText();
        if (policy.equals("closed")) {
            matter.put("comments", false);
        }
        var seo = article.path("seo");
        put(matter, "seoTitle", seo.path("title"));
        put(matter, "seoDescription", seo.path("description"));
        put(matter, "canonical", seo.path("canonicalUrl"));
        matter.put("translationKey", key);
        var further = new LinkedHashMap<String, Object>();
        put(further, "id", article.path("id"));
        if (html) {
            further.put("format", "html");
        }
        if (!article.path("firstPublishedAt").equals(article.path("publishedAt"))) {
            put(further, "firstPublishedAt", article.path("firstPublishedAt"));
        }
        if (policy.equals("members")) {
            further.put("commentsPolicy", policy);
        }
        if (seo.path("noIndex").asBoolean()) {
            further.put("noIndex", true);
        }
        put(further, "coverWidth", article.path("cover").path("width"));
        put(further, "coverHeight", article.path("cover").path("height"));
        if (article.path("metadata").isObject() && !article.path("metadata").isEmpty()) {
            // As JSON, so that numbers stay numbers.
            further.put("metadata", article.path("metadata").toString());
        }
        matter.put("byline", further);
        return matter;
    }

    private static void put(Map<String, Object> matter, String name, JsonNode value) {
        if (value.isInt()) {
            matter.put(name, value.asInt());
        } else if (value.isTextual() && !value.asText().isEmpty()) {
            matter.put(name, value.asText());
        }
    }

    private static void putUnlessEmpty(Map<String, Object> matter, String name, Object value) {
        if (value instanceof List<?> list ? !list.isEmpty() : !((Map<?, ?>) value).isEmpty()) {
            matter.put(name, value);
        }
    }

    private static List<String> texts(JsonNode list, String field) {
        var texts = new ArrayList<String>();
        list.forEach(element -> texts.add(element.path(field).asText()));
        return texts;
    }

    private static String toYaml(Map<String, Object> matter) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        options.setSplitLines(false);
        return new Yaml(options).dump(matter);
    }
}
