package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the import of the zip that Medium exports. */
@QuarkusTest
class ImportMediumTest extends ImportTestBase {
    private static final String FOOTER = """
            <p>By <a href="https://medium.com/@mai" class="p-author h-card">Mai Phạm</a> on
            <a href="https://medium.com/p/%1$s"><time class="dt-published" datetime="%2$s">A day</time></a>.</p>
            <p><a href="https://medium.com/@mai/%3$s-%1$s" class="p-canonical">Canonical link</a></p>
            """;

    private static String story(String title, String subtitle, String text, String footer) {
        return """
                <!DOCTYPE html><html><head><meta charset="utf-8"><title>Page</title></head><body>
                <article class="h-entry"><header><h1 class="p-name">%s</h1></header>
                <section data-field="subtitle" class="p-summary">%s</section>
                <section data-field="body" class="e-content"><section name="a1" class="section section--body">
                <div class="section-divider"><hr class="section-divider"></div>
                <div class="section-content"><div class="section-inner sectionLayout--insetColumn">%s</div></div>
                </section></section><footer>%s</footer></article></body></html>
                """.formatted(title, subtitle, text, footer);
    }

    private static String footer(String id, String time, String name) {
        return FOOTER.formatted(id, time, name);
    }

    @Test
    void a_story_has_its_title_once_its_date_and_its_former_address() throws Exception {
        var file = zip(Map.of("README.html", "x", "profile/profile.html", "x",
                "posts/2018-08-11_Trams---trains-efefef121212.html", story("Trams &amp; trains", "A short ride",
                        "<h3 name=\"t\" class=\"graf graf--h3 graf--leading graf--title\">Trams &amp; trains</h3>"
                                + "<p class=\"graf graf--p\">They <strong>run</strong>.</p>"
                                + "<figure class=\"graf\"><script src=\"https://gist.example/mai/1.js\"></script></figure>"
                                + "</div></div></section><section class=\"section\"><div class=\"section-divider\"><hr></div>"
                                + "<div><div><h4 class=\"graf\">A part</h4>",
                        footer("efefef121212", "2018-08-11T11:23:34.123Z", "trams-trains")
                                + "<p class=\"p-tags\">Tagged in <a class=\"p-tag\">Rails</a></p>")));
        var job = importFile(file, "");
        assertEquals("medium", job.getString("format"));
        assertEquals("medium", job.getString("source"));
        assertEquals(2, job.getInt("outcomes.created"), report(job));
        assertEquals(1, job.getInt("outcomes.skipped"), report(job));
        get(API + "/articles/trams-trains").then().statusCode(200).body("title", equalTo("Trams & trains"))
                .body("excerpt", equalTo("A short ride")).body("publishedAt", equalTo("2018-08-11T11:23:34.123Z"))
                .body("authors[0].name", equalTo("Mai Phạm")).body("tags[0].name", equalTo("Rails"))
                .body("body.html", not(containsString("trains</h3>")))
                .body("body.html", containsString("<strong>run</strong>"))
                .body("body.html", containsString("https://gist.example/mai/1"))
                .body("body.html", containsString("<hr")).body("body.html", containsString("A part"));
        assertEquals(1, article("trams-trains").getString("body.html").split("<hr").length - 1,
                "Only the second section has a divider before it");
        get(API + "/articles/trams-trains-efefef121212").then().statusCode(200)
                .body("slug", equalTo("trams-trains"));
        var again = importFile(file, "");
        assertEquals(2, again.getInt("outcomes.unchanged"), report(again));
    }

