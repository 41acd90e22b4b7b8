package dev.byline.change;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import dev.byline.change.ChangeReader.ChangeRequest;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** Tests the list of changes and the stream of events, as a follower of the site reads them. */
@QuarkusTest
class ChangeTest extends ServiceTest {
    private static final String CHANGES = API + "/changes";

    @Inject
    ChangeCleanup cleanup;

    @Inject
    ChangeFeed feed;

    @Inject
    Vertx vertx;

    private static Response changes(String query) {
        return get(CHANGES + (query.isEmpty() ? "" : "?" + query));
    }

    /** Waits until all changes so far are in the log, and returns the place after them. */
    private String now() {
        awaitLog();
        var page = changes("size=100");
        while (page.path("more")) {
            page = changes("size=100&since=" + page.path("next"));
        }
        return page.path("next");
    }

    private void awaitLog() {
        Eventually.that(() -> query("select (select count(*) from pending_change)"
                + " + (select count(*) from change_expansion)") == 0);
    }

    private JsonPath after(String since, String query) {
        awaitLog();
        return changes("since=" + since + query).then().statusCode(200).extract().jsonPath();
    }

    /** Returns the type, the change and the slug of each item. */
    private static List<String> texts(JsonPath page) {
        return page.getList("items", Map.class).stream()
                .map(item -> item.get("type") + " " + item.get("change") + " " + item.get("slug")).toList();
    }

    private static String live(String title, Map<String, ?> more) {
        var input = new HashMap<String, Object>(Map.of("title", title, "body", markdown("Text.")));
        input.putAll(more);
        return publish(draft(input).getString("id")).getString("id");
    }

    @Test
    void a_follower_begins_with_everything_that_is_live() {
        author("Linh");
        category("Machines");
        var tram = live("Tram", Map.of("authors", List.of("linh"), "tags", List.of("Rails")));
        live("About", Map.of("kind", "page"));
        draft("Secret");
        sending(Map.of("name", "main", "items", List.of(Map.of("article", tram)))).post(ADMIN + "/menus").then()
                .statusCode(201);
        awaitLog();
        var seen = new ArrayList<String>();
        var page = changes("size=2").then().statusCode(200).extract();
        while (true) {
            seen.addAll(texts(page.jsonPath()));
            assertTrue(page.jsonPath().getList("items").size() <= 2);
            if (!(boolean) page.path("more")) {
                break;
            }
            page = changes("size=2&since=" + page.path("next")).then().statusCode(200).extract();
        }
        assertEquals(List.of("site published null", "author published linh", "category published machines",
                "category published news", "tag published rails", "article published tram", "page published about",
                "menu published main"), seen);
        changes("").then().body("items.find { it.type == 'article' }.article.title", equalTo("Tram"))
                .body("items.find { it.type == 'article' }.article.body", nullValue())
                .body("items.find { it.type == 'article' }.locale", equalTo("en"))
                .body("items.find { it.type == 'page' }.article.kind", equalTo("page"))
                .body("items.find { it.type == 'menu' }.menu.items[0].slug", equalTo("tram"))
                .body("items.find { it.type == 'author' }.author.name", equalTo("Linh"))
                .body("items.find { it.type == 'site' }.site.title", equalTo("Byline"));
        changes("include=body,seo").then()
                .body("items.find { it.type == 'article' }.article.body.html", containsString("Text."));
    }

