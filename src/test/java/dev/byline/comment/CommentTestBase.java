package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;

import dev.byline.ServiceTest;
import dev.byline.database.JdbcQueries;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

/** Base of tests about comments on one article. */
abstract class CommentTestBase extends ServiceTest {
    @Inject
    JdbcQueries jdbcQueries;
    String article;

    @BeforeEach
    void publishArticle() {
        article = published("Talked about").getString("id");
    }

    /** Sets the site's moderation policy: none, first_time or all. */
    static void setPolicy(String policy) {
        patch("site", "*", "{\"commentsPolicy\": \"" + policy + "\"}").then().statusCode(200);
    }

    /** Builds the request body of a guest's comment. */
    static Map<String, Object> newComment(String body, String name) {
        return Map.of("body", body, "author", Map.of("name", name));
    }

    static Map<String, Object> newReply(String body, String name, String parent) {
        var said = new HashMap<>(newComment(body, name));
        said.put("parentId", parent);
        return said;
    }

    /** Posts a guest's comment; the policy determines its state. */
    JsonPath postComment(String body, String name) {
        var response = comment(article, newComment(body, name));
        assertEquals(2, response.statusCode() / 100, response.asString());
        return response.jsonPath();
    }

    JsonPath postReply(String body, String name, String parent) {
        var response = comment(article, newReply(body, name, parent));
        assertEquals(2, response.statusCode() / 100, response.asString());
        return response.jsonPath();
    }

    static RequestSpecification withToken(JsonPath posted) {
        return given().header("Comment-Token", posted.getString("editToken"));
    }

    static Response edit(JsonPath posted, String version, String body) {
        return withToken(posted).header("If-Match", version).contentType(ContentType.JSON).body(Map.of("body", body))
                .patch(API + "/comments/" + posted.getString("id"));
    }

    static void deleteByModerator(String id) {
        staff().header("If-Match", "*").delete(ADMIN + "/comments/" + id).then().statusCode(204);
    }

    JsonPath threads(String query) {
        return get(API + "/articles/" + article + "/comments" + query).then().statusCode(200).extract().jsonPath();
    }

    /** Asserts the number of comments that readers see, in the article and in its live counts. */
    void assertCount(int expected) {
        get(API + "/articles/" + article + "/views").then().body("comments", equalTo(expected));
        staff().get(ADMIN + "/comments/counts").then().statusCode(200);
        get(API + "/articles/" + article).then().body("stats.comments", equalTo(expected));
    }

    void sql(String statement) throws SQLException {
        try (var connection = database.getConnection(); var run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    Connection connection() throws SQLException {
        return database.getConnection();
    }

    long rows(String query) throws SQLException {
        return query(query);
    }

    static List<UUID> ids(JsonPath page) {
        return page.getList("items.id", String.class).stream().map(UUID::fromString).toList();
    }

    /** Asserts how many rows of comments PostgreSQL reads, and that it does not scan the table. */
    void assertRowsReadAtMost(String what, int most, Runnable read) {
        QuarkusTransaction.requiringNew().run(() -> {
            var before = rowsRead();
            read.run();
            var after = rowsRead();
            assertEquals(before.get(0), after.get(0), what + " scans all comments");
            assertTrue(after.get(1) - before.get(1) <= most, what + " reads " + (after.get(1) - before.get(1)));
        });
    }

    /** Reads the number of table scans and of rows read in this transaction. */
    private List<Long> rowsRead() {
        return jdbcQueries.single("""
                select seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables
                where relname = 'comment'""", Map.of(), 0, r -> List.of(r.getLong(1), r.getLong(2)));
    }
}
