package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;

import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.Eventually;
import dev.byline.transfer.client.MirrorCommand;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import picocli.CommandLine;

/** Tests the command {@code mirror} over HTTP, and the import of what it wrote. */
@QuarkusTest
class MirrorTest extends ImportTestBase {
    private static final FileTime LONG_AGO = FileTime.fromMillis(0);
    private static final String STATE = ".byline-mirror/state.json";

    @TempDir
    Path directory;

    @BeforeEach
    void addLocale() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
    }

    private Path folder() {
        return directory.resolve("mirror");
    }

    private static int run(String key, Path folder, String... options) {
        var arguments = new ArrayList<>(
                List.of("--to", folder.toString(), "--url", "http://localhost:" + RestAssured.port));
        arguments.addAll(List.of(options));
        return new CommandLine(new MirrorCommand(key)).execute(arguments.toArray(String[]::new));
    }

    /** Mirrors until all changes so far are in the folder: the log has a change within a moment of its commit. */
    private Map<String, String> mirror(String key) throws SQLException, IOException {
        Eventually.that(() -> query("select count(*) from pending_change")
                + query("select count(*) from change_expansion") == 0);
        assertEquals(0, run(key, folder(), "--once"));
        return files();
    }

    /** Reads all files but those that are the command's own. */
    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (var found = Files.walk(folder())) {
            for (var file : found.filter(Files::isRegularFile).toList()) {
                var name = folder().relativize(file).toString();
                if (!name.startsWith(".byline-mirror")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    private String state() throws IOException {
        return Files.readString(folder().resolve(STATE));
    }

    private static JsonPath publishNew(Map<String, ?> input) {
        return publish(draft(input).getString("id"));
    }

    /** Publishes articles with everything that an article can have. */
    private static JsonPath publishSite() {
        var category = category("Rails");
        sending(Map.of("name", "Night", "slug", "after-ten", "parent", "rails", "description", "Late trams."))
                .post(ADMIN + "/categories").then().statusCode(201);
        patch("categories/after-ten", "*", "{\"names\": {\"vi\": \"Đêm\"}}").then().statusCode(200);
        sending(Map.of("name", "Nam Lê", "slug", "le", "bio", "Rides.", "avatarUrl", "https://blog.example/le.jpg"))
                .post(ADMIN + "/authors").then().statusCode(201);
        sending(Map.of("name", "Trams & more", "slug", "trams")).post(ADMIN + "/tags").then().statusCode(201);
        publishNew(
                Map.of("title", "About: us", "kind", "page", "body", markdown("# About"), "commentsPolicy", "closed"));
        publishNew(Map.of("title", "Changelog", "slug", "changelog", "body",
                Map.of("format", "html", "source", "<p>One</p>\n\n    <p>Two</p>"), "authors", List.of("le")));
        var input = new HashMap<String, Object>(Map.of("title", "Night trams", "excerpt", "All night: a map", "body",
                markdown("    {% raw %}{{ code }}{% endraw %}\n\nText\n\n---\n<!-- more -->\n"), "cover",
                Map.of("url", "https://blog.example/a.jpg", "alt", "A \"tram\"", "width", 12, "height", 6), "authors",
                List.of("le"), "categories", List.of("after-ten", category.getString("id")), "tags",
                List.of("Trams & more", "Ở đêm"), "pinned", true, "commentsPolicy", "members"));
        input.put("seo",
                Map.of("title", "T", "description", "D: d", "canonicalUrl", "https://blog.example/t", "noIndex",
                        true));
        input.put("metadata", Map.of("rating", 5, "labels", List.of("a", "b")));
        input.put("publishedAt", "2023-11-20T08:00:00Z");
        input.put("firstPublishedAt", "2020-01-02T00:00:00Z");
        input.put("updatedAt", "2023-11-23T08:00:00.123Z");
        var article = publishNew(input);
        var translation = sending(Map.of("locale", "vi")).post(ADMIN + "/articles/" + article.getString("id")
                + "/translations").then().statusCode(201).extract().jsonPath().getString("id");
        patch("articles/" + translation, "*", "{\"title\": \"Tuyến đêm\", \"slug\": \"changelog\"}").then()
                .statusCode(200);
        publish(translation);
        return article;
    }

    @Test
    void an_article_is_a_file_with_its_source_and_front_matter() throws Exception {
        var id = publishSite().getString("id");
        var files = mirror(ADMIN_KEY);
        assertEquals(Set.of("site.json", "authors.json", "categories.json", "tags.json", "pages/en/about-us.md",
                "articles/en/night-trams.md", "articles/en/changelog/index.md", "articles/vi/changelog/index.md"),
                files.keySet());
        assertEquals("""
                ---
                title: Night trams
                slug: night-trams
                lang: en
                date: '2023-11-20T08:00:00Z'
                lastmod: '2023-11-23T08:00:00.123Z'
                description: 'All night: a map'
                cover:
                  image: https://blog.example/a.jpg
                  alt: A "tram"
                authors:
                - le
                categories:
                - Night
                - Rails
                tags:
                - Trams & more
                - Ở đêm
                pinned: true
                seoTitle: T
                seoDescription: 'D: d'
                canonical: https://blog.example/t
                translationKey: en/night-trams
                byline:
                  id: %s
                  firstPublishedAt: '2020-01-02T00:00:00Z'
                  commentsPolicy: members
                  noIndex: true
                  coverWidth: 12
                  coverHeight: 6
                  metadata: '{"rating":5,"labels":["a","b"]}'
                ---

                    {%% raw %%}{{ code }}{%% endraw %%}

                Text

                ---
                <!-- more -->

                """.formatted(id), files.get("articles/en/night-trams.md").replace(
                "{\"labels\":[\"a\",\"b\"],\"rating\":5}", "{\"rating\":5,\"labels\":[\"a\",\"b\"]}"));
        assertTrue(files.get("articles/vi/changelog/index.md").contains("- Night\n"), files::toString);
        var authors = new JsonPath(files.get("authors.json"));
        assertEquals("Nam Lê", authors.getString("le.name"));
        assertFalse(files.get("categories.json").contains("publishedArticles"), files::toString);
    }

    @Test
    void a_mirror_imported_into_an_empty_site_gives_the_same_articles() throws Exception {
        publishSite();
        for (var key : new String[]{ ADMIN_KEY, null }) {
            var before = articles();
            var files = mirror(key);
            resetDatabase();
            addLocale();
            var job = importFile(zip(files), "ids=keep&source=mirror");
            assertEquals(0, job.getInt("outcomes.failed") + job.getInt("noted"), report(job));
            assertEquals(before, articles());
            FileUtils.deleteDirectory(folder().toFile());
        }
    }

    /** Reads all articles and pages with all parts, without what is counted and without the ids of authors and tags. */
    private static List<Map<String, Object>> articles() {
        var articles = get(API + "/articles?kind=article,page&sort=title&size=100"
                + "&include=body,seo,metadata,translations").then().statusCode(200).extract().jsonPath()
                .<Map<String, Object>>getList("items");
        articles.forEach(article -> {
            article.remove("stats");
            for (var refs : List.of("authors", "tags")) {
                ((List<?>) article.get(refs)).forEach(ref -> ((Map<?, ?>) ref).remove("id"));
            }
            // Names in other locales are not in the public API.
            ((List<?>) article.get("categories")).forEach(ref -> ((Map<?, ?>) ref).remove("name"));
        });
        return articles;
    }

    @Test
    void what_is_renamed_or_removed_is_followed_and_the_rest_is_not_touched() throws Exception {
        var kept = published("Kept").getString("id");
        var renamed = published("Renamed").getString("id");
        var removed = published("Removed").getString("id");
        mirror(ADMIN_KEY);
        Files.writeString(folder().resolve("README.md"), "Mine.");
        var file = folder().resolve("articles/en/kept.md");
        Files.setLastModifiedTime(file, LONG_AGO);
        var before = state();
        var same = mirror(ADMIN_KEY);
        assertEquals(before, state());

        patch("articles/" + renamed, "*", "{\"slug\": \"other\"}").then().statusCode(200);
        patch("articles/" + kept, "*", "{\"title\": \"A draft of a change\"}").then().statusCode(200);
        publish(renamed);
        verb("articles/" + removed + "/unpublish").then().statusCode(200);
        var now = mirror(ADMIN_KEY);
        assertEquals(Set.of("README.md", "site.json", "categories.json", "articles/en/kept.md", "articles/en/other.md"),
                now.keySet());
        assertEquals(same.get("articles/en/kept.md"), now.get("articles/en/kept.md"));
        assertEquals(LONG_AGO, Files.getLastModifiedTime(file));

        patch("categories/news", "*", "{\"name\": \"Novelties\"}").then().statusCode(200);
        now = mirror(ADMIN_KEY);
        assertTrue(now.get("articles/en/kept.md").contains("- Novelties\n"), now::toString);
        assertTrue(now.get("articles/en/kept.md").contains("title: Kept\n"), now::toString);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + kept).then().statusCode(204);
        assertFalse(mirror(ADMIN_KEY).containsKey("articles/en/kept.md"));
    }

    @Test
    void articles_that_exchange_their_slugs_exchange_their_files() throws Exception {
        var one = published("One").getString("id");
        var two = published("Two").getString("id");
        mirror(null);
        for (var slug : List.of("three", "two")) {
            var article = slug.equals("three") ? two : one;
            patch("articles/" + article + "?takeOverSlug=true", "*", "{\"slug\": \"" + slug + "\"}").then()
                    .statusCode(200);
            publish(article);
        }
        patch("articles/" + two + "?takeOverSlug=true", "*", "{\"slug\": \"one\"}").then().statusCode(200);
        publish(two);
        var files = mirror(null);
        assertTrue(files.get("articles/en/two.md").contains("title: One\n"), files::toString);
        assertTrue(files.get("articles/en/one.md").contains("title: Two\n"), files::toString);
        assertEquals(2, files.keySet().stream().filter(name -> name.startsWith("articles/")).count());
    }

    @Test
    void an_article_that_becomes_a_page_moves_to_the_pages_and_back() throws Exception {
        var id = published("About").getString("id");
        mirror(null);
        for (var kind : List.of("page", "article")) {
            patch("articles/" + id, "*", "{\"kind\": \"" + kind + "\"}").then().statusCode(200);
            publish(id);
            var names = mirror(null).keySet();
            assertEquals(List.of(kind + "s/en/about.md"), names.stream().filter(n -> n.endsWith(".md")).toList());
        }
    }

    @Test
    void translations_share_a_key_as_long_as_they_are_live() throws Exception {
        var english = published("Tram").getString("id");
        var alone = mirror(null).get("articles/en/tram.md");
        assertTrue(alone.contains("translationKey: " + english + "\n"), alone);
        var vietnamese = sending(Map.of("locale", "vi")).post(ADMIN + "/articles/" + english + "/translations").then()
                .statusCode(201).extract().jsonPath().getString("id");
        patch("articles/" + vietnamese, "*", "{\"slug\": \"tau-dien\"}").then().statusCode(200);
        publish(vietnamese);
        var files = mirror(null);
        for (var name : List.of("articles/en/tram.md", "articles/vi/tau-dien.md")) {
            assertTrue(files.get(name).contains("translationKey: en/tram\n"), files::toString);
        }
        patch("articles/" + english, "*", "{\"slug\": \"tramway\"}").then().statusCode(200);
        publish(english);
        files = mirror(null);
        for (var name : List.of("articles/en/tramway.md", "articles/vi/tau-dien.md")) {
            assertTrue(files.get(name).contains("translationKey: en/tramway\n"), files::toString);
        }
        verb("articles/" + vietnamese + "/unpublish").then().statusCode(200);
        assertEquals(alone.replace("slug: tram\n", "slug: tramway\n").replaceAll("lastmod.*", ""),
                mirror(null).get("articles/en/tramway.md").replaceAll("lastmod.*", ""));
    }

    @Test
    void a_token_that_the_service_does_not_know_compares_everything() throws Exception {
        published("Kept");
        var gone = published("Gone").getString("id");
        sending(Map.of("name", "Author that goes")).post(ADMIN + "/authors").then().statusCode(201);
        mirror(null);
        // As if a backup were restored: the log does not say that these are gone.
        verb("articles/" + gone + "/unpublish").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/authors/author-that-goes").then().statusCode(204);
        Files.writeString(folder().resolve(STATE), state().replaceAll("\"token\".*", "\"token\" : \"999999999\""));
        Files.setLastModifiedTime(folder().resolve("articles/en/kept.md"), LONG_AGO);
        var files = mirror(null);
        assertEquals(Set.of("articles/en/kept.md", "site.json", "categories.json", "authors.json"), files.keySet());
        assertFalse(files.get("authors.json").contains("goes"), files::toString);
        assertEquals(LONG_AGO, Files.getLastModifiedTime(folder().resolve("articles/en/kept.md")));

        // As if it were killed before the first token: files are there, and one is of an article that is gone.
        Files.writeString(folder().resolve("articles/en/gone.md"), "---\nbyline:\n  id: " + gone + "\n---\n");
        Files.writeString(folder().resolve(STATE), state().replaceAll(",?\\s*\"token\".*", ""));
        assertEquals(files, mirror(null));
    }

    @Test
    void a_run_that_follows_writes_changes_as_they_happen_and_keeps_others_away() throws Exception {
        published("First");
        var following = new FutureTask<>(() -> run(null, folder()));
        var thread = new Thread(following);
        thread.start();
        try {
            var first = folder().resolve("articles/en/first.md");
            Eventually.that(() -> Files.exists(first));
            assertEquals(1, run(null, folder(), "--once"), "a second run");
            verb("articles/" + published("Second").getString("id") + "/unpublish").then().statusCode(200);
            published("Third");
            Eventually.that(() -> Files.exists(folder().resolve("articles/en/third.md")));
            Eventually.that(() -> !Files.exists(folder().resolve("articles/en/second.md")));
        } finally {
            thread.interrupt();
            thread.join();
        }
        mirror(null);
    }

    @Test
    void a_folder_of_other_files_is_refused() throws Exception {
        var file = Files.writeString(Files.createDirectories(folder()).resolve("notes.txt"), "Mine.");
        assertEquals(1, run(null, folder(), "--once"));
        assertEquals(1, run(null, file, "--once"));
        assertEquals(Map.of("notes.txt", "Mine."), files());
        Files.move(file, Files.createDirectories(folder().resolve(".git")).resolve("config"));
        assertEquals(Set.of(".git/config", "site.json"), mirror(null).keySet());
        Files.writeString(folder().resolve(STATE), state().replace("localhost", "blog.example"));
        assertEquals(1, run(null, folder(), "--once"), "the mirror of another site");
    }

    @Test
    void a_key_that_is_not_valid_ends_the_run_before_anything_is_written_as_html() throws Exception {
        published("Kept");
        mirror(null);
        published("New");
        Eventually.that(() -> query("select count(*) from pending_change") == 0);
        assertEquals(1, run("not-a-key", folder(), "--once"));
        assertFalse(files().containsKey("articles/en/new.md"));
        assertTrue(mirror(null).containsKey("articles/en/new.md"));
    }
}
