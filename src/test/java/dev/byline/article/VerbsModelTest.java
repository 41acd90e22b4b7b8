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
 * Random walks of verbs, compared step by step with a small model of what an article is. The seed is printed; a walk is
 * repeated with {@code -Dbyline.seed=…}.
 */
@QuarkusTest
class VerbsModelTest extends ServiceTest {
    private static final int WALKS = 8;
    private static final int STEPS = 50;

    @Inject
    ScheduleRunner runner;

    /** What an article is to whoever uses it. */
    private static final class Model {
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

        Model(String title) {
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
            boolean replaced = "unpublish".equals(plan);
            if (replaced) {
                plan = null;
            }
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
            if (changed()) {
                draft = live;
                draftRevision = liveRevision;
                version++;
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
        var model = new Model("Start " + slug);
        model.version = 2;
        model.draftRevision = 2;
        model.numbers.set(0, 2);
        var trace = new StringBuilder(where);
        for (int step = 0; step < STEPS; step++) {
            step(random, id, model, trace);
            compare(id, model, trace.toString());
        }
    }

    private void step(Random random, String id, Model model, StringBuilder trace) throws Exception {
        int expected;
        Response response;
        switch (random.nextInt(11)) {
            case 0, 1 -> {
                var title = "Title " + random.nextInt(3);
                trace.append(", save ").append(title);
                response = patch("articles/" + id, version(model), "{\"title\": \"" + title + "\"}");
                expected = model.save(title);
            }
            case 2 -> {
                trace.append(", publish");
                response = verb(id, "publish", model);
                expected = model.publish(model.draft, model.draftRevision);
            }
            case 3 -> {
                trace.append(", unpublish");
                response = verb(id, "unpublish", model);
                expected = model.unpublish();
            }
            case 4, 5 -> {
                var action = random.nextBoolean() ? "publish" : "unpublish";
                trace.append(", plan ").append(action);
                response = sending(Map.of("at", "2100-01-01T00:00:00Z")).header("If-Match", version(model))
                        .post(ADMIN + "/articles/" + id + "/" + action);
                expected = model.plan(action);
            }
            case 6 -> {
                trace.append(", cancel");
                response = staff().header("If-Match", version(model)).delete(ADMIN + "/articles/" + id + "/schedule");
                expected = model.cancel();
            }
            case 7 -> {
                trace.append(", revert");
                response = verb(id, "revert", model);
                expected = model.revert();
            }
            case 8 -> {
                trace.append(random.nextBoolean() ? ", trash" : ", trash and restore");
                response = staff().header("If-Match", version(model)).delete(ADMIN + "/articles/" + id);
                expected = model.trash();
                if (trace.toString().endsWith("restore")) {
                    verb(id, "restore", model).then().statusCode(model.restore());
                }
            }
            case 9 -> {
                int which = random.nextInt(model.numbers.size());
                trace.append(", restore revision ").append(model.numbers.get(which));
                response = verb(id, "revisions/" + model.numbers.get(which) + "/restore", model);
                expected = model.save(model.revisions.get(which));
            }
            default -> {
                trace.append(", time comes");
                come(id);
                model.timeComes();
                // Somebody with an old version is refused, whatever happened by itself.
                response = patch("articles/" + id, "\"0\"", "{\"title\": \"Lost\"}");
                expected = 412;
            }
        }
        assertEquals(expected, response.statusCode(), trace + ": " + response.asString());
    }

    private void compare(String id, Model model, String trace) {
        var article = staff().get(ADMIN + "/articles/" + id).jsonPath();
        assertEquals(model.state, article.getString("state"), trace);
        assertEquals(model.version, article.getInt("version"), trace);
        assertEquals(model.draftRevision, article.getInt("revision"), trace);
        assertEquals(model.draft, article.getString("title"), trace);
        assertEquals(model.changed(), article.getBoolean("hasUnpublishedChanges"), trace);
        assertEquals(model.plan, article.getString("schedule.action"), trace);
        boolean live = model.state.equals("live");
        var read = get(API + "/articles/" + id);
        assertEquals(live ? 200 : 404, read.statusCode(), trace);
        assertEquals(live ? model.live : "Not found", read.jsonPath().getString("title"), trace);
        assertEquals(live ? 1 : 0, given().get(API + "/articles?category=news").jsonPath().getList("items.id").stream()
                .filter(id::equals).count(), trace);
    }

    private void come(String id) throws Exception {
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

    private static Response verb(String id, String verb, Model model) {
        return staff().header("If-Match", version(model)).post(ADMIN + "/articles/" + id + "/" + verb);
    }

    private static String version(Model model) {
        return "\"" + model.version + "\"";
    }
}
