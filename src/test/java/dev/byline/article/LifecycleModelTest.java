package dev.byline.article;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/**
 * Applies random transitions to an article, and compares the article after each step with a small model. The test prints
 * its seed; {@code -Dbyline.seed=…} repeats a walk.
 */
@QuarkusTest
class LifecycleModelTest extends ServiceTest {
    private static final int WALKS = 8;
    private static final int STEPS = 50;

    @Inject
    ScheduleRunner runner;

    /** The state of an article as a client sees it. */
    private static final class ArticleModel {
        String state = "never_published";
        int version = 1;
        String draft;
        int draftRevision = 1;
        String live;
        int liveRevision;
        String plan;
        String planned;
        int plannedRevision;
        final List<String> revisions = new ArrayList<>();
        final List<Integer> numbers = new ArrayList<>();

        ArticleModel(String title) {
            draft = title;
            revisions.add(title);
            numbers.add(1);
        }

        boolean changed() {
            return state.equals("live") && draftRevision != liveRevision;
        }

        int save(String title) {
            if (state.equals("trashed")) {
                return 409;
            }
            if (!title.equals(draft)) {
                version++;
                draft = title;
                draftRevision = version;
                revisions.add(title);
                numbers.add(version);
            }
            return 200;
        }

        int publish(String title, int revision) {
            if (state.equals("trashed")) {
                return 409;
            }
            boolean replaced = "publish".equals(plan);
            if (replaced) {
                plan = null;
            }
            if (state.equals("live") && liveRevision == revision) {
                version += replaced ? 1 : 0;
                return 200;
            }
            state = "live";
            live = title;
            liveRevision = revision;
            version++;
            return 200;
        }

        int unpublish() {
            if (state.equals("trashed")) {
                return 409;
            }
            boolean replaced = plan != null;
            plan = null;
            if (state.equals("live")) {
                state = "unpublished";
                version++;
            } else {
                version += replaced ? 1 : 0;
            }
            return 200;
        }

        int plan(String action) {
            if (state.equals("trashed") || action.equals("unpublish") && !state.equals("live")
                    || plan != null && !plan.equals(action)) {
                return 409;
            }
            plan = action;
            planned = draft;
            plannedRevision = draftRevision;
            version++;
            return 200;
        }

        int cancel() {
            version += plan == null ? 0 : 1;
            plan = null;
            return 200;
        }

        int revert() {
            if (!state.equals("live")) {
                return 409;
            }
            boolean cancelled = "publish".equals(plan);
            if (cancelled) {
                plan = null;
            }
            if (changed()) {
                draft = live;
                draftRevision = liveRevision;
                version++;
            } else {
                version += cancelled ? 1 : 0;
            }
            return 200;
        }

        int trash() {
            if (!state.equals("trashed")) {
                state = "trashed";
                plan = null;
                version++;
            }
            return 204;
        }

        int restore() {
            if (state.equals("trashed")) {
                state = liveRevision == 0 ? "never_published" : "unpublished";
                version++;
            }
            return 200;
        }

        void timeComes() {
            if ("publish".equals(plan)) {
                publish(planned, plannedRevision);
            } else if ("unpublish".equals(plan)) {
                unpublish();
            }
        }
    }

    @Test
    void whatever_the_order_of_the_verbs_an_article_is_what_the_model_says() throws Exception {
        long seed = Long.getLong("byline.seed", System.nanoTime());
        System.out.println("VerbsModelTest walks with -Dbyline.seed=" + seed);
        var random = new Random(seed);
        for (int walk = 0; walk < WALKS; walk++) {
            walk(random, "seed " + seed + ", walk " + walk);
        }
    }

    private void walk(Random random, String where) throws Exception {
        var slug = "walk-" + Integer.toHexString(random.nextInt());
        var id = draft("Start " + slug).getString("id");
        patch("articles/" + id, "*", "{\"slug\": \"" + slug + "\"}").then().statusCode(200);
        var articleModel = new ArticleModel("Start " + slug);
        articleModel.version = 2;
        articleModel.draftRevision = 2;
        articleModel.numbers.set(0, 2);
        var trace = new StringBuilder(where);
        for (int step = 0; step < STEPS; step++) {
            step(random, id, articleModel, trace);
            compare(id, articleModel, trace.toString());
        }
    }

