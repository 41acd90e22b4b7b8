package dev.byline.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A copy of a site that knows only what {@code /api/v1/changes} says. Counters are left out, because they change without
 * a change of the thing that has them.
 */
public final class ChangeReplica {
    /** The types that a follower gets by default. */
    public static final List<String> TYPES = List.of("site", "author", "category", "tag", "article", "page", "menu");
    private static final String ALL_PARTS = "body,seo,metadata,translations";
    private static final List<String> COUNTERS = List.of("stats", "publishedArticles", "publishedArticlesInTree");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    private final List<String> types;
    private final Random random;
    private final boolean fixedParts;
    private final Map<String, Map<String, JsonNode>> things = new TreeMap<>();
    private String token;
    private boolean live = true;
    private int requests;
    private int items;
    private int startsOver;

    /**
     * Creates an empty copy.
     *
     * @param types
     *            the types to follow; all by default if empty
     * @param fixedParts
     *            whether each request asks for all parts of articles; else each asks for some, and parts are not kept
     * @param random
     *            chooses page sizes, places to continue from, and long polls
     */
    public ChangeReplica(List<String> types, boolean fixedParts, Random random) {
        this.types = types;
        this.fixedParts = fixedParts;
        this.random = random;
        clear();
    }

    private void clear() {
        types().forEach(type -> things.put(type, new TreeMap<>()));
        token = null;
        live = true;
    }

    private List<String> types() {
        return types.isEmpty() ? TYPES : types;
    }

    /** Returns whether everything that was live at the start has been read. */
    public boolean isInLog() {
        return !live;
    }

    /** Returns how often a token was refused, so that the copy was made again. */
    public int startsOver() {
        return startsOver;
    }

    /** Returns the title of an article; empty if readers do not see it. */
    public String title(String article) {
        var copy = things.get("article").get(article);
        return copy == null ? "" : copy.get("title").asText();
    }

    /** Returns the number of copies of one type. */
    public int size(String type) {
        return things.get(type).size();
    }

    /**
     * Reads a page of changes from the service at this URL and applies it, or a part of it.
     *
     * @return whether the copy is up to date
     */
    public boolean readPage(String url) throws IOException, InterruptedException {
        int wait = random.nextInt(4) == 0 ? 1 : 0;
        int size = random.nextBoolean() ? 100 : 1 + random.nextInt(20);
        var response = get(url + "/api/v1/changes?size=" + size + (wait > 0 ? "&wait=" + wait : "")
                + (token == null ? "" : "&since=" + token)
                + (types.isEmpty() ? "" : "&types=" + String.join(",", types))
                + include());
        requests++;
        if (response.statusCode() == 410) {
            startsOver++;
            clear();
            return false;
        }
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + ": " + response.body());
        }
        var page = JSON.readTree(response.body());
        // As a client that is stopped in the middle of a page, and continues after the last item that it applied.
        int applied = page.get("items").size() > 1 && random.nextInt(5) == 0
                ? 1 + random.nextInt(page.get("items").size() - 1)
                : Integer.MAX_VALUE;
        token = page.get("next").asText();
        for (var item : page.get("items")) {
            apply(item);
            if (--applied == 0) {
                token = item.get("token").asText();
                return false;
            }
        }
        boolean more = page.get("more").asBoolean();
        live &= token.contains(".");
        return !more && page.get("items").isEmpty();
    }

    private String include() {
        if (fixedParts) {
            return "&include=" + ALL_PARTS;
        }
        return random.nextBoolean() ? "&include=" + List.of(ALL_PARTS.split(",")).get(random.nextInt(4)) : "";
    }

    private void apply(JsonNode item) {
        items++;
        var type = item.get("type").asText();
        var id = item.path("id").asText();
        var copies = things.get(type);
        if (copies == null) {
            throw new IllegalStateException("No one asked for " + item);
        }
        switch (item.get("change").asText()) {
            case "published", "updated" -> copies.put(id, comparable(state(type, item)));
            case "unpublished", "deleted" -> copies.remove(id);
            default -> throw new IllegalStateException("Unknown change " + item);
        }
    }

    private static JsonNode state(String type, JsonNode item) {
        var state = item.get(type.equals("page") ? "article" : type);
        if (state == null) {
            throw new IllegalStateException("No state in " + item);
        }
        return state;
    }

    private JsonNode comparable(JsonNode state) {
        var copy = (ObjectNode) state.deepCopy();
        copy.remove(COUNTERS);
        if (!fixedParts) {
            copy.remove(List.of(ALL_PARTS.split(",")));
        }
        return copy;
    }

    /** Fails unless this copy equals what the public API of the service at this URL shows. */
    public void assertEqualsSite(String url, String where) throws IOException, InterruptedException {
        for (var type : types()) {
            var expected = readAll(url, type);
            var copies = things.get(type);
            assertEquals(expected.keySet(), copies.keySet(), where + ": the " + type + " items that exist");
            for (var thing : expected.entrySet()) {
                assertEquals(thing.getValue(), copies.get(thing.getKey()), where + ": " + type + " " + thing.getKey());
            }
        }
    }

    private Map<String, JsonNode> readAll(String url, String type) throws IOException, InterruptedException {
        var all = new TreeMap<String, JsonNode>();
        if (type.equals("site")) {
            all.put("", comparable(read(url + "/api/v1/site")));
            return all;
        }
        var list = switch (type) {
            case "article", "page" -> "articles?size=100&kind=" + type + (fixedParts ? "&include=" + ALL_PARTS : "");
            case "category" -> "categories?size=100";
            case "menu" -> "menus?";
            default -> type + "s?size=100";
        };
        String cursor = null;
        do {
            var page = read(url + "/api/v1/" + list + (cursor == null ? "" : "&cursor=" + cursor));
            page.get("items").forEach(item -> all.put(item.get("id").asText(), comparable(item)));
            cursor = page.path("page").path("next").asText(null);
        } while (cursor != null);
        return all;
    }

    private static JsonNode read(String url) throws IOException, InterruptedException {
        var response = get(url);
        assertEquals(200, response.statusCode(), url + " " + response.body());
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(1)).build(),
                BodyHandlers.ofString());
    }

    @Override
    public String toString() {
        return requests + " requests, " + items + " items, " + startsOver + " starts over";
    }
}
