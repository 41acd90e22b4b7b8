package dev.byline.transfer.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The things of a mirror that are no articles: a JSON file for the site, and one for all categories, tags, authors and
 * menus each. Counters are left out, because they change all the time.
 */
final class MirrorData {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter();
    private static final String SITE = "site";
    private static final Map<String, String> FILES = Map.of(SITE, "site.json", "category", "categories.json", "tag",
            "tags.json", "author", "authors.json", "menu", "menus.json");
    private static final String PARENT = "parent";
    private static final List<String> LEFT_OUT = List.of("publishedArticles", "publishedArticlesInTree", "level");

    static {
        PRINTER.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        PRINTER.indentArraysWith(new DefaultIndenter("  ", "\n"));
    }

    private final MirrorFolder folder;
    /** Things by id, by type; the site has its type as id. */
    private final Map<String, Map<String, ObjectNode>> things = new LinkedHashMap<>();
    private final Set<String> changedTypes = new HashSet<>();

    /** Reads the files of a former run. */
    MirrorData(MirrorFolder folder) throws IOException {
        this.folder = folder;
        for (var file : FILES.entrySet()) {
            var byId = new HashMap<String, ObjectNode>();
            var text = folder.read(file.getValue());
            if (text != null) {
                var read = JSON.readTree(text);
                if (file.getKey().equals(SITE)) {
                    byId.put(SITE, (ObjectNode) read);
                } else {
                    read.forEach(thing -> byId.put(thing.path("id").asText(), (ObjectNode) thing));
                }
            }
            things.put(file.getKey(), byId);
        }
    }

    /** The ids of all things. */
    Set<String> ids() {
        var ids = new HashSet<String>();
        things.values().forEach(byId -> ids.addAll(byId.keySet()));
        return ids;
    }

    /**
     * Takes over a thing as it is now; a missing one is removed. Types that this version does not know are ignored.
     * Returns the id.
     */
    String apply(String type, String id, JsonNode thing) {
        var byId = things.get(type);
        var key = type.equals(SITE) ? SITE : id;
        if (byId != null && thing.isObject()) {
            var kept = ((ObjectNode) thing.deepCopy()).remove(LEFT_OUT);
            if (kept.path(PARENT) instanceof ObjectNode parent) {
                parent.retain("id", "slug");
            }
            if (kept.has("avatarUrl")) {
                kept.set("avatar", kept.remove("avatarUrl"));
            }
            if (!kept.equals(byId.put(key, kept))) {
                changedTypes.add(type);
            }
        } else if (byId != null && byId.remove(key) != null) {
            changedTypes.add(type);
        }
        return key;
    }

    /** Removes the thing with an id, if there is one. */
    void remove(String id) {
        things.forEach((type, byId) -> {
            if (byId.remove(id) != null) {
                changedTypes.add(type);
            }
        });
    }

    /** Returns the name of an article's category in the default locale; articles show it in their own locale. */
    String categoryName(JsonNode category) {
        var known = things.get("category").get(category.path("id").asText());
        return (known == null ? category : known).path("name").asText();
    }

    /** Writes the files whose things have changed. */
    void write() throws IOException {
        for (var type : changedTypes) {
            folder.write(FILES.get(type), JSON.writer(PRINTER).writeValueAsString(content(type)) + "\n");
        }
        changedTypes.clear();
    }

    private JsonNode content(String type) {
        var byId = things.get(type);
        if (type.equals(SITE)) {
            return byId.getOrDefault(SITE, JSON.createObjectNode());
        }
        // The parent may have another slug by now.
        byId.values().forEach(thing -> {
            var parent = byId.get(thing.path(PARENT).path("id").asText());
            if (parent != null) {
                ((ObjectNode) thing.path(PARENT)).set("slug", parent.path("slug"));
            }
        });
        var sorted = new ArrayList<>(byId.values());
        var order = type.equals("menu") ? "name" : "slug";
        sorted.sort((one, other) -> one.path(order).asText().compareTo(other.path(order).asText()));
        if (type.equals("author")) {
            // Generators of sites and the import of Markdown look authors up by their slugs.
            var authors = JSON.createObjectNode();
            sorted.forEach(author -> authors.set(author.path("slug").asText(), author));
            return authors;
        }
        return JSON.createArrayNode().addAll(sorted);
    }
}
