package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** Tests import and export of Byline's own format, and that importing the same file again changes nothing. */
@QuarkusTest
class ImportExportTest extends ImportTestBase {
    private static final String SMALL = """
            {"externalId":"c1","comment":{"article":"42","name":"Mai","email":"mai@example.com","body":"Thank *you*.","state":"approved"},"createdAt":"2023-07-15T08:00:00Z"}
            {"externalId":"c2","comment":{"article":"42","answers":"c1","name":"Linh","body":"Gladly.","state":"approved"},"createdAt":"2023-07-16T08:00:00Z"}
            {"externalId":"42","article":{"title":"What Dojo computes","slug":"dojo","authors":["linh"],"categories":["chips"],"tags":["Dojo"],"body":{"format":"markdown","source":"It *trains*."},"publishedAt":"2023-07-14T00:00:00Z","updatedAt":"2023-11-23T00:00:00Z"},"state":"live","views":8,"formerSlugs":[{"slug":"old-dojo"}]}
            {"externalId":"chips","category":{"name":"Chips","parent":"machines"}}
            {"externalId":"machines","category":{"name":"Machines"}}
            {"externalId":"linh","author":{"name":"Linh Trần"}}
            """;

    @Test
    void lines_in_any_order_are_imported_with_dates_slugs_views_and_threads() {
        var job = importFile(SMALL, "");
        assertEquals(6, job.getInt("outcomes.created"), report(job));
        get(API + "/articles/dojo").then().statusCode(200).body("title", equalTo("What Dojo computes"))
                .body("publishedAt", equalTo("2023-07-14T00:00:00Z"))
                .body("updatedAt", equalTo("2023-11-23T00:00:00Z")).body("stats.views", equalTo(8))
                .body("stats.comments", equalTo(2)).body("categories[0].slug", equalTo("chips"))
                .body("authors[0].name", equalTo("Linh Trần")).body("tags[0].name", equalTo("Dojo"));
        get(API + "/articles/old-dojo").then().body("slug", equalTo("dojo"));
        get(API + "/articles/dojo/comments").then().body("items[0].createdAt", equalTo("2023-07-15T08:00:00Z"))
                .body("items[0].replies[0].body", equalTo("Gladly."));
        get(API + "/categories/chips").then().body("parent.slug", equalTo("machines"));
        get(API + "/search?q=trains").then().body("items[0].slug", equalTo("dojo"));
    }

    @Test
    void the_report_names_each_item_that_has_a_name() {
        var job = importFile(SMALL + "{\"externalId\":\"9\",\"article\":{\"title\":\"Broken\",\"slug\":\"A b\"}}\n",
                "");
        staff().get(ADMIN + "/imports/" + job.getString("id") + "/items").then().statusCode(200)
                .body("items.find { it.externalId == '42' }.title", equalTo("What Dojo computes"))
                .body("items.find { it.externalId == 'chips' }.title", equalTo("Chips"))
                .body("items.find { it.externalId == 'linh' }.title", equalTo("Linh Trần"))
                .body("items.find { it.externalId == 'c1' }.title", nullValue())
                .body("items.find { it.outcome == 'failed' }.title", equalTo("Broken"));
        assertTrue(report(job).contains("\"title\":\"What Dojo computes\""), report(job));
    }

    @Test
    void importing_the_same_file_again_changes_nothing() throws Exception {
        importFile(SMALL, "");
        long versions = query("select sum(version) from article");
        for (int i = 0; i < 2; i++) {
            var again = importFile(SMALL, "");
            assertEquals(6, again.getInt("outcomes.unchanged"), report(again));
            assertEquals(6, again.getInt("items"));
        }
        assertEquals(versions, query("select sum(version) from article"));
        assertEquals(1, query("select count(*) from publication"));
        assertEquals(2, query("select count(*) from comment"));
        assertEquals(1, query("select count(*) from article_revision"));
    }

