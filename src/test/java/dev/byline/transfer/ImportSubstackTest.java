package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the import of the zip that Substack exports. */
@QuarkusTest
class ImportSubstackTest extends ImportTestBase {
    private static final String HEADER = "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,"
            + "title,subtitle,podcast_url\n";

    @Test
    void a_post_has_its_text_its_date_and_its_slug() throws Exception {
        var file = zip(Map.of("posts.csv",
                "\uFEFF" + HEADER
                        + """
                                11.night-lines,2022-05-04T10:00:00.000Z,true,2022-05-04T10:00:05.000Z,,newsletter,everyone,"Night, and
                                ""fog""\",A ride,
                                """,
                "posts/11.night-lines.html",
                "<p>They <em>run</em>.</p><div class=\"subscription-widget-wrap\"><form>Subscribe</form></div>"
                        + "<p class=\"button-wrapper\"><a class=\"button\">Share</a></p>",
                "posts/11.opens.csv", "x", "posts/12.unlisted.html", "x", "email_list.trams.csv",
                "email\na@b.example"));
        var job = importFile(file, "");
        assertEquals("substack", job.getString("format"));
        assertEquals("substack", job.getString("source"));
        assertEquals(List.of(1, 2), List.of(job.getInt("outcomes.created"), job.getInt("outcomes.skipped")),
                report(job));
        assertTrue(report(job).contains("is not listed in posts.csv"), report(job));
        assertTrue(report(job).contains("subscribers are not imported with posts"), report(job));
        get(API + "/articles/night-lines").then().statusCode(200).body("title", equalTo("Night, and \"fog\""))
                .body("excerpt", equalTo("A ride")).body("publishedAt", equalTo("2022-05-04T10:00:00Z"))
                .body("body.html", containsString("<em>run</em>")).body("body.html", not(containsString("Subscribe")))
                .body("body.html", not(containsString("Share")));
        assertEquals(1, importFile(file, "").getInt("outcomes.unchanged"));
        var renamed = importFile(zip(Map.of("posts.csv", HEADER
                + "11.night-trams,2022-05-04T10:00:00.000Z,true,,,newsletter,everyone,Night trams,,\n",
                "posts/11.night-trams.html", "<p>They run.</p>")), "");
        assertEquals(1, renamed.getInt("outcomes.updated"), report(renamed));
        get(API + "/articles/night-lines").then().statusCode(200).body("title", equalTo("Night trams"));
        get(API + "/articles?formerAddress=/p/night-lines").then().body("items.slug", equalTo(List.of("night-trams")));
    }

    @Test
    void a_post_that_not_everyone_sees_stays_a_draft_with_a_note() throws Exception {
        var restrictions = Map.of("1.paid", "true,,,newsletter,only_paid", "2.founding", "true,,,newsletter,founding",
                "3.free", "true,,,newsletter,only_free", "4.nobody", "true,,,newsletter,", "5.draft",
                "false,,,newsletter,everyone", "6.odd", "true,,,adhoc_email,everyone", "7.perhaps",
                "perhaps,,,newsletter,everyone", "8.textless", "true,,,newsletter,everyone", "9.walled",
                "true,,,newsletter,everyone");
        var files = new LinkedHashMap<String, String>();
        var rows = new StringBuilder(HEADER);
        restrictions.forEach((id, middle) -> {
            rows.append(id).append(",2022-05-04T10:00:00.000Z,").append(middle).append(",Title ").append(id)
                    .append(",,\n");
            if (!id.equals("8.textless")) {
                files.put("export/posts/" + id + ".html",
                        id.equals("9.walled") ? "<p>x</p><div class=\"paywall-jump\"></div><p>y</p>" : "<p>x</p>");
            }
        });
        files.put("export/posts.csv", rows.toString());
        var job = importFile(zip(files), "");
        assertEquals(restrictions.size(), job.getInt("outcomes.created"), report(job));
        for (var id : restrictions.keySet()) {
            assertEquals("never_published", article(id.substring(2)).getString("state"), id + ": " + report(job));
            assertTrue(note(job, id.substring(0, 1)).contains("stays a draft"), id + ": " + report(job));
        }
        get(API + "/articles").then().body("items", equalTo(List.of()));
    }

