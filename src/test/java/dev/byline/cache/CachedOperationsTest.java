package dev.byline.cache;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Checks which operations the cache takes for cacheable: those with {@code @Cached}, whatever their paths contain. */
@QuarkusTest
class CachedOperationsTest extends ServiceTest {
    @Inject
    ChangeNotifier changeNotifier;

    @BeforeEach
    void connect() {
        Eventually.that(changeNotifier::isConnected);
    }

    @Test
    void an_article_with_views_at_the_beginning_of_its_slug_is_cached() {
        publish(draft("Views on publishing").getString("id"));
        for (var path : List.of("/articles/views-on-publishing", "/articles/views-on-publishing/related",
                "/articles/views-on-publishing/comments")) {
            get(API + path).then().statusCode(200);
            assertEquals(0, statements(() -> get(API + path).then().statusCode(200)), path);
        }
    }

    @Test
    void live_counters_are_not_cached() {
        published("Page");
        for (var path : List.of("/articles/page/views", "/views?articles=page")) {
            get(API + path).then().statusCode(200).body(containsString("\"views\":0"));
            assertFalse(statements(() -> get(API + path).then().statusCode(200)) == 0, path);
        }
    }

    /** The first request waits for a lock on its table; the second one is refused before it reads anything. */
    @ParameterizedTest
    @CsvSource({ "/subscriptions/me, link_token", "/subscriptions/me/export, link_token",
            "/comments/{id}/mine, comment" })
    void requests_for_personal_data_do_not_wait_for_each_other(String template, String table)
            throws Exception {
        var path = API + template.replace("{id}", UUID.randomUUID().toString());
        var client = Executors.newFixedThreadPool(2);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table " + table + " in access exclusive mode");
            var first = client.submit(() -> given().header("Subscription-Token", "x").get(path).statusCode());
            Eventually.that(() -> isWaitingForLock(table));
            var second = client.submit(() -> given().accept("text/html").get(path).statusCode());
            assertEquals(406, second.get(5, TimeUnit.SECONDS));
            assertFalse(first.isDone(), "the first request did not wait for the lock");
            connection.rollback();
            first.get(20, TimeUnit.SECONDS);
        } finally {
            client.shutdownNow();
        }
    }

    private boolean isWaitingForLock(String table) {
        try {
            return query("select count(*) from pg_locks where not granted and relation = '" + table
                    + "'::regclass") > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({ "/api/v1/feeds/atom", "/api/v1/articles/page/comments/feeds/json", "/sitemap.xml", "/robots.txt" })
    void responses_with_the_address_of_the_request_are_cached_for_each_host(String path) {
        published("Page");
        for (int i = 0; i < 2; i++) {
            for (var host : List.of("one.example", "two.example")) {
                given().header("Host", host).get(path).then().statusCode(200).body(containsString("http://" + host));
            }
        }
        assertEquals(0, statements(() -> given().header("Host", "two.example").get(path).then().statusCode(200)));
    }
}
