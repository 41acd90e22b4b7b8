import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Publishes the article of a blog page over HTTP. The input is the text of the page, as a browser copies it. The script
 * creates the category, the author, the article with its dates, paragraphs and views, and three more articles. Anything
 * that exists and is equal stays unchanged.
 *
 * <pre>
 * java -cp 'target/quarkus-app/lib/main/*' src/scripts/PublishPage.java page.txt
 * </pre>
 *
 * BYLINE_KEY is the API key, BYLINE_URL the URL of the service (http://localhost:8080 by default), and BYLINE_AUTHOR
 * the name of the author, because the page names none.
 */
public class PublishPage {
    private static final Pattern UPDATED_LINE = Pattern.compile("Updated: (.+)");
    private static final Pattern CATEGORY_LINE = Pattern.compile("(?i).*more a\\w+ about (.+)");
    private static final Pattern COUNTERS_LINE = Pattern.compile("(\\d+) views?\\s*(\\d+) comments?");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String admin;
    private final String key;

    private PublishPage(String url, String key) {
        this.admin = url + "/api/v1/admin";
        this.key = key;
    }

    /** The content of the page. */
    record BlogPage(String title, LocalDate updated, List<String> paragraphs, String category, long views) {

        static BlogPage read(Path file) throws IOException {
            String title = null;
            LocalDate updated = null;
            String category = null;
            long views = 0;
            var paragraphs = new ArrayList<String>();
            for (var raw : Files.readAllLines(file)) {
                var line = raw.strip();
                var date = UPDATED_LINE.matcher(line);
                var more = CATEGORY_LINE.matcher(line);
                var counters = COUNTERS_LINE.matcher(line);
                if (line.isEmpty()) {
                    continue;
                } else if (date.matches()) {
                    updated = LocalDate.parse(date.group(1), DATE);
                } else if (updated == null) {
                    title = line;
                } else if (more.matches()) {
                    category = more.group(1);
                } else if (counters.matches()) {
                    views = Long.parseLong(counters.group(1));
                } else if (category == null) {
                    paragraphs.add(line);
                }
            }
            if (title == null || updated == null || category == null || paragraphs.isEmpty()) {
                throw new IOException(file + " is not the text of a blog page. It needs a title, a line 'Updated: Nov "
                        + "23, 2023', "
                        + "paragraphs, and a line 'more articles about …' that names the category");
            }
            return new BlogPage(title, updated, paragraphs, category, views);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var environment = System.getenv();
        if (arguments.length != 1 || environment.get("BYLINE_KEY") == null) {
            System.err.println("Usage: BYLINE_KEY=… java -cp 'target/quarkus-app/lib/main/*' "
                    + "src/scripts/PublishPage.java page.txt");
            System.exit(2);
        }
        var url = environment.getOrDefault("BYLINE_URL", "http://localhost:8080");
        var blogPage = BlogPage.read(Path.of(arguments[0]));
        var script = new PublishPage(url, environment.get("BYLINE_KEY"));
        var slug = script.publish(blogPage, environment.getOrDefault("BYLINE_AUTHOR", "The editors"));
        System.out.println("Published:    " + url + "/api/v1/articles/" + slug);
    }

    private String publish(BlogPage blogPage, String authorName) throws IOException, InterruptedException {
        var category = findOrCreate("categories", blogPage.category);
        var author = findOrCreate("authors", authorName);
        var companionTitles = List.of("How a model learns from what people write",
                "Chips that are made for one kind of sum",
                "Playing against yourself until you are good");
        for (int i = 0; i < companionTitles.size(); i++) {
            createOrUpdateArticle(companionTitles.get(i),
                    "The page beside this one promises more articles about " + blogPage.category
                            + ", and this is one of them.\n\nReplace it with something worth reading.",
                    blogPage.updated.minusDays(i + 1L), category, author);
        }
        var article = createOrUpdateArticle(blogPage.title, String.join("\n\n", blogPage.paragraphs), blogPage.updated,
                category, author);
        raiseViews(article, blogPage.views);
        return article.get("slug").asText();
    }

    /** Finds the category or author with a name, or creates it. */
    private JsonNode findOrCreate(String noun, String name) throws IOException, InterruptedException {
        var existing = find("/" + noun + "?size=100", "name", name);
        if (existing.isPresent()) {
            return printResult("unchanged", noun, name, existing.get());
        }
        return printResult("created", noun, name,
                call("POST", "/" + noun, JSON.createObjectNode().put("name", name), null));
    }

    /** Creates or updates an article and publishes it, unless an equal article is live. */
    private JsonNode createOrUpdateArticle(String title, String markdown, LocalDate date, JsonNode category,
            JsonNode author)
            throws IOException, InterruptedException {
        var time = date.atStartOfDay().toInstant(ZoneOffset.UTC).toString();
        var input = JSON.createObjectNode().put("title", title).put("publishedAt", time).put("updatedAt", time);
        input.putObject("body").put("format", "markdown").put("source", markdown);
        input.putArray("categories").add(category.get("id").asText());
        input.putArray("authors").add(author.get("id").asText());
        var found = find("/articles?size=100&category=" + category.get("id").asText(), "title", title);
        if (found.isEmpty()) {
            var made = call("POST", "/articles", input, null);
            return printResult("created", "articles", title, publish(made));
        }
        var existing = call("GET", "/articles/" + found.get().get("id").asText(), null, null);
        if (existing.at("/body/source").asText().equals(markdown)
                && existing.at("/live/publishedAt").asText().equals(time)
                && existing.at("/live/updatedAt").asText().equals(time)
                && !existing.get("hasUnpublishedChanges").asBoolean()
                && existing.at("/authors/0/id").equals(author.get("id"))) {
            return printResult("unchanged", "articles", title, existing);
        }
        var changed = call("PATCH", "/articles/" + existing.get("id").asText(), input,
                existing.get("version").asText());
        return printResult("updated", "articles", title, publish(changed));
    }

    private JsonNode publish(JsonNode article) throws IOException, InterruptedException {
        return call("POST", "/articles/" + article.get("id").asText() + "/publish", null,
                article.get("version").asText());
    }

    /** Raises the views to the number on the page. A higher number, which includes views since then, stays. */
    private void raiseViews(JsonNode article, long views) throws IOException, InterruptedException {
        var path = "/articles/" + article.get("id").asText() + "/views";
        var current = call("GET", path, null, null).get("views").asLong();
        if (current < views) {
            call("PUT", path, JSON.createObjectNode().put("views", views), null);
        }
        System.out.printf("%-10s  views      %d%n", current < views ? "set" : "unchanged", Math.max(current, views));
    }

    private Optional<JsonNode> find(String list, String field, String value) throws IOException, InterruptedException {
        String cursor = null;
        do {
            var page = call("GET", list + (cursor == null ? "" : "&cursor=" + cursor), null, null);
            for (var item : page.get("items")) {
                if (item.get(field).asText().equals(value)) {
                    return Optional.of(item);
                }
            }
            cursor = page.at("/page/next").asText(null);
        } while (cursor != null && !cursor.isEmpty());
        return Optional.empty();
    }

    private JsonNode call(String method, String path, ObjectNode body, String version)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(admin + path)).header("Authorization", "Bearer " + key);
        if (version != null) {
            request.header("If-Match", "\"" + version + "\"");
        }
        if (body != null) {
            request.header("Content-Type",
                    method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
        }
        request.method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        var answer = HTTP.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            System.err.println(method + " " + path + " was refused: " + answer.body());
            System.exit(1);
        }
        return JSON.readTree(answer.body());
    }

    private static JsonNode printResult(String what, String noun, String name, JsonNode result) {
        System.out.printf("%-10s  %-10s %s%n", what, noun, name);
        return result;
    }
}
