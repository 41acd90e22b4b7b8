package dev.byline.view;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

@QuarkusTest
class ViewTest extends ServiceTest {
    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    @Inject
    ViewRecount viewRecount;

    @AfterEach
    void counters_are_what_their_days_say() {
        assertEquals(0, viewRecount.drift());
    }

    private static RequestSpecification browser() {
        return given().header("User-Agent", AGENT);
    }

    private static Response post(RequestSpecification request, String article) {
        return request.contentType("application/json").body("{}").post(API + "/articles/" + article + "/views");
    }

    @Test
    void each_visitor_counts_one_and_gets_the_totals() {
        published("Seen");
        view("seen").then().statusCode(202).body("views", equalTo(1)).body("visitorDays", equalTo(1))
                .body("comments", equalTo(0)).header("Set-Cookie", nullValue()).header("RateLimit", nullValue());
        view("seen").then().statusCode(202).body("views", equalTo(2));
        get(API + "/articles/seen/views").then().statusCode(200).body("views", equalTo(2))
                .body("visitorDays", equalTo(2));
        get(API + "/articles/seen").then().body("stats.views", equalTo(2)).body("stats.visitorDays", equalTo(2));
        get(API + "/articles").then().body("items[0].stats.views", equalTo(2));
    }

    @Test
    void v01_a_thousand_visitors_at_once_are_a_thousand_views() throws Exception {
        var id = published("Hot").getString("id");
        var statuses = runConcurrently(1000, () -> view(id).statusCode());
        assertEquals(1000, statuses.stream().filter(s -> s == 202).count());
        get(API + "/articles/hot/views").then().body("views", equalTo(1000)).body("visitorDays", equalTo(1000));
    }

    @Test
    void v02_one_visitor_a_thousand_times_is_one_view() throws Exception {
        var id = published("Again").getString("id");
        var statuses = runConcurrently(1000, () -> viewBy(AGENT, id).statusCode());
        assertEquals(1000, statuses.stream().filter(s -> s == 202).count());
        get(API + "/articles/again/views").then().body("views", equalTo(1)).body("visitorDays", equalTo(1));
        assertEquals(999, dropped().get("repeat"));
    }

    @Test
    void v09_pages_that_are_loaded_in_advance_and_reading_count_nothing() {
        published("Read");
        post(browser().header("Sec-Purpose", "prefetch;prerender"), "read").then().statusCode(202)
                .body("views", equalTo(0));
        post(browser().header("Purpose", "prefetch"), "read").then().statusCode(202);
        post(browser().header("X-Purpose", "preview"), "read").then().statusCode(202);
        post(browser().header("X-Moz", "Prefetch"), "read").then().statusCode(202);
        browser().get(API + "/articles/read").then().statusCode(200);
        browser().head(API + "/articles/read").then().statusCode(200);
        browser().head(API + "/articles/read/views").then().statusCode(200);
        given().options(API + "/articles/read/views").then().statusCode(204).header("Allow",
                equalTo("GET, HEAD, OPTIONS, POST"));
        get(API + "/articles/read/views").then().body("views", equalTo(0));
        assertEquals(4, dropped().get("prefetch"));
    }

    @Test
    void v10_programs_get_the_same_answer_and_are_not_counted() {
        published("Crawled");
        var agents = List.of("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0",
                "short", "Mozilla/5.0 " + "x".repeat(8 * 1024));
        for (var agent : agents) {
            viewBy(agent, "crawled").then().statusCode(202).body("views", equalTo(0));
            viewBy(agent, "nowhere").then().statusCode(404);
        }
        viewBy(AGENT, "crawled").then().statusCode(202).body("views", equalTo(1));
        assertEquals(agents.size(), dropped().get("bot"));
    }

    @Test
    void staff_are_no_readers_and_a_key_that_nobody_has_is_none() {
        published("Own");
        post(staff().header("User-Agent", AGENT), "own").then().statusCode(202).body("views", equalTo(0));
        post(browser().header("Authorization", "Bearer " + editorKey), "own").then().statusCode(202)
                .body("views", equalTo(0));
        post(browser().header("Authorization", "Bearer nobody-has-this"), "own").then().statusCode(202)
                .body("views", equalTo(1));
        assertEquals(2, dropped().get("staff"));
    }

