package dev.byline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The name of a server and its requests by row of the comparison. A request of a map's file is a path, or an object
 * with {@code path} and any of {@code method}, {@code headers}, {@code body} and {@code status}.
 */
record PeerMap(String name, Map<String, LoadRequest> requests) {
    /** The names of requests in a map, and what the rows of the table call them. */
    static final Map<String, String> ROWS = new LinkedHashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = new TreeSet<>(List.of("path", "method", "headers", "body", "status"));

    static {
        ROWS.put("article", "article");
        ROWS.put("list", "list of 20");
        ROWS.put("category", "list of a category");
        ROWS.put("search", "search one word");
        ROWS.put("comment", "post a comment");
    }

    /** The requests of Byline, for the articles of {@link SampleArticles}. */
    static PeerMap ofByline(String name) {
        return new PeerMap(name, Map.of("article", LoadRequest.get("/api/v1/articles/article-7"), "list",
                LoadRequest.get("/api/v1/articles"), "category",
                LoadRequest.get("/api/v1/articles?category=category-3"),
                "search", LoadRequest.get("/api/v1/search?q=" + SampleArticles.SEARCHED_WORD), "comment",
                LoadRequest.postJson("/api/v1/articles/article-9/comments",
                        "{\"body\": \"Comment ${n}\", \"author\": {\"name\": \"Reader\"}}")));
    }

    /** Reads a map; an {@link IllegalArgumentException} says what is wrong with it. */
    static PeerMap read(Path file) {
        JsonNode map;
        try {
            map = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(file + " is not JSON: " + broken.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The map " + file + " cannot be read.");
        }
        check(file, map, new TreeSet<>(List.of("name", "requests")));
        if (!map.path("requests").isObject() || map.get("requests").isEmpty()) {
            throw new IllegalArgumentException(file + " has no \"requests\".");
        }
        check(file, map.get("requests"), new TreeSet<>(ROWS.keySet()));
        var requests = new LinkedHashMap<String, LoadRequest>();
        map.get("requests").properties()
                .forEach(e -> requests.put(e.getKey(), request(file, e.getKey(), e.getValue())));
        return new PeerMap(map.path("name").asText("peer"), requests);
    }

    private static void check(Path file, JsonNode object, Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "%s has an unknown name \"%s\"; known names are %s.".formatted(file, name, known));
            }
        });
    }

    private static LoadRequest request(Path file, String name, JsonNode value) {
        check(file, value, FIELDS);
        var path = value.isTextual() ? value.asText() : value.path("path").asText();
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "The path of \"%s\" in %s must begin with a slash.".formatted(name, file));
        }
        var headers = new LinkedHashMap<String, String>();
        value.path("headers").properties().forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
        var body = value.path("body");
        var text = body.isMissingNode() ? null : body.isTextual() ? body.asText() : body.toString();
        if (text != null && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            headers.put("Content-Type", "application/json");
        }
        return new LoadRequest(value.path("method").asText(text == null ? "GET" : "POST"), path, headers, text,
                value.path("status").asInt(0));
    }
}