    @Test
    void drafts_and_responses_stay_drafts_with_a_note() throws Exception {
        var job = importFile(zip(Map.of("export/posts/draft_An-idea-abab12121212.html",
                story("An idea", "", "<p>Soon.</p>",
                        "<p><a href=\"https://medium.com/p/abab12121212\">View original.</a></p>"),
                "export/posts/2024-06-03_I-agree-a1b2c3d4e5f6.html",
                story("I agree with every word of this story, and more…", "",
                        "<p class=\"graf\">I agree with every word of this story, and more words follow.</p>",
                        footer("a1b2c3d4e5f6", "2024-06-03T09:41:57Z", "i-agree")),
                "export/posts/2024-06-04_Plain-a1b2c3d4e5f7.html",
                story("Plain", "", "<p>A text that begins otherwise.</p>",
                        footer("a1b2c3d4e5f7", "2024-06-04T09:41:57Z", "plain")))),
                "");
        assertEquals("medium", job.getString("format"));
        assertEquals(4, job.getInt("outcomes.created"), report(job));
        assertEquals("never_published", article("an-idea").getString("state"));
        assertNull(article("an-idea").getString("publishedAt"));
        var response = article("i-agree");
        assertEquals("never_published", response.getString("state"));
        assertTrue(response.getString("body.html").contains("words follow"), response.prettify());
        assertEquals("live", article("plain").getString("state"), report(job));
        assertTrue(note(job, "abab12121212").contains("is a draft in its source and stays a draft"), report(job));
        assertTrue(note(job, "a1b2c3d4e5f6").contains("has no title, as responses to other stories"), report(job));
    }

    @Test
    void an_undated_story_follows_the_option_and_a_future_one_is_scheduled() throws Exception {
        var file = zip(Map.of("posts/2020-01-01_Undated-aaaaaa111111.html", story("Undated", "", "<p>x</p>", ""),
                "posts/2020-01-01_Odd-aaaaaa111112.html",
                story("Odd", "", "<p>x</p>", footer("aaaaaa111112", "soon", "odd")),
                "posts/2099-01-01_Later-aaaaaa111113.html",
                story("Later", "", "<p>x</p>", footer("aaaaaa111113", "2099-01-01T00:00:00Z", "later"))));
        var job = importFile(file, "");
        assertTrue(note(job, "aaaaaa111111").contains("has no date of publication"), report(job));
        assertTrue(note(job, "aaaaaa111112").contains("its date cannot be read: 'soon'"), report(job));
        assertEquals("never_published", article("undated").getString("state"));
        assertEquals("2099-01-01T00:00:00Z", article("later").getString("schedule.at"), report(job));
        importFile(file, "source=again&undated=publish");
        assertEquals("live", article("undated-2").getString("state"));
    }

    @Test
    void files_that_cannot_be_read_fail_alone() throws Exception {
        var job = importFile(zip(Map.of("posts/2020-01-01_Good-aaaaaa111111.html",
                story("Good", "", "<p>x</p>", footer("aaaaaa111111", "2020-01-01T00:00:00Z", "good")),
                "../posts/2020-01-01_Evil-aaaaaa111112.html", "x",
                "posts/2020-01-01_Bomb-aaaaaa111113.html", "0".repeat(9_000_000), "posts/nameless.html",
                story("Nameless", "", "<p>x</p>", ""))), "");
        assertEquals("done", job.getString("state"));
        assertEquals(2, job.getInt("outcomes.created"), report(job));
        assertEquals(3, job.getInt("outcomes.failed"), report(job));
        assertTrue(report(job).contains("unpacks to more than 4 MiB"), report(job));
        assertTrue(report(job).contains("has a path that leads out of the archive"), report(job));
        assertTrue(report(job).contains("has no id: the name of its file must end in"), report(job));
        var empty = importFile(zip(Map.of("README.html", "x")), "format=medium");
        assertEquals("failed", empty.getString("state"));
        assertTrue(empty.getString("message").startsWith("The archive contains no stories of Medium"),
                empty.getString("message"));
        var text = importFile("No archive at all", "format=medium");
        assertEquals("failed", text.getString("state"));
        assertTrue(text.getString("message").startsWith("The archive cannot be read: "), text.getString("message"));
    }

    private static String note(JsonPath job, String externalId) {
        return staff().get(ADMIN + "/imports/" + job.getString("id") + "/items").jsonPath()
                .getString("items.find { it.externalId == '" + externalId + "' }.message");
    }
}