    private void step(Random random, String id, ArticleModel articleModel, StringBuilder trace) throws Exception {
        int expected;
        Response response;
        switch (random.nextInt(11)) {
            case 0, 1 -> {
                var title = "Title " + random.nextInt(3);
                trace.append(", save ").append(title);
                response = patch("articles/" + id, version(articleModel), "{\"title\": \"" + title + "\"}");
                expected = articleModel.save(title);
            }
            case 2 -> {
                trace.append(", publish");
                response = transition(id, "publish", articleModel);
                expected = articleModel.publish(articleModel.draft, articleModel.draftRevision);
            }
            case 3 -> {
                trace.append(", unpublish");
                response = transition(id, "unpublish", articleModel);
                expected = articleModel.unpublish();
            }
            case 4, 5 -> {
                var action = random.nextBoolean() ? "publish" : "unpublish";
                trace.append(", plan ").append(action);
                response = sending(Map.of("action", action, "at", "2100-01-01T00:00:00Z"))
                        .header("If-Match", version(articleModel)).put(ADMIN + "/articles/" + id + "/schedule");
                expected = articleModel.plan(action);
            }
            case 6 -> {
                trace.append(", cancel");
                response = staff().header("If-Match", version(articleModel))
                        .delete(ADMIN + "/articles/" + id + "/schedule");
                expected = articleModel.cancel();
            }
            case 7 -> {
                trace.append(", revert");
                response = transition(id, "revert", articleModel);
                expected = articleModel.revert();
            }
            case 8 -> {
                trace.append(random.nextBoolean() ? ", trash" : ", trash and restore");
                response = staff().header("If-Match", version(articleModel)).delete(ADMIN + "/articles/" + id);
                expected = articleModel.trash();
                if (trace.toString().endsWith("restore")) {
                    transition(id, "restore", articleModel).then().statusCode(articleModel.restore());
                }
            }
            case 9 -> {
                int which = random.nextInt(articleModel.numbers.size());
                trace.append(", restore revision ").append(articleModel.numbers.get(which));
                response = transition(id, "revisions/" + articleModel.numbers.get(which) + "/restore", articleModel);
                expected = articleModel.save(articleModel.revisions.get(which));
            }
            default -> {
                trace.append(", time comes");
                runSchedule(id);
                articleModel.timeComes();
                // Somebody with an old version is refused, whatever happened by itself.
                response = patch("articles/" + id, "\"0\"", "{\"title\": \"Lost\"}");
                expected = 412;
            }
        }
        assertEquals(expected, response.statusCode(), trace + ": " + response.asString());
    }

    private void compare(String id, ArticleModel articleModel, String trace) {
        // One path for the whole article: REST Assured compiles each path that it evaluates.
        var article = staff().get(ADMIN + "/articles/" + id).jsonPath().<String, Object>getMap("$");
        assertEquals(articleModel.state, article.get("state"), trace);
        assertEquals(articleModel.version, article.get("version"), trace);
        assertEquals(articleModel.draftRevision, article.get("revision"), trace);
        assertEquals(articleModel.draft, article.get("title"), trace);
        assertEquals(articleModel.changed(), article.get("hasUnpublishedChanges"), trace);
        var schedule = (Map<?, ?>) article.get("schedule");
        assertEquals(articleModel.plan, schedule == null ? null : schedule.get("action"), trace);
        boolean live = articleModel.state.equals("live");
        var read = get(API + "/articles/" + id);
        assertEquals(live ? 200 : 404, read.statusCode(), trace);
        assertEquals(live ? articleModel.live : "Not found", read.jsonPath().getString("title"), trace);
        assertEquals(live ? 1 : 0, given().get(API + "/articles?category=news").jsonPath().getList("items.id").stream()
                .filter(id::equals).count(), trace);
    }

    private void runSchedule(String id) throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("update article set schedule_at = now() - interval '1 day' where schedule_at is not null"
                    + " and id = '" + id + "'");
        }
        runner.runDue();
        while (query("select count(*) from article where id = '" + id + "' and schedule_at < now()") > 0) {
            // The service's own runner is at it.
            Thread.onSpinWait();
        }
    }

    private static Response transition(String id, String verb, ArticleModel articleModel) {
        return staff().header("If-Match", version(articleModel)).post(ADMIN + "/articles/" + id + "/" + verb);
    }

    private static String version(ArticleModel articleModel) {
        return "\"" + articleModel.version + "\"";
    }
}