    @Test
    void only_live_articles_are_counted() {
        var id = draft("Hidden").getString("id");
        view(id).then().statusCode(404).contentType("application/problem+json").body("instance",
                equalTo("/api/v1/articles/" + id + "/views"));
        view("hidden").then().statusCode(404);
        get(API + "/articles/hidden/views").then().statusCode(404);
        staff().get(ADMIN + "/articles/hidden/views").then().statusCode(200).body("views", equalTo(0));
        given().contentType("application/json").body("{}").post(API + "/articles/hidden/views?locales=en").then()
                .statusCode(400);
    }

    @Test
    void a_slug_is_looked_up_as_everywhere() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("News");
        var ids = List.of("en", "vi").stream()
                .map(locale -> publish(draft(Map.of("title", "Same", "locale", locale, "categories", List.of("news"),
                        "body", markdown("x"))).getString("id")).getString("id"))
                .toList();
        view("same").then().body("articleId", equalTo(ids.get(0)));
        given().contentType("application/json").body("{}").post(API + "/articles/same/views?locale=vi").then()
                .statusCode(202).body("articleId", equalTo(ids.get(1)));
        get(API + "/views?articles=same&locale=vi").then().body("items[0].articleId", equalTo(ids.get(1)));
    }

    @Test
    void a_client_may_call_sixty_times_a_minute() throws Exception {
        var id = published("Limited").getString("id");
        rateLimiter.enforce(true);
        var answers = runConcurrently(70, () -> view(id));
        var refused = answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertEquals(10, refused.size());
        assertEquals(60, answers.stream().filter(answer -> answer.statusCode() == 202).count());
        get(API + "/articles/limited/views").then().body("views", equalTo(60));
        for (var answer : answers) {
            answer.then().header("RateLimit-Policy", "\"views-60s\";q=60;w=60");
        }
        refused.get(0).then().contentType("application/problem+json")
                .body("type", equalTo("urn:byline:problem:too-many-requests"))
                .header("RateLimit", startsWith("\"views-60s\";r=0;t="));
        int wait = Integer.parseInt(refused.get(0).header("Retry-After"));
        assertTrue(wait > 0 && wait <= 60, "wait " + wait);
        minutePasses();
        view(id).then().statusCode(202).header("RateLimit", "\"views-60s\";r=59;t=60").body("views", equalTo(61));
    }

    private void minutePasses() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.executeUpdate("update rate_use set started = array[started[1] - interval '1 minute'],"
                    + " ends_at = ends_at - interval '1 minute'");
        }
    }

    @Test
    void v21_the_body_is_small_and_says_nothing_about_the_visitor() {
        published("Small");
        var path = API + "/articles/small/views";
        for (var field : List.of("ip", "userAgent", "timestamp")) {
            browser().contentType("application/json").body("{\"" + field + "\": \"1.2.3.4\"}").post(path).then()
                    .statusCode(422).body("violations[0].field", equalTo("/" + field));
        }
        browser().contentType("application/json").body("{\"referrer\": \"" + "x".repeat(2100) + "\"}").post(path).then()
                .statusCode(413);
        browser().contentType("application/json").body("{").post(path).then().statusCode(400);
        browser().contentType("application/json").body("{\"referrer\": \"https://example.com/\"}").post(path).then()
                .statusCode(202).body("views", equalTo(1));
        // Without a trusted proxy, what a client says about its address counts for nothing.
        post(browser().header("X-Forwarded-For", "203.0.113.7"), "small").then().body("views", equalTo(1));
    }

    @Test
    void v22_a_form_of_another_site_is_a_visitor_of_that_browser_and_no_cookie_is_set() {
        published("Form");
        var path = API + "/articles/form/views";
        browser().multiPart("referrer", "x").post(path).then().statusCode(415)
                .contentType("application/problem+json").header("Access-Control-Allow-Origin", "*");
        get(path).then().body("views", equalTo(0));
        browser().header("Origin", "https://elsewhere.example")
                .contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("referrer", "x").post(path)
                .then()
                .statusCode(202).body("views", equalTo(1)).header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Credentials", nullValue()).header("Set-Cookie", nullValue());
        post(browser().header("Origin", "https://elsewhere.example"), "form").then().statusCode(202)
                .body("views", equalTo(1)).header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Credentials", nullValue()).header("Set-Cookie", nullValue());
    }

    @Test
    void v23_counters_of_a_hundred_articles_with_one_call() {
        var first = published("First").getString("id");
        var second = published("Second").getString("id");
        var hidden = draft("Hidden").getString("id");
        view(second);
        var unknown = IntStream.range(0, 95).mapToObj("unknown-%d"::formatted).collect(Collectors.joining(","));
        var list = second + ",second," + first + "," + hidden + "," + second + "," + unknown;
        get(API + "/views?articles=" + list).then().statusCode(200).header("Cache-Control", equalTo("no-cache"))
                .body("items.article", contains(second, "second", first)).body("items.views", contains(1, 1, 0))
                .body("items.articleId", contains(second, second, first)).body("items.visitorDays", contains(1, 1, 0));
        get(API + "/views?articles=" + list + ",one-more").then().statusCode(400);
        get(API + "/views?articles=unknown").then().statusCode(200).body("items", hasSize(0));
        for (var wrong : List.of("", "?articles=", "?articles=a,,b", "?articles=,", "?article=a")) {
            get(API + "/views" + wrong).then().statusCode(400);
        }
        var all = IntStream.range(0, 3).mapToObj(i -> published("Many " + i).getString("id")).toList();
        assertEquals(statementsOfMisses(() -> get(API + "/views?articles=" + first)),
                statementsOfMisses(() -> get(API + "/views?articles=" + String.join(",", all))));
    }

    @Test
    void v19_counters_are_exact_up_to_what_json_holds_and_refused_beyond() {
        var path = ADMIN + "/articles/" + published("Large").getString("id") + "/views";
        long most = 9007199254740991L;
        for (long large : List.of(2147483648L, most - 1)) {
            sending(Map.of("views", large)).put(path).then().statusCode(200).body("views", equalTo(large));
        }
        view("large").then().statusCode(202).body("views", equalTo(most));
        view("large").then().statusCode(202).body("views", equalTo(most));
        sending(Map.of("views", most + 1)).put(path).then().statusCode(422);
        sending(Map.of("views", 1)).post(path).then().statusCode(409);
        get(API + "/articles/large/views").then().body("views", equalTo(most));
        for (var wrong : List.of("{\"views\": -1}", "{\"views\": \"8\"}", "{\"views\": 1.5}", "{}", "{\"n\": 1}")) {
            sending(wrong).put(path).then().statusCode(422);
            sending(wrong).post(path).then().statusCode(422);
        }
        sending("{\"views\": 0}").post(path).then().statusCode(422);
    }

    @Test
    void v25_staff_set_add_and_reset_views_without_losing_any_and_the_log_knows() throws Exception {
        var id = published("Set").getString("id");
        var path = ADMIN + "/articles/" + id + "/views";
        view("set");
        sending(Map.of("views", 8)).put(path).then().statusCode(200).body("views", equalTo(8));
        view("set").then().body("views", equalTo(9)).body("visitorDays", equalTo(2));
        runConcurrently(50, () -> Math.random() < 0.5
                ? sending(Map.of("views", 10)).post(path).then().statusCode(200).extract().statusCode()
                : view(id).statusCode());
        long added = query("select count(*) from audit_entry where action = 'views.add'");
        staff().get(path).then().body("views", equalTo((int) (9 + added * 10 + 50 - added)))
                .body("visitorDays", equalTo((int) (2 + 50 - added)));
        get(API + "/articles/set").then().body("stats.views", equalTo((int) (9 + added * 10 + 50 - added)));
        sending(Map.of("views", 3)).put(path).then().statusCode(200).body("views", equalTo(3));
        assertEquals(0, viewRecount.drift());
        staff().delete(path).then().statusCode(204);
        staff().get(path).then().body("views", equalTo(0)).body("visitorDays", equalTo(0))
                .body("points.views", everyItem(equalTo(0)));
        view("set").then().body("views", equalTo(1));
        assertEquals(2, query("select count(*) from audit_entry where action = 'views.set'"));
        assertEquals(1, query("select count(*) from audit_entry where action = 'views.reset' and entity_id = '" + id
                + "'"));
        for (var method : List.of("GET", "PUT", "POST", "DELETE")) {
            sending(Map.of("views", 1)).request(method,
                    ADMIN + "/articles/00000000-0000-7000-8000-000000000000/views").then()
                    .statusCode(404);
        }
    }

    @Test
    void a_series_has_every_day_week_or_month_of_its_time() throws SQLException {
        var id = published("Series").getString("id");
        var path = ADMIN + "/articles/series/views";
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("insert into article_view_day (article_id, day, views, visitors) values"
                    + " ('%1$s', '2024-02-28', 1, 1), ('%1$s', '2024-02-29', 20, 10), ('%1$s', '2024-03-04', 300, 9)"
                            .formatted(id));
            statement.execute("insert into article_counter (article_id, views, visitor_days) values ('" + id
                    + "', 321, 20)");
        }
        staff().get(path + "?from=2024-02-28&to=2024-03-01").then().statusCode(200).body("views", equalTo(321))
                .body("points.from", contains("2024-02-28", "2024-02-29", "2024-03-01"))
                .body("points.views", contains(1, 20, 0)).body("points.visitorDays", contains(1, 10, 0));
        staff().get(path + "?from=2024-02-28&to=2024-03-05&interval=week").then()
                .body("from", equalTo("2024-02-26")).body("to", equalTo("2024-03-10"))
                .body("points.from", contains("2024-02-26", "2024-03-04")).body("points.views", contains(21, 300));
        staff().get(path + "?from=2024-01-31&to=2024-03-31&interval=month").then()
                .body("points.from", contains("2024-01-01", "2024-02-01", "2024-03-01"))
                .body("points.views", contains(0, 21, 300));
        var today = LocalDate.now(ZoneOffset.UTC);
        for (var interval : List.of("day", "week", "month")) {
            staff().get(path + "?interval=" + interval).then().body("points", hasSize(30))
                    .body("points.views", everyItem(equalTo(0)));
        }
        staff().get(path).then().body("points[29].from", not(nullValue()))
                .body("points[0].from", equalTo(today.minusDays(29).toString()));
        staff().get(path + "?from=2023-01-01&to=2024-02-04").then().statusCode(200).body("points", hasSize(400));
        for (var wrong : List.of("?from=2023-01-01&to=2024-02-05", "?from=2024-01-02&to=2024-01-01",
                "?from=yesterday", "?to=2024-02-30", "?interval=hour", "?from=2024-01-01T00:00:00Z",
                "?to=0001-01-01", "?from=%2B999999999-01-01",
                "?to=9999-12-31&interval=week", "?to=9000-12-31&from=9000",
                "?size=5")) {
            staff().get(path + wrong).then().statusCode(400);
        }
    }

    @Test
    void staff_see_what_was_dropped_and_why() {
        published("Why");
        viewBy("curl/8.5.0", "why");
        viewBy(AGENT, "why");
        viewBy(AGENT, "why");
        staff().get(ADMIN + "/views/dropped").then().statusCode(200)
                .body("items.reason", contains("prefetch", "bot", "ignored", "staff", "flood", "repeat"))
                .body("items.calls", contains(0, 1, 0, 0, 0, 1));
        staff().get(ADMIN + "/views/dropped?from=2024-01-01&to=2024-01-31").then().statusCode(200)
                .body("items.calls", everyItem(equalTo(0)));
        staff().get(ADMIN + "/views/dropped?from=2024-02-01&to=2024-01-31").then().statusCode(400);
    }

    private static Map<String, Integer> dropped() {
        List<Map<String, Object>> items = staff().get(ADMIN + "/views/dropped").jsonPath().getList("items");
        return items.stream().collect(Collectors.toMap(i -> (String) i.get("reason"), i -> (Integer) i.get("calls")));
    }

    @Test
    void lists_are_narrowed_to_what_was_viewed_within_a_window() throws SQLException {
        var ids = new ArrayList<String>();
        for (int days : List.of(0, 1, 6, 7, 29, 30)) {
            var id = published("Days " + days).getString("id");
            ids.add(id);
            view(id).then().statusCode(202);
            try (var connection = database.getConnection(); var statement = connection.createStatement()) {
                statement.execute("update article_view_day set day = day - " + days + " where article_id = '" + id
                        + "'");
            }
        }
        published("Never");
        changeTracker.markAllChanged();
        for (var window : Map.of("1d", 1, "7d", 3, "30d", 5).entrySet()) {
            var list = API + "/articles?sort=publishedAt&viewed=" + window.getKey();
            get(list).then().statusCode(200).body("items.id", equalTo(ids.subList(0, window.getValue())));
            get(list + "&size=1&count=exact").then().body("page.total", equalTo(window.getValue()));
        }
        get(API + "/articles?viewed=1y").then().statusCode(400);
    }
}