    @Test
    void items_changed_in_the_source_are_updated_unless_changed_here_as_well() {
        importFile(SMALL, "");
        var changed = SMALL.replace("What Dojo computes", "What Dojo does").replace("Gladly.", "My pleasure.");
        var job = importFile(changed, "");
        assertEquals(2, job.getInt("outcomes.updated"), report(job));
        assertEquals(4, job.getInt("outcomes.unchanged"), report(job));
        get(API + "/articles/dojo").then().body("title", equalTo("What Dojo does"))
                .body("publishedAt", equalTo("2023-07-14T00:00:00Z"))
                .body("updatedAt", equalTo("2023-11-23T00:00:00Z"));
        get(API + "/articles/dojo/comments").then().body("items[0].replies[0].body", equalTo("My pleasure."));

        patch("articles/dojo", "*", "{\"title\": \"Changed here\"}").then().statusCode(200);
        var third = changed.replace("What Dojo does", "Changed there");
        assertEquals(1, importFile(third, "").getInt("outcomes.skipped"));
        assertEquals(1, importFile(third, "onConflict=fail").getInt("outcomes.conflict"));
        staff().get(ADMIN + "/articles/dojo").then().body("title", equalTo("Changed here"));
        var replaced = importFile(third, "onConflict=update");
        assertEquals(1, replaced.getInt("outcomes.updated"));
        staff().get(ADMIN + "/imports/" + replaced.getString("id") + "/items?outcome=updated").then()
                .body("items[0].message", containsString("was also changed in this Byline"));
        get(API + "/articles/dojo").then().body("title", equalTo("Changed there"));
    }

    @Test
    void a_dry_run_reports_and_writes_nothing() throws Exception {
        var job = importFile(SMALL, "dryRun=true");
        assertEquals(6, job.getInt("outcomes.created"), report(job));
        assertEquals(0, query("select (select count(*) from article) + (select count(*) from category)"
                + " + (select count(*) from tag) + (select count(*) from comment) + (select count(*) from imported)"));
    }

    @Test
    void a_broken_item_is_reported_with_line_and_reason_and_the_others_are_imported() {
        var job = importFile("""
                {"externalId":"1","article":{"title":"One"}}
                {"externalId":"2","article":{"titel":"Two"}}
                no json
                {"externalId":"3","article":{"title":"Three","slug":"Not A Slug"}}
                {"externalId":"4","article":{"title":"Four","authors":["nobody"]}}
                {"externalId":"5","comment":{"article":"nowhere","name":"Mai","body":"Hello"}}
                {"article":{"title":"Six"}}
                {"externalId":"7","article":{"title":"Seven","locale":"xx"}}

                {"externalId":"8","article":{"title":"Eight"},"state":"live"}
                {"externalId":"9","article":{"title":"Nine"}}
                """, "");
        assertEquals("done", job.getString("state"));
        assertEquals(3, job.getInt("outcomes.created"), report(job));
        assertEquals(7, job.getInt("outcomes.failed"), report(job));
        staff().get(ADMIN + "/imports/" + job.getString("id") + "/items?outcome=failed").then()
                .body("items.place", equalTo(List.of("line 2", "line 3", "line 4", "line 5", "line 6", "line 7",
                        "line 8")))
                .body("items[0].message", containsString("did you mean 'title'?"))
                .body("items[1].message", containsString("not valid JSON"))
                .body("items[2].message", startsWith("/article/slug"))
                .body("items[3].message", containsString("'nobody'"))
                .body("items[4].message", containsString("'nowhere'"))
                .body("items[5].message", startsWith("/externalId"))
                .body("items[6].message", containsString("locale"));
        // Published without a date, it would have the date of the import.
        staff().get(ADMIN + "/articles/eight").then().body("state", equalTo("never_published"));
    }

    @Test
    void a_database_error_fails_only_its_own_item() throws Exception {
        execute("create function refuse() returns trigger language plpgsql as $$ begin "
                + "if new.title = 'Refused' then raise 'never'; end if; return new; end $$");
        execute("create trigger refuse before insert on article for each row execute function refuse()");
        try {
            var job = importFile("""
                    {"externalId":"1","article":{"title":"Refused"}}
                    no json
                    {"externalId":"2","article":{"title":"Two","\\u0000":1}}
                    {"externalId":"3","article":{"title":"Three"}}
                    """, "");
            assertEquals(1, job.getInt("outcomes.created"), report(job));
            staff().get(ADMIN + "/imports/" + job.getString("id") + "/items?outcome=failed").then()
                    .body("items.message[0]", containsString("the database refuses the item"))
                    .body("items.message[1]", containsString("not valid JSON"))
                    .body("items.message[2]", containsString("is not a field"));
        } finally {
            execute("drop trigger refuse on article");
            execute("drop function refuse");
        }
    }