    @Test
    void an_article_is_followed_from_its_publication_to_its_deletion() {
        var start = now();
        var draft = draft("Tram").getString("id");
        assertEquals(List.of("category published news"), texts(after(start, "")));
        start = now();
        publish(draft);
        var published = after(start, "");
        assertEquals(List.of("article published tram"), texts(published));
        assertEquals(draft, published.getString("items[0].id"));
        assertEquals(published.getString("next"), published.getString("items[0].token"));

        patch("articles/" + draft, "*", "{\"title\": \"Tramway\", \"slug\": \"tramway\"}").then().statusCode(200);
        assertEquals(List.of(), texts(after(published.getString("next"), "")), "a saved change is not live");
        publish(draft);
        var updated = after(published.getString("next"), "");
        assertEquals(List.of("article updated tramway"), texts(updated));
        assertEquals("Tramway", updated.getString("items[0].article.title"));
        assertEquals(List.of("article published tramway"), texts(after(start, "")), "two changes are one item");

        verb("articles/" + draft + "/unpublish").then().statusCode(200);
        var unpublished = after(updated.getString("next"), "");
        assertEquals(List.of("article unpublished tramway"), texts(unpublished));
        assertNull(unpublished.get("items[0].article"));
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + draft).then().statusCode(204);
        verb("articles/" + draft + "/purge");
        assertEquals(404, staff().get(ADMIN + "/articles/" + draft).statusCode());
        assertEquals(List.of("article deleted tramway"), texts(after(unpublished.getString("next"), "")));
        assertEquals(List.of("article deleted tramway"), texts(after(start, "")));
    }

    @Test
    void nothing_is_heard_of_an_article_that_readers_never_saw() {
        draft("Other");
        var start = now();
        var draft = draft(Map.of("title", "Secret", "tags", List.of("Hidden"), "body", markdown("x")));
        patch("articles/" + draft.getString("id"), "*", "{\"title\": \"Secret 2\"}").then().statusCode(200);
        patch("tags/hidden", "*", "{\"name\": \"More hidden\"}").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + draft.getString("id")).then().statusCode(204);
        verb("articles/" + draft.getString("id") + "/purge");
        staff().header("If-Match", "*").delete(ADMIN + "/tags/hidden").then().statusCode(204);
        assertEquals(List.of(), texts(after(start, "")));
    }

    @Test
    void a_tag_is_there_from_its_first_live_article_to_its_last() {
        var first = live("One", Map.of("tags", List.of("Rails")));
        var start = now();
        var second = live("Two", Map.of("tags", List.of("Rails", "Wires")));
        assertEquals(Set.of("article published two", "tag published wires"), Set.copyOf(texts(after(start, ""))));
        start = now();
        verb("articles/" + first + "/unpublish").then().statusCode(200);
        assertEquals(List.of("article unpublished one"), texts(after(start, "")));
        start = now();
        verb("articles/" + second + "/unpublish").then().statusCode(200);
        assertEquals(Set.of("article unpublished two", "tag unpublished rails", "tag unpublished wires"),
                Set.copyOf(texts(after(start, ""))));
        get(API + "/tags/rails").then().statusCode(404);
        start = now();
        live("About", Map.of("tags", List.of("Rails"), "kind", "page"));
        assertEquals(Set.of("page published about", "tag published rails"), Set.copyOf(texts(after(start, ""))));
        get(API + "/tags/rails").then().statusCode(200).body("publishedArticles", equalTo(0));
        get(API + "/tags").then().body("items.slug", equalTo(List.of("rails")));
    }

    @Test
    void articles_are_heard_of_when_a_name_in_them_changes() {
        author("Linh");
        category("Machines");
        sending(Map.of("name", "Rails", "parent", "machines")).post(ADMIN + "/categories").then().statusCode(201);
        live("Tram", Map.of("authors", List.of("linh"), "categories", List.of("rails"), "tags", List.of("Wires")));
        live("Other", Map.of());
        for (var rename : List.of("authors/linh", "categories/machines", "categories/rails", "tags/wires")) {
            var start = now();
            patch(rename, "*", "{\"names\": {\"vi\": \"" + UUID.randomUUID() + "\"}}").then().statusCode(200);
            var texts = texts(after(start, ""));
            assertTrue(texts.contains("article updated tram"), rename + texts);
            assertFalse(texts.contains("article updated other"), rename + texts);
        }
        var start = now();
        patch("categories/machines", "*", "{\"name\": \"Engines\"}").then().statusCode(200);
        var page = after(start, "");
        assertTrue(texts(page).contains("category updated rails"), "its parent has another name: " + texts(page));
        assertEquals("Engines", page.getString("items.find { it.slug == 'rails' }.category.parent.name"));
        start = now();
        patch("categories/machines", "*", "{\"description\": \"Only here\"}").then().statusCode(200);
        assertEquals(List.of("category updated machines"), texts(after(start, "")));
    }

    @Test
    void articles_are_heard_of_when_a_tag_is_merged() {
        live("Tram", Map.of("tags", List.of("Rails", "Wires")));
        live("Train", Map.of("tags", List.of("Wires")));
        var start = now();
        sending(Map.of("into", "rails")).header("If-Match", "*").post(ADMIN + "/tags/wires/merge").then()
                .statusCode(200);
        assertEquals(Set.of("article updated tram", "article updated train", "tag deleted wires"),
                Set.copyOf(texts(after(start, ""))));
    }

    @Test
    void a_menu_follows_its_target_through_two_merges() {
        live("Tram", Map.of("tags", List.of("One", "Two", "Three")));
        sending(Map.of("name", "main", "items", List.of(Map.of("tag", "one")))).post(ADMIN + "/menus").then()
                .statusCode(201);
        for (var merge : List.of("one two", "two three")) {
            var start = now();
            var into = merge.split(" ")[1];
            sending(Map.of("into", into)).header("If-Match", "*")
                    .post(ADMIN + "/tags/" + merge.split(" ")[0] + "/merge").then().statusCode(200);
            var page = after(start, "");
            assertEquals(into, page.getString("items.find { it.type == 'menu' }.menu.items[0].slug"), merge);
        }
    }

    @Test
    void a_change_of_the_kind_takes_an_article_away_and_brings_a_page() {
        var id = live("About", Map.of());
        var start = now();
        patch("articles/" + id, "*", "{\"kind\": \"page\"}").then().statusCode(200);
        publish(id);
        assertEquals(List.of("article unpublished about", "page published about"), texts(after(start, "")));
        assertEquals(List.of("article unpublished about"), texts(after(start, "&types=article")));
        assertEquals(List.of("page published about"), texts(after(start, "&types=page")));
    }

    @Test
    void menus_and_translations_follow_what_they_show() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        var tram = live("Tram", Map.of());
        sending(Map.of("name", "main", "items", List.of(Map.of("article", tram)))).post(ADMIN + "/menus").then()
                .statusCode(201);
        var start = now();
        var translation = sending(Map.of("locale", "vi", "title", "Tau dien"))
                .post(ADMIN + "/articles/" + tram + "/translations").then().statusCode(201).extract().jsonPath();
        patch("articles/" + translation.getString("id"), "*", "{\"title\": \"Tau dien\", \"slug\": \"tau-dien\","
                + " \"body\": {\"format\": \"markdown\", \"source\": \"x\"}}").then().statusCode(200);
        publish(translation.getString("id"));
        assertEquals(Set.of("article published tau-dien", "article updated tram", "menu updated main"),
                Set.copyOf(texts(after(start, ""))));
        start = now();
        verb("articles/" + tram + "/unpublish").then().statusCode(200);
        var page = after(start, "");
        assertEquals(Set.of("article unpublished tram", "article updated tau-dien", "menu updated main"),
                Set.copyOf(texts(page)));
        assertEquals(List.of(), page.getList("items.find { it.type == 'menu' }.menu.items"));
        start = now();
        patch("site", "*", "{\"articleUrl\": \"https://x.example/{slug}\"}").then().statusCode(200);
        assertEquals(List.of("site updated null", "menu updated main"), texts(after(start, "")));
        start = now();
        patch("site", "*", "{\"articleUrl\": \"https://x.example/{slug}\"}").then().statusCode(200);
        assertEquals(List.of(), texts(after(start, "")), "nothing changed");
    }

    /** The position of a change that is not committed yet is decided after its commit. */
    @Test
    void no_token_skips_a_transaction_that_was_in_flight() throws SQLException {
        var slow = live("Slow", Map.of());
        var start = now();
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update publication set title = 'Slower' where article_id = '" + slow + "'");
            live("Fast", Map.of());
            Eventually.that(() -> texts(read(start)).contains("article published fast"));
            var between = read(start).getString("next");
            assertEquals(List.of("article published fast"), texts(read(start)));
            connection.commit();
            published("Another");
            Eventually.that(() -> texts(read(between)).contains("article updated slow"));
            assertEquals("Slower",
                    read(between).getString("items.find { it.slug == 'slow' }.article.title"));
        }
    }

    private static JsonPath read(String since) {
        return changes("since=" + since).then().statusCode(200).extract().jsonPath();
    }

    @Test
    void two_transactions_that_take_the_last_articles_of_a_tag_hide_it() throws SQLException {
        var first = live("One", Map.of("tags", List.of("Rails")));
        var second = live("Two", Map.of("tags", List.of("Rails")));
        var start = now();
        try (var one = openWithoutDeadlines();
                var two = openWithoutDeadlines();
                var inOne = one.createStatement();
                var inTwo = two.createStatement()) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            inOne.execute("delete from publication where article_id = '" + first + "'");
            inTwo.execute("delete from publication where article_id = '" + second + "'");
            one.commit();
            two.commit();
        }
        published("Another");
        assertTrue(texts(after(start, "")).contains("tag unpublished rails"));
    }

    @Test
    void a_tag_is_kept_while_another_transaction_gives_it_to_an_article() throws SQLException {
        var first = live("One", Map.of("tags", List.of("Rails")));
        var second = live("Two", Map.of());
        var start = now();
        var tag = get(API + "/tags/rails").then().extract().path("id");
        try (var adding = openWithoutDeadlines(); var statement = adding.createStatement()) {
            adding.setAutoCommit(false);
            statement
                    .execute("insert into publication_tag (article_id, position, tag_id) values ('" + second + "', 0, '"
                            + tag + "')");
            verb("articles/" + first + "/unpublish").then().statusCode(200);
            Eventually.that(() -> texts(read(start)).contains("article unpublished one"));
            adding.commit();
        }
        published("Another");
        var texts = texts(after(start, ""));
        assertFalse(texts.contains("tag unpublished rails"), texts::toString);
        assertEquals(1, query("select count(*) from listed_tag"));
    }

    @Test
    void a_long_poll_is_answered_by_the_change_it_waits_for() throws Exception {
        category("News");
        var start = now();
        var waiting = new ArrayList<CompletableFuture<JsonPath>>();
        for (int i = 0; i < 20; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> changes("since=" + start + "&types=article&wait=30").then()
                    .statusCode(200).extract().jsonPath(), task -> new Thread(task).start()));
        }
        Eventually.that(() -> get("/q/metrics").asString().contains("byline_changes_waiting")
                && get("/q/metrics").asString().lines().anyMatch(
                        line -> line.startsWith("byline_changes_waiting") && line.endsWith(" 20.0")));
        category("Not an article");
        live("Tram", Map.of());
        for (var answer : waiting) {
            assertEquals(List.of("article published tram"), texts(answer.get()));
        }
        changes("since=" + now() + "&wait=1").then().statusCode(200).body("items.size()", equalTo(0))
                .body("more", equalTo(false));
    }

    @Test
    void a_stream_sends_what_is_live_and_what_changes() throws Exception {
        live("Tram", Map.of());
        var start = now();
        try (var stream = open(CHANGES + "/stream?since=" + start, null)) {
            assertEquals(List.of("id:" + start, "event:current"), stream.next().subList(0, 2));
            live("Train", Map.of());
            var event = stream.next();
            assertEquals("event:change", event.get(1));
            var data = new JsonPath(event.get(2).substring("data:".length()));
            assertEquals("train", data.getString("article.slug"));
            assertEquals("id:" + data.getString("token"), event.get(0));
        }
        try (var stream = open(CHANGES + "/stream", start)) {
            assertTrue(stream.next().get(2).contains("\"train\""), "Last-Event-ID continues");
            assertEquals("event:current", stream.next().get(1));
        }
        get(CHANGES + "/stream?since=999999").then().statusCode(410);
        get(CHANGES + "/stream?since=x").then().statusCode(400);
    }

    /** An open stream of events. */
    private record EventStream(InputStream body) implements AutoCloseable {
        /** Reads the lines of the next event; comments are no events. */
        List<String> next() throws IOException {
            var lines = new ArrayList<String>();
            var line = new StringBuilder();
            for (int b = body.read(); b >= 0; b = body.read()) {
                if (b != '\n') {
                    line.append((char) b);
                } else if (!line.isEmpty()) {
                    lines.add(line.toString());
                    line.setLength(0);
                } else if (!lines.isEmpty() && !lines.get(0).startsWith(":")) {
                    return lines;
                } else {
                    lines.clear();
                }
            }
            throw new IOException("The stream ended after " + lines);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private static EventStream open(String path, String lastEventId) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .timeout(Duration.ofSeconds(30));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse(""));
        return new EventStream(response.body());
    }

    @Test
    void very_many_open_streams_take_nothing_from_other_requests() throws Exception {
        published("Tram");
        var streams = new ArrayList<EventStream>();
        for (int i = 0; i < 40; i++) {
            streams.add(open(CHANGES + "/stream?since=0", null));
        }
        get(API + "/articles?size=7").then().statusCode(200).body("items.slug", equalTo(List.of("tram")));
        for (var stream : streams) {
            assertFalse(stream.next().isEmpty());
            stream.close();
        }
    }

    @Test
    void the_last_change_of_an_article_names_no_slug_of_a_draft() {
        var id = live("Tram", Map.of());
        var start = now();
        patch("articles/" + id, "*", "{\"slug\": \"a-secret\"}").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204);
        verb("articles/" + id + "/purge");
        assertEquals(List.of("article deleted tram"), texts(after(start, "")));
    }

    @Test
    void counters_are_a_feed_of_their_own_with_one_item_for_each_article() throws Exception {
        var tram = live("Tram", Map.of());
        var start = now();
        view("tram").then().statusCode(202);
        view("tram").then().statusCode(202);
        approvedComment("tram", "Nice", null);
        execute("update ranking_generation set made_at = made_at - interval '1 hour'");
        execute("insert into pending_stats (article_id) values ('" + tram + "'), ('" + tram + "')");
        category("Wakes the log");
        Eventually.that(() -> query("select count(*) from pending_stats") == 0);
        var page = after(start, "&types=stats");
        assertEquals(1, page.getList("items").size());
        assertEquals(2, page.getInt("items[0].stats.views"));
        assertEquals(1, page.getInt("items[0].stats.comments"));
        assertEquals(List.of("category published wakes-the-log"), texts(after(start, "")));
        assertEquals(List.of("stats published null"), texts(changes("types=stats").jsonPath()));
    }

    @Test
    void a_token_that_is_too_old_says_how_to_start_over() throws SQLException {
        var start = now();
        live("Train", Map.of());
        var tram = live("Tram", Map.of());
        awaitLog();
        var later = now();
        execute("update change set at = at - interval '31 days'");
        cleanup.deleteExpired();
        after(later, "");
        changes("since=" + start).then().statusCode(410).body("type", equalTo("urn:byline:problem:gone"))
                .body("detail", containsString("too old")).body("detail", containsString("without 'since'"));
        changes("since=" + start + ".article." + tram).then().statusCode(410);
        category("News");
        assertEquals(List.of("category published news"), texts(after(later, "")));
        changes("since=99999999").then().statusCode(410).body("detail", containsString("backup"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "since=x", "since=-1", "since=1.nix", "since=1.article.1", "since=1e9", "since=", "size=0",
            "size=101", "size=x", "wait=31", "wait=-1", "types=nix", "types=article,", "include=nix", "cursor=x",
            "since=9999999999999999999" })
    void a_bad_parameter_is_a_problem(String query) {
        changes(query).then().statusCode(400).body("violations[0].field", not(nullValue()));
    }

    /** The check after each test finds a thread that still holds the connection of an earlier read. */
    @Test
    void a_read_leaves_no_connection_in_the_scope_of_its_request() throws Exception {
        var request = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        var pages = new CompletableFuture<List<CompletableFuture<ChangePage>>>();
        request.runOnContext(start -> {
            Arc.container().requestContext().activate();
            // More than there are threads, each of another size, because equal requests share a read.
            pages.complete(IntStream.rangeClosed(1, 8)
                    .mapToObj(size -> new ChangeRequest(null, ChangeReader.defaultTypes(), Set.of(), size))
                    .map(read -> feed.read(read, Duration.ZERO).subscribeAsCompletionStage()).toList());
        });
        for (var page : pages.get()) {
            assertEquals("site", page.get().items().get(0).type.name());
        }
        var ended = new CompletableFuture<Void>();
        request.runOnContext(end -> {
            Arc.container().requestContext().terminate();
            ended.complete(null);
        });
        ended.get();
    }

    @Test
    void a_page_takes_the_same_statements_for_any_number_of_changes() {
        author("Linh");
        var start = now();
        for (int i = 0; i < 3; i++) {
            live("Tram " + i, Map.of("tags", List.of("Tag " + i), "authors", List.of("linh")));
        }
        category("More");
        awaitLog();
        long few = statements(() -> changes("size=2&since=" + start).then().statusCode(200));
        long many = statements(() -> changes("size=100&since=" + start).then().statusCode(200));
        assertTrue(many <= 9, "statements: " + many);
        assertTrue(few <= many);
        var end = now();
        assertEquals(1, statements(() -> changes("since=" + end).then().statusCode(200)));
    }

    @Test
    void a_change_of_very_many_articles_does_not_hold_up_its_request() throws SQLException {
        category("Machines");
        for (int i = 0; i < 3; i++) {
            live("Tram " + i, Map.of("categories", List.of("machines")));
        }
        var start = now();
        long statements = statements(
                () -> patch("categories/machines", "*", "{\"name\": \"Engines\"}").then().statusCode(200));
        var all = new HashSet<>(texts(after(start, "")));
        assertTrue(all.containsAll(List.of("category updated machines", "article updated tram-0",
                "article updated tram-1", "article updated tram-2")), all::toString);
        live("Tram 3", Map.of("categories", List.of("machines")));
        now();
        assertEquals(statements,
                statements(() -> patch("categories/machines", "*", "{\"name\": \"Motors\"}").then().statusCode(200)));
    }

    @Test
    void an_import_and_a_schedule_are_told_apart_from_staff() throws SQLException {
        published("Tram");
        awaitLog();
        assertEquals(0, query("select count(*) from change where cause <> 'manual'"));
        staff().contentType("application/octet-stream").body("""
                {"externalId": "1", "article": {"title": "Imported", "publishedAt": "2020-01-01T00:00:00Z",
                 "body": {"format": "markdown", "source": "x"}}, "state": "live"}
                """.replace("\n ", " ").getBytes(StandardCharsets.UTF_8)).post(ADMIN + "/imports").then()
                .statusCode(202);
        Eventually.that(() -> query("select count(*) from change where cause = 'import'") > 0);
        assertEquals(1, query("select count(*) from change c join audit_entry a on a.xid = c.xid"
                + " where c.slug = 'tram' and a.action = 'article.publish'"));
    }

    @Test
    void texts_of_events_are_utf8() throws Exception {
        var start = now();
        live("Đặt tên", Map.of());
        awaitLog();
        try (var stream = open(CHANGES + "/stream?since=" + start, null)) {
            var bytes = stream.next().get(2).getBytes(StandardCharsets.ISO_8859_1);
            assertTrue(new String(bytes, StandardCharsets.UTF_8).contains("Đặt tên"));
        }
    }
}
