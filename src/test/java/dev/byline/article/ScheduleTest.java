package dev.byline.article;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/** Tests schedules of articles. The tests move the time of a schedule in the database and do not wait for it. */
@QuarkusTest
class ScheduleTest extends ServiceTest {
    private static final String FUTURE_TIME = "2100-01-01T00:00:00Z";

    @Inject
    ScheduleRunner runner;

    @Test
    void what_was_saved_when_it_was_planned_is_published_whatever_was_saved_since() throws Exception {
        var id = draft("Pinned").getString("id");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200).header("ETag", "\"2\"")
                .body("state", equalTo("never_published")).body("schedule.action", equalTo("publish"))
                .body("schedule.at", equalTo(FUTURE_TIME)).body("schedule.version", equalTo(1));
        patch("articles/" + id, "\"2\"", "{\"title\": \"Later\", \"slug\": \"later\", \"body\": null}").then()
                .statusCode(200).body("schedule.version", equalTo(1));
        // The slug of what is planned stays the article's.
        sending(Map.of("title", "Thief", "slug", "pinned")).post(ADMIN + "/articles").then().statusCode(409)
                .body("holder", equalTo(id));
        runSchedulesNow();
        get(API + "/articles/pinned").then().statusCode(200).body("title", equalTo("Pinned"));
        staff().get(ADMIN + "/articles/" + id).then().body("state", equalTo("live")).body("schedule", nullValue())
                .body("hasUnpublishedChanges", equalTo(true)).body("title", equalTo("Later"))
                .body("live.version", equalTo(1)).body("revision", equalTo(3));
        get(API + "/articles/later").then().statusCode(404);
        assertEquals(1, query("select count(*) from audit_entry where action = 'article.publish' and actor = 'system'"
                + " and entity_id = '" + id + "'"));
    }

    @Test
    void what_is_planned_happens_at_its_time_without_anybody_asking() throws Exception {
        var id = draft("By itself").getString("id");
        schedule(id, "publish", Instant.now().plusMillis(1500).toString()).then().statusCode(200);
        waitUntil(() -> get(API + "/articles/by-itself").statusCode() == 200);
        schedule(id, "unpublish", Instant.now().plusMillis(500).toString()).then().statusCode(200);
        waitUntil(() -> get(API + "/articles/by-itself").statusCode() == 404);
        staff().get(ADMIN + "/articles/" + id).then().body("state", equalTo("unpublished")).body("schedule",
                nullValue());
    }

    @Test
    void a_schedule_that_another_node_has_locked_hides_no_later_one() throws Exception {
        var locked = draft("Locked").getString("id");
        schedule(locked, "publish", FUTURE_TIME).then().statusCode(200);
        schedule(draft("Next").getString("id"), "publish", "2099-01-01T00:00:00Z").then().statusCode(200);
        try (var node = openWithoutDeadlines(); var statement = node.createStatement()) {
            node.setAutoCommit(false);
            statement.execute(
                    "update article set schedule_at = now() - interval '1 minute' where id = '" + locked + "'");
            node.commit();
            statement.executeQuery("select 1 from article where id = '" + locked + "' for update").close();
            assertEquals(Instant.parse("2099-01-01T00:00:00Z"), runner.runAndFindNext());
            node.rollback();
        }
        runner.runDue();
        staff().get(ADMIN + "/articles/" + locked).then().body("state", equalTo("live"));
    }

    @Test
    void a_plan_that_finds_everything_done_is_a_success() throws Exception {
        var id = published("Done").getString("id");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200);
        runSchedulesNow();
        staff().get(ADMIN + "/articles/" + id).then().body("state", equalTo("live")).body("schedule", nullValue());
        schedule(id, "unpublish", FUTURE_TIME).then().statusCode(200);
        verb("articles/" + id + "/unpublish").then().statusCode(200).body("schedule", nullValue());
        assertEquals(1, query("select count(*) from audit_entry where action = 'article.publish'"));
    }

    @Test
    void what_is_planned_follows_what_is_merged_meanwhile() throws Exception {
        var id = draft("Follows").getString("id");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200);
        category("Other");
        sending(Map.of("into", "other")).header("If-Match", "*").post(ADMIN + "/categories/news/merge").then()
                .statusCode(200);
        runSchedulesNow();
        get(API + "/articles/" + id).then().statusCode(200).body("categories.slug", equalTo(List.of("other")));
    }

    @Test
    void a_plan_can_be_cancelled_and_made_anew_and_one_thing_is_planned_at_a_time() throws Exception {
        var id = published("Plans").getString("id");
        patch("articles/" + id, "*", "{\"slug\": \"plans-changed\"}").then().statusCode(200);
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200);
        patch("articles/" + id, "*", "{\"slug\": \"plans-again\"}").then().statusCode(200);
        schedule(id, "publish", "2101-01-01T00:00:00Z").then().statusCode(200)
                .body("schedule.at", equalTo("2101-01-01T00:00:00Z")).body("schedule.version", equalTo(5));
        // The slug of the former plan is free again.
        draft(Map.of("title", "Other", "slug", "plans-changed"));
        schedule(id, "unpublish", FUTURE_TIME).then().statusCode(409).body("detail",
                containsString("Cancel that schedule first"));
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id + "/schedule").then().statusCode(200)
                .body("schedule", nullValue()).body("version", equalTo(7));
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id + "/schedule").then().statusCode(200)
                .body("version", equalTo(7));
        runSchedulesNow();
        get(API + "/articles/plans").then().statusCode(200);
    }

    @Test
    void publishing_by_hand_replaces_a_planned_publication_and_leaves_a_planned_end() throws Exception {
        var id = draft("By hand").getString("id");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200);
        patch("articles/" + id, "*", "{\"title\": \"Newer\"}").then().statusCode(200);
        verb("articles/" + id + "/publish").then().statusCode(200).body("schedule", nullValue());
        runSchedulesNow();
        get(API + "/articles/" + id).then().body("title", equalTo("Newer"));
        schedule(id, "unpublish", FUTURE_TIME).then().statusCode(200);
        patch("articles/" + id, "*", "{\"title\": \"Newest\"}").then().statusCode(200);
        verb("articles/" + id + "/publish").then().statusCode(200).body("schedule.action", equalTo("unpublish"));
        runSchedulesNow();
        get(API + "/articles/" + id).then().statusCode(404);
    }

    @Test
    void the_trash_plans_nothing() throws Exception {
        var id = draft("Thrown").getString("id");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204);
        schedule(id, "publish", FUTURE_TIME).then().statusCode(409);
        runSchedulesNow();
        verb("articles/" + id + "/restore").then().statusCode(200).body("state", equalTo("never_published"))
                .body("schedule", nullValue());
    }

    @Test
    void what_cannot_be_published_is_not_planned_and_all_that_is_missing_is_listed() {
        var id = draft(Map.of("title", "Empty")).getString("id");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(422).body("violations.field",
                equalTo(List.of("/body")));
        schedule(id, "unpublish", FUTURE_TIME).then().statusCode(409).body("state", equalTo("never_published"));
        staff().get(ADMIN + "/articles/" + id).then().body("version", equalTo(1)).body("schedule", nullValue());
    }

    @Test
    void what_could_not_be_done_says_why_and_is_not_tried_again() throws Exception {
        var id = draft("Fails").getString("id");
        category("Other");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200);
        patch("articles/" + id, "*", "{\"categories\": [\"other\"]}").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/categories/news").then().statusCode(204);
        runSchedulesNow();
        staff().get(ADMIN + "/articles/" + id).then().body("state", equalTo("never_published"))
                .body("schedule.problem", containsString("existing category"));
        staff().get(ADMIN + "/articles?schedule=failed").then().body("items.id", equalTo(List.of(id)));
        var version = staff().get(ADMIN + "/articles/" + id).jsonPath().getInt("version");
        runner.runDue();
        staff().get(ADMIN + "/articles/" + id).then().body("version", equalTo(version));
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200).body("schedule.problem", nullValue());
        runSchedulesNow();
        get(API + "/articles/" + id).then().statusCode(200).body("categories.slug", equalTo(List.of("other")));
    }

    @Test
    void plans_are_a_filter_of_the_list() {
        var planned = draft("Planned").getString("id");
        schedule(planned, "publish", FUTURE_TIME).then().statusCode(200);
        var ending = published("Ending").getString("id");
        schedule(ending, "unpublish", FUTURE_TIME).then().statusCode(200);
        var plain = draft("Plain").getString("id");
        staff().get(ADMIN + "/articles?schedule=publish").then().body("items.id", equalTo(List.of(planned)))
                .body("items[0].schedule.at", equalTo(FUTURE_TIME));
        staff().get(ADMIN + "/articles?schedule=unpublish").then().body("items.id", equalTo(List.of(ending)));
        staff().get(ADMIN + "/articles?schedule=any&count=exact").then().body("page.total", equalTo(2));
        staff().get(ADMIN + "/articles?schedule=none").then().body("items.id", equalTo(List.of(plain)));
        staff().get(ADMIN + "/articles?schedule=failed").then().body("items", hasSize(0));
        staff().get(ADMIN + "/articles?schedule=soon").then().statusCode(400);
    }

    @Test
    void times_are_instants_whatever_their_offset_and_the_past_is_refused() throws Exception {
        var id = draft("Zones").getString("id");
        for (var at : List.of("2100-01-01T07:00:00+07:00", "2099-12-31T14:00:00-10:00",
                "2100-01-01T14:00:00.000+14:00")) {
            schedule(id, "publish", at).then().statusCode(200).body("schedule.at", equalTo(FUTURE_TIME));
        }
        // Midnight at the date line: the day is tomorrow there, the moment has passed here.
        var past = Instant.now().minusSeconds(60);
        for (var at : List.of(past.toString(), past.atOffset(ZoneOffset.ofHours(14)).toString(),
                past.atOffset(ZoneOffset.ofHours(-12)).toString())) {
            schedule(id, "publish", at).then().statusCode(422).body("violations[0].field", equalTo("/at"))
                    .body("violations[0].message", containsString("in the future"));
        }
        schedule(id, "publish", Instant.now().plusSeconds(60).atOffset(ZoneOffset.ofHours(-12)).toString()).then()
                .statusCode(200);
        for (var at : List.of("2100-01-01", "2100-02-30T00:00:00Z", "tomorrow",
                "10000-01-01T00:00:00Z")) {
            schedule(id, "publish", at).then().statusCode(422).body("violations[0].field", equalTo("/at"));
        }
        sending(Map.of("when", FUTURE_TIME)).header("If-Match", "*").post(ADMIN + "/articles/" + id + "/publish").then()
                .statusCode(422).body("violations[0].field", equalTo("/when"));
    }

    @Test
    void several_at_once_share_the_work_and_each_is_done_once() throws Exception {
        for (int i = 0; i < 30; i++) {
            schedule(draft("Many " + i).getString("id"), "publish", FUTURE_TIME).then().statusCode(200);
        }
        moveSchedulesToThePast();
        runConcurrently(6, () -> {
            runner.runDue();
            return true;
        });
        waitUntil(() -> get(API + "/articles?count=exact").jsonPath().getInt("page.total") == 30);
        assertEquals(30, query("select count(*) from audit_entry where action = 'article.publish'"));
    }

    @Test
    void a_planned_publication_that_meets_a_lock_waits_for_it() throws Exception {
        var id = draft("Locked").getString("id");
        schedule(id, "publish", FUTURE_TIME).then().statusCode(200);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update article set schedule_at = now() - interval '1 day'");
            connection.commit();
            statement.execute("select 1 from article for update");
            runner.runDue();
            given().get(API + "/articles/locked").then().statusCode(404);
            connection.rollback();
        }
        runner.runDue();
        waitUntil(() -> get(API + "/articles/locked").statusCode() == 200);
        staff().get(ADMIN + "/articles/" + id).then().body("firstPublishedAt", notNullValue());
    }

    private static Response schedule(String id, String verb, String at) {
        return sending(Map.of("action", verb, "at", at)).header("If-Match", "*")
                .put(ADMIN + "/articles/" + id + "/schedule");
    }

    /** Makes all schedules due, and waits until this test or the service has performed them. */
    private void runSchedulesNow() throws Exception {
        moveSchedulesToThePast();
        runner.runDue();
        // The schedule runner of the service may perform a schedule at the same time.
        waitUntil(() -> query(
                "select count(*) from article where schedule_at < now() and schedule_problem is null") == 0);
    }

    private void moveSchedulesToThePast() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement
                    .execute("update article set schedule_at = now() - interval '1 day' where schedule_at is not null");
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void waitUntil(Condition condition) throws Exception {
        var end = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "It did not happen");
            Thread.sleep(20);
        }
    }
}