    @Test
    void a_file_is_sent_as_the_body_or_in_a_complete_form() throws Exception {
        var line = "{\"externalId\":\"1\",\"article\":{\"title\":\"One\"}}\n";
        var job = awaitEnd(staff().multiPart("file", "one.ndjson", line.getBytes(StandardCharsets.UTF_8))
                .post(ADMIN + "/imports").then().statusCode(202).extract().header("Location"));
        assertEquals(1, job.getInt("outcomes.created"), report(job));
        var part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + line;
        for (var broken : List.of(Map.entry("; boundary=x", part),
                Map.entry("; boundary=x", "--x--\r\n"), Map.entry("; boundary=x", "--x\r\n"), Map.entry("", part))) {
            var request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + ADMIN
                    + "/imports")).header("Content-Type", "multipart/form-data" + broken.getKey())
                    .header("Authorization", "Bearer " + ADMIN_KEY)
                    .POST(HttpRequest.BodyPublishers.ofString(broken.getValue())).build();
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(400, answer.statusCode(), broken + ": " + answer.body());
        }
        staff().contentType("application/octet-stream").body(new byte[0]).post(ADMIN + "/imports").then()
                .statusCode(422);
        staff().get(ADMIN + "/imports").then().body("items.size()", equalTo(1));
    }

    @Test
    void imported_articles_are_not_announced() {
        var line = "{\"externalId\":\"%s\",\"state\":\"%s\",\"article\":{\"title\":\"%1$s\",\"publishedAt\":\""
                + Instant.now()
                + "\",\"body\":{\"format\":\"markdown\",\"source\":\"News.\"}}}";
        importFile(line.formatted("new", "live"), "");
        importFile(line.formatted("later", "never_published"), "");
        importFile(line.formatted("later", "live"), "");
        for (var slug : List.of("new", "later")) {
            get(API + "/articles/" + slug).then().statusCode(200);
            staff().get(ADMIN + "/articles/" + slug + "/announcement").then().body("state", equalTo("muted"));
        }
    }

    @Test
    void publish_draft_applies_to_new_articles_and_unpublishes_nothing() {
        var line = "{\"externalId\":\"%s\",\"state\":\"live\",\"article\":{\"title\":\"%1$s\",\"excerpt\":\"%s\","
                + "\"publishedAt\":\"2020-01-01T00:00:00Z\",\"body\":{\"format\":\"markdown\",\"source\":\"News.\"}}}\n";
        importFile(line.formatted("one", "before"), "");
        var job = importFile(line.formatted("one", "after") + line.formatted("two", "new"), "publish=draft");
        assertEquals(1, job.getInt("outcomes.updated"), report(job));
        assertEquals(1, job.getInt("outcomes.created"), report(job));
        get(API + "/articles/one").then().statusCode(200).body("excerpt", equalTo("before"));
        staff().get(ADMIN + "/articles/one").then().body("state", equalTo("live")).body("excerpt", equalTo("after"));
        staff().get(ADMIN + "/articles/two").then().body("state", equalTo("never_published"));
    }

    @Test
    void taken_slugs_get_a_number_and_a_note_in_the_report() {
        draft(Map.of("title", "Taken", "slug", "taken"));
        var job = importFile("""
                {"externalId":"1","article":{"title":"Mine","slug":"taken"}}
                {"externalId":"2","article":{"title":"Mine too","slug":"taken"}}
                """, "");
        staff().get(ADMIN + "/imports/" + job.getString("id") + "/items").then()
                .body("items.outcome", equalTo(List.of("created", "created")))
                .body("items.message", hasItems(containsString("'taken-2'"), containsString("'taken-3'")));
        // Changed in the source it keeps the slug that it got.
        importFile("{\"externalId\":\"1\",\"article\":{\"title\":\"Mine still\",\"slug\":\"taken\"}}", "");
        staff().get(ADMIN + "/articles/taken-2").then().body("title", equalTo("Mine still"));
    }

    @Test
    void parallel_batches_give_the_same_result_as_the_order_of_the_file() throws Exception {
        var lines = new StringBuilder();
        // Four transactions of articles of which each wants its own slug, and four that all want the same one.
        for (int i = 1; i <= 1600; i++) {
            lines.append("{\"externalId\":\"%d\",\"article\":{\"title\":\"%s\",\"tags\":[\"all\",\"of %d\"]}}\n"
                    .formatted(i, i <= 800 ? "Other " + i : "Same", i % 7));
        }
        // The id of another article.
        lines.append("{\"externalId\":\"1\",\"article\":{\"title\":\"The last word\"}}\n");
        var job = importFile(lines.toString(), "category=Sundries");
        assertEquals(1600, job.getInt("outcomes.created"));
        assertEquals(1, job.getInt("outcomes.failed"));
        assertEquals(1601, job.getInt("items"));
        assertEquals(1601, report(job).lines().count());
        assertEquals(800, query("""
                select count(*) from import_item i join article a on a.id = i.id where i.job_id = '%s'
                and a.slug = 'same' || case when i.number = 801 then '' else '-' || i.number - 800 end"""
                .formatted(job.getString("id"))));
        assertEquals(0, query("select count(*) from article where title = 'The last word'"));
        assertEquals(1600, query("select count(*) from article"));
        assertEquals(1, query("select count(*) from category"), "One of them has made it, the others have waited");
        assertEquals(1600, query("select count(*) from article_category"));
        assertEquals(8, query("select count(*) from tag"));
    }

    @Test
    void an_export_imported_into_an_empty_byline_restores_the_same_site() throws Exception {
        seed();
        var first = export("");
        var pages = publicResponses();
        for (var shown : List.of("\"likeCount\":1", "\"verified\":true", "\"editedAt\":\"2024-06-01T08:09:10.123Z\"",
                "\"visitorDays\":4")) {
            assertTrue(pages.toString().contains(shown), shown);
        }
        resetDatabase();
        assertEquals(404, get(API + "/articles/dojo").statusCode());
        var dryRun = importFile(first, "ids=keep&dryRun=true");
        var job = importFile(first, "ids=keep");
        assertEquals(job.<Map<String, Integer>>get("outcomes"), dryRun.get("outcomes"), report(dryRun));
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(pages, publicResponses());
        assertEquals(first, export(""));
        // In whatever order the lines are.
        resetDatabase();
        var lines = new ArrayList<>(first.lines().filter(line -> !line.startsWith("{\"end\"")).toList());
        Collections.shuffle(lines, new Random(7));
        lines.removeIf(line -> line.startsWith("{\"site\""));
        importFile(first.lines().findFirst().orElseThrow() + "\n" + String.join("\n", lines), "ids=keep");
        assertEquals(pages, publicResponses());
    }

    @Test
    void an_export_can_be_partial_and_a_truncated_one_is_detected() throws Exception {
        seed();
        assertEquals(List.of("category", "category", "category", "end"), export("?types=category").lines()
                .map(line -> line.contains("\"category\"") ? "category" : "end").toList());
        assertTrue(export("?types=article&savedSince=2100-01-01T00:00:00Z").startsWith("{\"end\":0}"));
        var members = importFile(export("?types=member"), "");
        assertEquals(2, members.getInt("outcomes.unchanged"), report(members));
        var whole = export("");
        var half = whole.replaceFirst("(?m)^.*\"tag\".*\\n", "");
        resetDatabase();
        var job = importFile(half, "ids=keep");
        assertEquals("failed", job.getString("state"));
        assertTrue(job.getString("message").contains("a part of the file is missing"), job.getString("message"));
    }

    @Test
    void a_dry_run_knows_the_locales_of_the_site_line_before() {
        var site = "{\"site\":{\"title\":\"A\",\"defaultLocale\":\"vi\",\"locales\":[\"vi\"],\"commentsPolicy\":\"all\"}}\n";
        var articles = "{\"externalId\":\"1\",\"article\":{\"title\":\"One\",\"locale\":\"vi\"}}\n"
                + "{\"externalId\":\"2\",\"article\":{\"title\":\"Two\",\"locale\":\"en\"}}\n";
        for (var options : List.of("ids=keep&dryRun=true", "ids=keep")) {
            var job = importFile(site + articles, options);
            assertEquals(1, job.getInt("outcomes.created"), report(job));
            assertEquals(1, job.getInt("outcomes.failed"), report(job));
            assertTrue(report(job).contains("must be one of the site's locales (vi)"), report(job));
        }
    }

    @Test
    void widths_of_pictures_are_settings_that_an_export_carries() throws Exception {
        patch("site", "*", "{\"pictureWidths\": [400, 1600, 800]}").then().statusCode(200);
        var exported = export("");
        resetDatabase();
        assertNotEquals(List.of(400, 800, 1600), get(API + "/site").path("pictureWidths"));
        importFile(exported, "ids=keep");
        assertEquals(List.of(400, 800, 1600), get(API + "/site").path("pictureWidths"));
        assertEquals(exported, export(""));
    }

    /** Creates content of every kind, such as drafts, unpublished changes, translations and deleted comments. */
    private void seed() throws Exception {
        patch("site", "*",
                "{\"locales\": [\"en\", \"vi\"], \"title\": \"A blog\", \"commentsCloseAfterDays\": 36000,"
                        + " \"description\": \"Of machines\", \"logo\": {\"url\": \"https://x.example/l.png\"},"
                        + " \"icon\": \"https://x.example/i.png\","
                        + " \"social\": [{\"label\": \"Code\", \"url\": \"https://c.example/x\"}]}")
                .then()
                .statusCode(200);
        importFile(SMALL, "");
        published("Second one");
        verb("articles/" + draft("Third one").getString("id") + "/publish").then().statusCode(200);
        patch("articles/second-one", "*", "{\"title\": \"Second, changed\", \"slug\": \"second-changed\"}").then()
                .statusCode(200);
        draft("A draft");
        publish(draft(Map.of("kind", "page", "title", "Imprint", "body", markdown("Us."))).getString("id"));
        draft(Map.of("kind", "page", "title", "A draft of a page"));
        verb("articles/third-one/unpublish").then().statusCode(200);
        var translation = sending(Map.of("locale", "vi", "title", "Dojo tính gì"))
                .post(ADMIN + "/articles/dojo/translations").jsonPath().getString("id");
        publish(translation);
        var root = approvedComment("dojo", "A root", null);
        approvedComment("dojo", "A reply", root);
        staff().header("If-Match", "*").delete(ADMIN + "/comments/" + root).then().statusCode(204);
        comment("dojo", Map.of("body", "Waits", "author", Map.of("name", "Mai"))).then().statusCode(202);
        importFile(
                """
                        {"externalId":"m1","member":{"name":"Mai","email":"mai@example.com","locale":"vi","verifiedAt":"2024-05-01T00:00:00Z"},"createdAt":"2024-05-01T00:00:00Z"}
                        {"externalId":"m2","member":{"name":"Lan","email":"lan@example.com"}}
                        {"externalId":"c3","comment":{"article":"42","name":"Mai","member":"m1","body":"As a member.","likes":["m2"],"editedAt":"2024-06-01T08:09:10.123Z"},"createdAt":"2024-06-01T08:00:00Z"}
                        """,
                "");
        for (int i = 0; i < 3; i++) {
            view("dojo");
        }
        execute("insert into article_view_day select article_id, day - 5, 2, 1 from article_view_day");
        execute("update article_counter set views = views + 2, visitor_days = visitor_days + 1"
                + " where article_id in (select article_id from article_view_day)");
    }

    private static List<String> publicResponses() {
        var pages = new ArrayList<String>();
        for (var path : List.of("/site", "/articles?count=exact&include=body", "/articles?locale=vi", "/articles/dojo",
                "/articles/dojo?include=related,neighbors,comments,jsonLd", "/articles/dojo/comments",
                "/articles/second-one", "/articles/third-one", "/articles/imprint", "/articles?kind=page",
                "/articles/dojo-tinh-gi", "/categories", "/tags",
                "/authors", "/articles?category=machines", "/articles/dojo/views", "/search?q=trains")) {
            pages.add(get(API + path).asString().replaceAll("\"(requestId|asOf)\":\"[^\"]*\"", ""));
        }
        return pages;
    }
}
