package dev.byline.article;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/** Tests that a verb that acts now cancels a schedule that would undo it, and says so. */
@QuarkusTest
class ScheduleCancellationTest extends ServiceTest {
    private static final String FUTURE_TIME = "2100-01-01T00:00:00Z";

    @Inject
    ScheduleRunner runner;

    @Test
    void an_unpublished_article_does_not_come_back_by_itself() throws Exception {
        var id = changedAndScheduled("Taken down", "taken-down-later");
        verb("articles/" + id + "/unpublish").then().statusCode(200).body("state", equalTo("unpublished"))
                .body("schedule", nullValue()).body("version", equalTo(5))
                .body("cancelledSchedule.action", equalTo("publish"))
                .body("cancelledSchedule.at", equalTo(FUTURE_TIME));
        assertCancellationRecorded(id, "publish");
        runSchedulesNow();
        get(API + "/articles/" + id).then().statusCode(404);
        staff().get(ADMIN + "/articles/" + id).then().body("state", equalTo("unpublished"))
                .body("cancelledSchedule", nullValue());
        verb("articles/" + id + "/unpublish").then().statusCode(200).body("version", equalTo(5))
                .body("cancelledSchedule", nullValue());
    }

    @Test
    void unpublishing_a_draft_cancels_its_scheduled_publication() throws Exception {
        var id = draft("Never shown").getString("id");
        schedule(id, "publish").then().statusCode(200);
        verb("articles/" + id + "/unpublish").then().statusCode(200).body("state", equalTo("never_published"))
                .body("schedule", nullValue()).body("cancelledSchedule.action", equalTo("publish"));
        runSchedulesNow();
        get(API + "/articles/" + id).then().statusCode(404);
    }

    @Test
    void discarded_changes_are_not_published_by_a_schedule() throws Exception {
        var id = changedAndScheduled("Reverted", "reverted-later");
        verb("articles/" + id + "/revert").then().statusCode(200).body("title", equalTo("Reverted"))
                .body("schedule", nullValue()).body("cancelledSchedule.action", equalTo("publish"));
        assertCancellationRecorded(id, "publish");
        // The slug that the schedule reserved is free again.
        draft(Map.of("title", "Other", "slug", "reverted-later"));
        runSchedulesNow();
        get(API + "/articles/" + id).then().statusCode(200).body("title", equalTo("Reverted"));
    }