    @Test
    void podcasts_and_threads_are_noted_and_pages_become_pages() throws Exception {
        var file = zip(Map.of("posts.csv", HEADER
                + "21.talk,2022-05-04T10:00:00.000Z,true,,,podcast,everyone,Talk,,https://audio.example/21.mp3\n"
                + "22.open-thread,2022-05-05T10:00:00.000Z,true,,,thread,everyone,Open thread,,\n"
                + "23.about,2022-05-06T10:00:00.000Z,true,,,page,everyone,About,,\n"
                + "24.later,2099-05-06T10:00:00.000Z,true,,,newsletter,everyone,Later,,\n"
                + "25.undated,,true,,,newsletter,everyone,Undated,,\n", "posts/21.talk.html", "<p>x</p>",
                "posts/22.open-thread.html", "<p>x</p>", "posts/23.about.html", "<p>x</p>", "posts/24.later.html",
                "<p>x</p>", "posts/25.undated.html", "<p>x</p>"));
        var job = importFile(file, "pages=false");
        assertEquals(List.of(4, 1), List.of(job.getInt("outcomes.created"), job.getInt("outcomes.skipped")),
                report(job));
        assertEquals("is a podcast; its audio was not imported: https://audio.example/21.mp3", note(job, "21"));
        assertEquals("is a thread; its discussion was not imported", note(job, "22"));
        get(API + "/articles/talk").then().statusCode(200);
        assertEquals("2099-05-06T10:00:00Z", article("later").getString("schedule.at"), report(job));
        assertEquals("never_published", article("undated").getString("state"));
        assertEquals(1, importFile(file, "").getInt("outcomes.created"));
        assertEquals(List.of("live", "page"),
                List.of(article("about").getString("state"), article("about").getString("kind")));
    }

    @Test
    void a_broken_list_stops_the_import_and_keeps_the_rows_before_it() throws Exception {
        var broken = importFile(zip(Map.of("posts.csv", HEADER
                + "31.good,2022-05-04T10:00:00.000Z,true,,,newsletter,everyone,Good,,\n"
                + ",2022-05-04T10:00:00.000Z,true,,,newsletter,everyone,No id,,\n"
                + "33.open,2022-05-04T10:00:00.000Z,true,,,newsletter,everyone,\"Open", "posts/31.good.html",
                "<p>x</p>")), "");
        assertEquals("failed", broken.getString("state"));
        assertTrue(broken.getString("message").startsWith("After row 2 the file posts.csv is not valid CSV."),
                broken.getString("message"));
        assertEquals(List.of(1, 1), List.of(broken.getInt("outcomes.created"), broken.getInt("outcomes.failed")),
                report(broken));
        assertTrue(report(broken).contains("has no post_id"), report(broken));
        for (var list : Map.of("a,b\n1,2\n", "has no column post_id", "0".repeat(5_000_000),
                "posts.csv unpacks to more than 4 MiB").entrySet()) {
            var job = importFile(zip(Map.of("posts.csv", list.getKey())), "");
            assertEquals("failed", job.getString("state"));
            assertTrue(job.getString("message").contains(list.getValue()), job.getString("message"));
        }
        var none = importFile(zip(Map.of("posts/1.x.html", "x")), "");
        assertEquals("failed", none.getString("state"));
        assertTrue(none.getString("message").startsWith("The archive must have one file posts.csv"),
                none.getString("message"));
    }

    private static String note(JsonPath job, String externalId) {
        return staff().get(ADMIN + "/imports/" + job.getString("id") + "/items").jsonPath()
                .getString("items.find { it.externalId == '" + externalId + "' }.message");
    }
}
