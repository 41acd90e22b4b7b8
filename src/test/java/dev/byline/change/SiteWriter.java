package dev.byline.change;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Changes a site at random through the admin API, as several editors do who know nothing of each other: requests that
 * conflict are refused, and that is fine.
 */
public final class SiteWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private static final int TAGS = 6;
    private static final int MAX_CATEGORIES = 12;

    /** What the writers of one site created. */
    public static final class Known {
        private final List<String> articles = new CopyOnWriteArrayList<>();
        private final List<String> categories = new CopyOnWriteArrayList<>();
        private final List<String> authors = new CopyOnWriteArrayList<>();
        private final List<String> menus = new CopyOnWriteArrayList<>();

        /** Returns the ids of the articles that were created, live or not. */
        public List<String> articles() {
            return articles;
        }
    }

    private final Known known;
    private final String key;
    private final Random random;
    private int number;

    public SiteWriter(Known known, String key, Random random) {
        this.known = known;
        this.key = key;
        this.random = random;
    }

    /** Gives the site two locales, categories, authors, articles and a menu to begin with. */
    public void start(String url) throws IOException, InterruptedException {
        send(url, "PATCH", "site", Map.of("locales", List.of("en", "vi", "de"), "articleUrl",
                "https://x.example/{locale}/{slug}"));
        for (int i = 0; i < 4; i++) {
            newCategory(url);
            newAuthor(url);
        }
        for (var kind : List.of("article", "page", "article", "page", "article", "article")) {
            newArticle(url, kind);
            send(url, "POST", "articles/" + known.articles.get(known.articles.size() - 1) + "/publish", null);
        }
        while (known.menus.isEmpty()) {
            newMenu(url);
        }
    }

    /** Makes one change, or is refused. */
    public void step(String url) throws IOException, InterruptedException {
        var article = "articles/" + anyOf(known.articles);
        switch (random.nextInt(26)) {
            case 0, 1 -> newArticle(url, random.nextInt(5) == 0 ? "page" : "article");
            case 2, 3, 4 -> send(url, "POST", article + "/publish", null);
            case 5, 6, 7 -> {
                send(url, "PATCH", article, content());
                send(url, "POST", article + "/publish", null);
            }
            case 8, 9 -> send(url, "POST", article + "/unpublish", null);
            case 10 -> {
                send(url, "PATCH", article, Map.of("slug", "slug-" + name()));
                send(url, "POST", article + "/publish", null);
            }
            case 11 -> {
                send(url, "PATCH", article, Map.of("kind", random.nextBoolean() ? "page" : "article"));
                send(url, "POST", article + "/publish", null);
            }
            case 12 -> created(known.articles, send(url, "POST", article + "/translations",
                    Map.of("locale", random.nextBoolean() ? "vi" : "de", "title", "Translation " + name())));
            case 13 -> {
                send(url, "DELETE", article, null);
                send(url, "POST", article + (random.nextInt(3) == 0 ? "/restore" : "/purge"), null);
            }
            case 14 -> send(url, "PUT", article + "/schedule", Map.of("action",
                    random.nextBoolean() ? "publish" : "unpublish", "at", Instant.now().plusMillis(500).toString()));
            case 15 -> changeSite(url);
            case 16 -> newMenu(url);
            default -> changeNames(url);
        }
    }

    private void changeNames(String url) throws IOException, InterruptedException {
        var category = "categories/" + anyOf(known.categories);
        var author = "authors/" + anyOf(known.authors);
        var tag = "tags/" + anyTag(url);
        switch (random.nextInt(14)) {
            case 0 -> newCategory(url);
            case 1 -> newAuthor(url);
            case 2, 3 -> send(url, "PATCH", category, renamed("Category"));
            case 4 -> send(url, "PATCH", category, Map.of("parent", anyOf(known.categories), "position", 0));
            case 5 -> send(url, "PATCH", category, Map.of("position", random.nextInt(3), "description", name()));
            case 6 -> send(url, "POST", category + "/merge", Map.of("into", anyOf(known.categories)));
            case 7 -> send(url, "DELETE", category + (random.nextBoolean()
                    ? "?moveTo=" + anyOf(known.categories)
                    : ""), null);
            case 8 -> send(url, "PATCH", author, random.nextBoolean()
                    ? renamed("Author")
                    : Map.of("bio", "Writes " + name()));
            case 9 -> send(url, "POST", author + "/merge", Map.of("into", anyOf(known.authors)));
            case 10 -> send(url, "DELETE", author, null);
            case 11 -> send(url, "PATCH", tag, renamed("Tag"));
            case 12 -> send(url, "POST", tag + "/merge", Map.of("into", anyTag(url)));
            default -> send(url, "DELETE", tag, null);
        }
    }

    private void newArticle(String url, String kind) throws IOException, InterruptedException {
        var input = new HashMap<>(content());
        input.put("kind", kind);
        created(known.articles, send(url, "POST", "articles", input));
    }

    private Map<String, Object> content() {
        var name = name();
        return Map.of("title", "Title " + name, "body", Map.of("format", "markdown", "source", "Text " + name),
                "categories", some(known.categories), "authors", some(known.authors), "tags",
                random.nextBoolean() ? List.of("Topic " + random.nextInt(TAGS)) : List.of(), "pinned",
                random.nextInt(5) == 0, "commentsPolicy", random.nextBoolean() ? "open" : "closed", "seo",
                Map.of("title", "Seo " + name), "metadata", Map.of("name", name));
    }

    private void newCategory(String url) throws IOException, InterruptedException {
        if (known.categories.size() < MAX_CATEGORIES || random.nextInt(4) == 0) {
            var name = "Category " + name();
            created(known.categories, send(url, "POST", "categories", known.categories.isEmpty() || random.nextBoolean()
                    ? Map.of("name", name)
                    : Map.of("name", name, "parent", anyOf(known.categories))));
        }
    }

    private void newAuthor(String url) throws IOException, InterruptedException {
        created(known.authors, send(url, "POST", "authors", Map.of("name", "Author " + name())));
    }

    private void newMenu(String url) throws IOException, InterruptedException {
        var items = new ArrayList<Map<String, Object>>();
        items.add(Map.of("category", anyOf(known.categories), "children",
                List.of(Map.of("article", anyOf(known.articles)))));
        items.add(Map.of("author", anyOf(known.authors)));
        items.add(Map.of("article", anyOf(known.articles)));
        var tag = anyTag(url);
        if (!tag.equals("none")) {
            items.add(Map.of("tag", tag));
        }
        var input = Map.of("name", "menu-" + name(), "items", items);
        var menu = "menus/" + anyOf(known.menus);
        switch (random.nextInt(4)) {
            case 0 -> send(url, "DELETE", menu, null);
            case 1 -> send(url, "PUT", menu, input);
            default -> created(known.menus, send(url, "POST", "menus", input));
        }
    }

    private void changeSite(String url) throws IOException, InterruptedException {
        send(url, "PATCH", "site", random.nextBoolean()
                ? Map.of("title", "Site " + name())
                : Map.of("categoryUrl", "https://x.example/" + name() + "/{slug}"));
    }

    private Map<String, Object> renamed(String kind) {
        var name = kind + " " + name();
        return random.nextBoolean()
                ? Map.of("name", name, "names", Map.of("vi", name + " vi"))
                : Map.of("name", name, "slug", "slug-" + name());
    }

    private String anyTag(String url) throws IOException, InterruptedException {
        var tags = JSON.readTree(send(url, "GET", "tags?size=100", null).body()).path("items");
        return tags.isEmpty() ? "none" : tags.get(random.nextInt(tags.size())).get("id").asText();
    }

    private String name() {
        return Integer.toHexString(random.nextInt(1 << 20)) + "-" + ++number;
    }

    private String anyOf(List<String> ids) {
        var now = List.copyOf(ids);
        return now.isEmpty() ? "none" : now.get(random.nextInt(now.size()));
    }

    private List<String> some(List<String> ids) {
        return ids.isEmpty() || random.nextInt(4) == 0 ? List.of() : List.of(anyOf(ids));
    }

    private static void created(List<String> ids, HttpResponse<String> response) throws IOException {
        if (response.statusCode() == 201) {
            JsonNode body = JSON.readTree(response.body());
            ids.add(body.get("id").asText());
        }
    }

    private HttpResponse<String> send(String url, String method, String path, Object body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/admin/" + path)).timeout(Duration.ofMinutes(1))
                .header("If-Match", "*").header("Authorization", "Bearer " + key)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        assertTrue(response.statusCode() < 500 || response.statusCode() == 503,
                () -> method + " " + path + " " + body + ": " + response.statusCode() + " " + response.body());
        return response;
    }
}