    @Test
    void the_trash_says_which_schedule_it_cancelled() {
        var id = changedAndScheduled("Thrown", "thrown-later");
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204)
                .header("Cancelled-Schedule", equalTo("publish " + FUTURE_TIME));
        assertCancellationRecorded(id, "publish");
        var plain = draft("Plain").getString("id");
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + plain).then().statusCode(204)
                .header("Cancelled-Schedule", nullValue());
    }

    @Test
    void publishing_now_says_that_it_replaced_the_scheduled_publication() {
        var id = changedAndScheduled("At once", "at-once-later");
        verb("articles/" + id + "/publish").then().statusCode(200).body("schedule", nullValue())
                .body("cancelledSchedule.action", equalTo("publish"));
        assertCancellationRecorded(id, "publish");
    }

    @Test
    void a_cancelled_schedule_is_in_the_response_and_in_the_audit_log() {
        var id = published("Ends").getString("id");
        schedule(id, "unpublish").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id + "/schedule").then().statusCode(200)
                .body("cancelledSchedule.action", equalTo("unpublish"));
        assertCancellationRecorded(id, "unpublish");
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id + "/schedule").then().statusCode(200)
                .body("cancelledSchedule", nullValue());
        assertCancellationRecorded(id, "unpublish");
    }

    @Test
    void a_schedule_that_is_performed_is_not_cancelled() throws Exception {
        var id = draft("Performed").getString("id");
        schedule(id, "publish").then().statusCode(200);
        runSchedulesNow();
        get(API + "/articles/" + id).then().statusCode(200);
        staff().get(ADMIN + "/audit-log?action=article.cancel_schedule").then().body("items", hasSize(0));
    }

    @Test
    void bulk_verbs_schedule_and_cancel_as_single_ones_do() {
        var id = changedAndScheduled("Many", "many-later");
        bulk(Map.of("verb", "unpublish", "items", List.of(Map.of("id", id, "version", 4)))).then().statusCode(200)
                .body("results[0].status", equalTo(200)).body("results[0].state", equalTo("unpublished"))
                .body("results[0].cancelledSchedule.action", equalTo("publish"));
        assertCancellationRecorded(id, "publish");
        var items = List.of(Map.of("id", id, "version", 5));
        bulk(Map.of("verb", "schedule", "action", "publish", "at", FUTURE_TIME, "items", items)).then()
                .statusCode(200).header("Deprecation", nullValue()).body("succeeded", equalTo(1));
        staff().get(ADMIN + "/articles/" + id).then().body("schedule.at", equalTo(FUTURE_TIME));
        bulk(Map.of("verb", "schedule", "at", FUTURE_TIME, "items", items)).then().statusCode(422)
                .body("violations[0].field", equalTo("/action"));
        bulk(Map.of("verb", "schedule", "action", "publish", "items", items)).then().statusCode(422)
                .body("violations[0].field", equalTo("/at"));
        bulk(Map.of("verb", "publish", "action", "publish", "items", items)).then().statusCode(422)
                .body("violations[0].field", equalTo("/action"));
        bulk(Map.of("verb", "publish", "at", FUTURE_TIME, "items", items)).then().statusCode(200)
                .header("Deprecation", equalTo("@1795910400"));
    }

    @Test
    void the_deprecated_time_of_a_verb_still_schedules_and_says_that_it_is_deprecated() {
        var id = draft("Old client").getString("id");
        sending(Map.of("at", FUTURE_TIME)).header("If-Match", "*").post(ADMIN + "/articles/" + id + "/publish").then()
                .statusCode(200).header("Deprecation", equalTo("@1795910400"))
                .body("state", equalTo("never_published")).body("schedule.at", equalTo(FUTURE_TIME));
        verb("articles/" + id + "/publish").then().statusCode(200).header("Deprecation", nullValue());
        for (var missing : Map.of("/action", Map.of("at", FUTURE_TIME), "/at", Map.of("action", "publish"))
                .entrySet()) {
            sending(missing.getValue()).header("If-Match", "*").put(ADMIN + "/articles/" + id + "/schedule").then()
                    .statusCode(422).body("violations[0].field", equalTo(missing.getKey()));
        }
        sending(Map.of("action", "unpublish", "at", FUTURE_TIME)).put(ADMIN + "/articles/" + id + "/schedule").then()
                .statusCode(428);
    }

    @Test
    void of_two_verbs_with_the_same_version_the_second_is_refused() throws Exception {
        var id = changedAndScheduled("Raced", "raced-later");
        var turn = new AtomicInteger();
        var statuses = runConcurrently(2, () -> turn.getAndIncrement() == 0
                ? staff().header("If-Match", "\"4\"").post(ADMIN + "/articles/" + id + "/unpublish").statusCode()
                : schedule(id, "publish", "\"4\"").statusCode());
        assertEquals(List.of(200, 412), statuses.stream().sorted().toList());
    }

    @Test
    void an_article_that_is_unpublished_while_its_schedule_runs_stays_unpublished() throws Exception {
        for (int i = 0; i < 5; i++) {
            var id = changedAndScheduled("Late " + i, "late-later-" + i);
            execute("update article set schedule_at = now() - interval '1 day' where id = '" + id + "'");
            var turn = new AtomicInteger();
            var statuses = runConcurrently(2, () -> {
                if (turn.getAndIncrement() == 0) {
                    return verb("articles/" + id + "/unpublish").statusCode();
                }
                runner.runDue();
                return 200;
            });
            assertEquals(List.of(200, 200), statuses);
            runSchedulesNow();
            staff().get(ADMIN + "/articles/" + id).then().body("state", equalTo("unpublished")).body("schedule",
                    nullValue());
        }
    }

    @Test
    void the_audit_log_has_the_action_and_the_time_of_each_schedule() {
        var id = draft("Logged").getString("id");
        schedule(id, "publish").then().statusCode(200);
        var later = "2101-01-01T00:00:00Z";
        sending(Map.of("action", "publish", "at", later)).header("If-Match", "*")
                .put(ADMIN + "/articles/" + id + "/schedule").then().statusCode(200);
        staff().get(ADMIN + "/audit-log?action=article.schedule&entityId=" + id).then().body("items", hasSize(2))
                .body("items[1].changes.field", equalTo(List.of("action", "at")))
                .body("items[1].changes.to", equalTo(List.of("publish", FUTURE_TIME)))
                .body("items[0].changes.field", equalTo(List.of("at")))
                .body("items[0].changes[0].from", equalTo(FUTURE_TIME))
                .body("items[0].changes[0].to", equalTo(later));
    }

    /** Publishes an article, changes it to version 3, and schedules the change as version 4. */
    private static String changedAndScheduled(String title, String newSlug) {
        var id = published(title).getString("id");
        patch("articles/" + id, "*", "{\"title\": \"Changed\", \"slug\": \"" + newSlug + "\"}").then()
                .statusCode(200);
        schedule(id, "publish").then().statusCode(200).body("version", equalTo(4));
        return id;
    }

    private static Response schedule(String id, String action) {
        return schedule(id, action, "*");
    }

    private static Response schedule(String id, String action, String version) {
        return sending(Map.of("action", action, "at", FUTURE_TIME)).header("If-Match", version)
                .put(ADMIN + "/articles/" + id + "/schedule");
    }

    private static Response bulk(Map<String, ?> input) {
        return sending(input).post(ADMIN + "/bulk/articles");
    }

    private static void assertCancellationRecorded(String id, String action) {
        staff().get(ADMIN + "/audit-log?action=article.cancel_schedule&entityId=" + id).then().body("items", hasSize(1))
                .body("items[0].changes.field", equalTo(List.of("action", "at")))
                .body("items[0].changes.from", equalTo(List.of(action, FUTURE_TIME)));
    }

    private void runSchedulesNow() throws Exception {
        execute("update article set schedule_at = now() - interval '1 day' where schedule_at is not null");
        runner.runDue();
        while (query("select count(*) from article where schedule_at < now()") > 0) {
            // The schedule runner of the service performs it at the same time.
            Thread.onSpinWait();
        }
    }
}
