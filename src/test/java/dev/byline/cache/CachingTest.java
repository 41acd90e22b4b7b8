package dev.byline.cache;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.head;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import com.aayushatharva.brotli4j.decoder.Decoder;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import jakarta.inject.Inject;

@QuarkusTest
class CachingTest extends ServiceTest {
    private static final List<String> READS = List.of("/articles", "/articles?sort=title", "/articles/page",
            "/articles/page?include=related,neighbors,comments,jsonLd", "/articles/page/related",
            "/articles/page/neighbors", "/articles/page/comments", "/categories", "/categories/news", "/tags",
            "/tags/red", "/authors", "/authors/linh", "/site", "/archive", "/archive?locale=en&category=news");

    /** A client without automatic content codings, which RestAssured would request by default. */
    private static final RestAssuredConfig RAW = RestAssured.config()
            .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders());

    @Inject
    ChangeNotifier changeNotifier;

    @BeforeEach
    void heard() {
        until(changeNotifier::isConnected);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it never came to pass");
            Thread.onSpinWait();
        }
    }

    private static String page() {
        category("News");
        author("Linh");
        var id = draft(Map.of("title", "Page", "categories", List.of("news"), "authors", List.of("linh"), "tags",
                List.of("Red"), "body", markdown("Long enough to be worth a coding. ".repeat(100)))).getString("id");
        publish(id);
        return id;
    }

    private static Response plain(String encoding, String path) {
        return given().config(RAW).header("Accept-Encoding", encoding).get(API + path);
    }

    @Test
    void every_read_has_a_strong_tag_and_is_not_sent_again_to_who_has_it() {
        page();
        for (var read : READS) {
            // First what is read, then what is kept.
            for (int i = 0; i < 2; i++) {
                var answer = get(API + read).then().statusCode(200)
                        .header("Cache-Control", "public, max-age=10, stale-while-revalidate=60")
                        .header("Vary", "Accept-Encoding").header("Access-Control-Allow-Origin", "*")
                        .header("Surrogate-Key", containsString("site")).extract();
                var tag = answer.header("ETag");
                assertTrue(tag.matches("\"[\\w-]+\""), tag);
                for (var known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                    given().header("If-None-Match", known).get(API + read).then().statusCode(304)
                            .header("ETag", tag).header("Vary", "Accept-Encoding")
                            .header("Cache-Control", notNullValue()).header("Content-Type", nullValue())
                            .body(equalTo(""));
                }
                given().header("If-None-Match", "\"other\"").get(API + read).then().statusCode(200);
                var length = String.valueOf(plain("identity", read).asByteArray().length);
                given().config(RAW).header("Accept-Encoding", "identity").head(API + read).then().statusCode(200)
                        .header("Content-Length", length).header("ETag", notNullValue()).body(equalTo(""));
            }
        }
    }

    @Test
    void each_coding_has_a_tag_of_its_own() throws IOException {
        page();
        var bytes = plain("identity", "/articles/page").then().header("Content-Encoding", nullValue()).extract()
                .asByteArray();
        for (int i = 0; i < 2; i++) {
            var gzip = plain("gzip;q=0.5, br;q=0", "/articles/page").then().header("Content-Encoding", "gzip")
                    .header("ETag", endsWith("-gzip\"")).extract();
            assertArrayEquals(bytes,
                    new GZIPInputStream(new ByteArrayInputStream(gzip.asByteArray())).readAllBytes());
            var br = plain("gzip, deflate, br", "/articles/page").then().header("Content-Encoding", "br")
                    .header("ETag", endsWith("-br\"")).extract();
            assertArrayEquals(bytes, Decoder.decompress(br.asByteArray()).getDecompressedData());
            assertTrue(br.asByteArray().length < bytes.length / 2);
            given().config(RAW).header("Accept-Encoding", "br").header("If-None-Match", br.header("ETag"))
                    .get(API + "/articles/page").then().statusCode(304);
            given().config(RAW).header("Accept-Encoding", "identity").header("If-None-Match", br.header("ETag"))
                    .get(API + "/articles/page").then().statusCode(200);
        }
        plain("gzip", "/site").then().header("Content-Encoding", nullValue());
    }

    @Test
    void what_is_kept_asks_the_database_nothing() {
        page();
        for (var read : READS) {
            get(API + read).then().statusCode(200);
            assertEquals(0, statements(() -> {
                get(API + read).then().statusCode(200);
                head(API + read).then().statusCode(200);
            }), read);
        }
    }

    @Test
    void a_reader_who_accepts_no_json_is_refused_before_and_after_it_is_kept() {
        page();
        for (int i = 0; i < 2; i++) {
            given().accept("text/html").get(API + "/articles/page").then().statusCode(406);
            given().accept("text/html, */*;q=0.1").get(API + "/articles/page").then().statusCode(200);
        }
    }

    /** Checks for each kind of change the reads that show it, and the text that they show afterwards. */
    @Test
    void whatever_staff_change_is_seen_by_the_next_request() {
        var id = page();
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        seen(() -> patch("site", "*", "{\"title\": \"Mine\"}"), "/site", "Mine");
        seen(() -> patch("categories/news", "*", "{\"name\": \"Novelties\"}"), "/articles/page", "Novelties");
        seen(() -> patch("tags/red", "*", "{\"name\": \"Crimson\"}"), "/articles", "Crimson");
        seen(() -> patch("authors/linh", "*", "{\"name\": \"Linh Tran\"}"), "/articles/page", "Linh Tran");
        seen(() -> sending(Map.of("name", "Sport", "parent", "news")).post(ADMIN + "/categories"), "/categories",
                "Sport");
        seen(() -> sending(Map.of("name", "Minh")).post(ADMIN + "/authors"), "/authors", "Minh");
        seen(() -> patch("categories/sport", "*", "{\"parent\": null, \"position\": 0}"), "/categories/news",
                "\"position\":1");
        patch("articles/" + id, "*", "{\"title\": \"Changed\", \"categories\": [\"sport\"]}").then().statusCode(200);
        get(API + "/articles/page").then().body("title", equalTo("Page"));
        seen(() -> verb("articles/" + id + "/publish"), "/articles/page", "Changed");
        seen(() -> verb("articles/" + draft("Second").getString("id") + "/publish"), "/articles", "Second");
        seen(() -> verb("articles/" + id + "/publish"), "/articles/second/neighbors", "Changed");
        seen(() -> sending(Map.of("views", 77)).put(ADMIN + "/articles/page/views"), "/articles/page", "77");
        var comment = comment("page", Map.of("body", "Approve *me*", "author", Map.of("name", "Mai"))).jsonPath()
                .getString("id");
        get(API + "/articles/page/comments").then().body(not(containsString("Approve")));
        seen(() -> verb("comments/" + comment + "/approve"), "/articles/page/comments", "Approve");
        get(API + "/articles/page").then().body("stats.comments", equalTo(1));
        get(API + "/articles/page?include=comments").then().body(containsString("Approve"));
        staff().header("If-Match", "*").delete(ADMIN + "/comments/" + comment).then().statusCode(204);
        get(API + "/articles/page?include=comments").then().body(not(containsString("Approve")));
        get(API + "/articles").then().body(containsString("\"comments\":0"));
        var translation = sending(Map.of("locale", "vi")).post(ADMIN + "/articles/page/translations").jsonPath()
                .getString("id");
        seen(() -> patch("articles/" + translation, "*", "{\"title\": \"Trang\", \"body\": {\"format\": \"markdown\","
                + " \"source\": \"x\"}, \"categories\": [\"news\"]}"), "/articles", "Changed");
        seen(() -> verb("articles/" + translation + "/publish"), "/articles/page", "Trang");
        sending(Map.of("into", "news")).header("If-Match", "*").post(ADMIN + "/categories/sport/merge").then()
                .statusCode(200);
        get(API + "/articles/page").then().body("categories.slug", equalTo(List.of("news")));
        get(API + "/categories/news").then().body("publishedArticles", equalTo(3));
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        get(API + "/articles/page").then().statusCode(404);
        get(API + "/articles").then().body(not(containsString("Changed")));
        get(API + "/categories/news").then().body("publishedArticles", equalTo(2));
    }

    private static void seen(Supplier<Response> change, String read, String text) {
        // It is kept by now.
        get(API + read);
        get(API + read);
        change.get().then().statusCode(lessThan(300));
        get(API + read).then().statusCode(200).body(containsString(text));
    }

    @Test
    void another_node_is_heard() throws SQLException {
        var id = page();
        get(API + "/articles/page").then().body("title", equalTo("Page"));
        execute("update publication set title = 'Elsewhere' where article_id = '" + id + "'");
        get(API + "/articles/page").then().body("title", equalTo("Page"));
        execute("select pg_notify('byline_changed', 'another-node " + id + "')");
        until(() -> get(API + "/articles/page").jsonPath().getString("title").equals("Elsewhere"));
    }

    @Test
    void another_node_is_told_of_what_the_staff_and_readers_change() throws SQLException {
        var id = page();
        try (var other = database.getConnection(); var statement = other.createStatement()) {
            statement.execute("listen byline_changed");
            var heard = new StringBuilder();
            BooleanSupplier isTold = () -> {
                try {
                    var some = other.unwrap(PGConnection.class).getNotifications(100);
                    for (var one : some) {
                        heard.append(one.getParameter()).append('\n');
                    }
                    return heard.indexOf(id) >= 0;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
            for (var change : List.<Supplier<?>>of(() -> approvedComment("page", "Said.", null),
                    () -> approvedComment("page", "Said again.", null),
                    () -> verb("articles/page/unpublish").then().statusCode(200))) {
                heard.setLength(0);
                change.get();
                until(isTold);
            }
            statement.execute("unlisten byline_changed");
        }
    }

    @Test
    void while_nobody_is_heard_nothing_that_is_kept_is_shown() throws SQLException {
        var id = page();
        get(API + "/articles/page").then().body("title", equalTo("Page"));
        execute("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()
                and (query like 'listen %' or query like 'select %pg_notify%') and state = 'idle'""");
        until(() -> !changeNotifier.isConnected());
        execute("update publication set title = 'Missed' where article_id = '" + id + "'");
        get(API + "/articles/page").then().body("title", equalTo("Missed"));
        until(changeNotifier::isConnected);
        get(API + "/articles/page").then().body("title", equalTo("Missed"));
    }

    @Test
    void counters_in_what_is_kept_follow() {
        page();
        get(API + "/articles/page").then().body("stats.views", equalTo(0));
        view("page").then().statusCode(202);
        until(() -> get(API + "/articles/page").jsonPath().getInt("stats.views") == 1);
    }

    @Test
    void what_many_want_at_once_is_read_once() throws Exception {
        page();
        // Several rounds, because a request may miss the cache at the very moment when another one fills it.
        for (int round = 0; round < 50; round++) {
            var answers = new HashSet<String>();
            assertEquals(3, statementsOfMisses(() -> {
                try {
                    answers.addAll(runConcurrently(32, () -> get(API + "/articles/page").asString()));
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }), "in round " + round);
            assertEquals(1, answers.size());
        }
    }

    @Test
    void nobody_sees_what_was_before_a_publication_that_has_returned() throws Exception {
        var id = page();
        var published = new AtomicInteger();
        var stop = new AtomicBoolean();
        var readers = Executors.newFixedThreadPool(16);
        try {
            var reading = IntStream.range(0, 16).mapToObj(i -> readers.submit(() -> {
                int asked = 0;
                while (!stop.get()) {
                    int least = published.get();
                    var read = i % 2 == 0 ? "/articles/page" : "/articles";
                    var title = get(API + read).then().statusCode(200).extract().jsonPath()
                            .getString(i % 2 == 0 ? "title" : "items[0].title");
                    int shown = title.equals("Page") ? 0 : Integer.parseInt(title.substring(1));
                    assertTrue(shown >= least, "shown " + shown + " after " + least);
                    asked++;
                }
                return asked;
            })).toList();
            for (int n = 1; n <= 40; n++) {
                patch("articles/" + id, "*", "{\"title\": \"V" + n + "\"}").then().statusCode(200);
                publish(id);
                published.set(n);
            }
            stop.set(true);
            for (var reader : reading) {
                assertTrue(reader.get() > 0);
            }
        } finally {
            stop.set(true);
            readers.shutdownNow();
        }
    }

    @Test
    void json_ld_cannot_end_the_script_that_it_stands_in() {
        category("News");
        publish(draft(Map.of("title", "</script><script>alert(1)</script><!--", "slug", "hostile", "categories",
                List.of("news"), "body", markdown("Text"))).getString("id"));
        for (var query : List.of("?include=jsonLd", "?include=jsonLd&fields=jsonLd")) {
            var answer = get(API + "/articles/hostile" + query);
            assertFalse(answer.asString().contains("<"), "would end the script that it stands in");
            answer.then().body("jsonLd.headline", equalTo("</script><script>alert(1)</script><!--"));
        }
    }

    @Test
    void fields_leave_only_what_is_asked_for() {
        var id = page();
        get(API + "/articles?fields=title,slug").then().body("items[0].keySet()", equalTo(Set.of("title", "slug")))
                .body("page.size", equalTo(20));
        get(API + "/articles/page?fields=stats,jsonLd&include=jsonLd").then().body("keySet()",
                equalTo(Set.of("stats", "jsonLd")));
        get(API + "/site?fields=title").then().body("keySet()", equalTo(Set.of("title")));
        get(API + "/articles?fields=titel").then().statusCode(400).body("detail",
                containsString("did you mean 'title'"));
        get(API + "/categories?fields=name,names").then().statusCode(400);
        get(API + "/articles?fields=title,title").then().statusCode(400);
        patch("articles/" + id, "*", "{\"title\": \"New\"}").then().statusCode(200);
        publish(id);
        get(API + "/articles?fields=title,slug").then().body("items[0].title", equalTo("New"));
        get(API + "/articles/page/views?fields=views").then().statusCode(400);
        staff().get(ADMIN + "/articles?fields=title").then().statusCode(400);
    }

    @Test
    void caches_between_can_be_told_by_article_category_and_list() {
        var id = page();
        var category = staff().get(ADMIN + "/categories/news").jsonPath().getString("id");
        var keys = List.of(get(API + "/articles/page").header("Surrogate-Key").split(" "));
        assertThat(keys, hasItems(id, category, "page", "site"));
        var ofList = List.of(get(API + "/articles").header("Surrogate-Key").split(" "));
        assertThat(ofList, hasItems("articles", "taxonomy", id));
    }
}
