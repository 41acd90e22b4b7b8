package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the counts of notes on imported items, and the list of these items. */
@QuarkusTest
class ImportReportTest extends ImportTestBase {
    private static final int ARTICLES = 450;

    private static String article(int number, String slug, String more) {
        return "{\"externalId\":\"" + number + "\",\"state\":\"live\",\"article\":{\"title\":\"Article " + number
                + "\",\"slug\":\"" + slug + "\",\"body\":{\"format\":\"markdown\",\"source\":\"Text.\"}" + more
                + "}}\n";
    }

    @Test
    void the_same_note_on_many_items_is_one_line_with_their_number() {
        var lines = new StringBuilder();
        for (int i = 1; i <= ARTICLES; i++) {
            lines.append(article(i, "article-" + i, ",\"publishedAt\":\"2020-01-01T00:00:00Z\""));
        }
        var job = importFile(lines.toString(), "category=Uncategorized");
        assertEquals(ARTICLES, job.getInt("outcomes.created"), report(job));
        assertEquals(ARTICLES, job.getInt("noted"));
        assertEquals(Map.of("was put into the category 'Uncategorized', because it names no category", ARTICLES),
                notes(job));
        get(API + "/categories/uncategorized").then().statusCode(200);
        var again = importFile(lines.toString(), "category=Uncategorized");
        assertEquals(List.of(ARTICLES, ARTICLES),
                List.of(again.getInt("outcomes.unchanged"), again.getInt("noted")), again.prettify());
    }

    @Test
    void a_dry_run_counts_the_same_notes_as_the_run() throws Exception {
        draft("Taken");
        var files = new LinkedHashMap<String, String>();
        files.put("a/taken.md", "---\ntitle: Taken\ndate: 2020-01-01\n---\nText.");
        files.put("b/same.md", "---\ntitle: Same\ndate: 2020-01-01\n---\nText.");
        files.put("c/same.md", "---\ntitle: Same\ndate: 2020-01-01\n---\nText.");
        files.put("d/draft.md", "---\ntitle: Draft\ndate: 2020-01-01\nstatus: draft\n---\nText.");
        files.put("d/hidden.md", "---\ntitle: Hidden\ndate: 2020-01-01\nstatus: hidden\n---\nText.");
        files.put("d/undated.md", "---\ntitle: Undated\n---\nText.");
        files.put("d/many.md", "---\ndate: 2020-01-01\ntags: ["
                + "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, "
                + "s, t, u, v, w, x, y, z, aa, bb, cc, dd, ee, ff, gg, hh, ii, jj, kk, ll, mm, nn, oo, pp, qq, rr, ss, "
                + "tt, uu, vv, ww, xx, yy, zz]\n---\nText.");
        files.put("d/README.md", "x");
        files.put("e/clear.md", "---\ntitle: Clear\ndate: 2020-01-01\n---\nText.");
        var dry = importFile(zip(files), "dryRun=true");
        var run = importFile(zip(files), "");
        assertEquals(notes(run), notes(dry));
        assertEquals(run.getInt("noted"), dry.getInt("noted"), report(dry));
        assertEquals(6, run.getInt("noted"), report(run));
        assertEquals(2, notes(run).get("the slug '…' belongs to another article"), run.prettify());
        assertEquals(2, notes(run).get("stays a draft, because it is not public in its source (…)"), run.prettify());
        assertEquals(1, notes(run).get("has no date of publication and stays a draft"), run.prettify());
    }

    @Test
    void items_with_notes_are_listed_page_by_page_and_in_the_report() {
        var file = article(1, "one", ",\"publishedAt\":\"2020-01-01T00:00:00Z\"") + article(2, "two", "")
                + "{\"externalId\":\"3\",\"article\":{}}\n" + article(4, "four", "") + article(5, "five", "");
        var job = importFile(file, "");
        assertEquals(List.of(4, 1, 3),
                List.of(job.getInt("outcomes.created"), job.getInt("outcomes.failed"), job.getInt("noted")),
                report(job));
        var items = ADMIN + "/imports/" + job.getString("id") + "/items?outcome=noted&size=2";
        var first = staff().get(items).then().statusCode(200).body("items.externalId", equalTo(List.of("2", "4")))
                .body("items[0].message", containsString("has no date of publication")).extract().jsonPath();
        staff().get(items + "&cursor=" + first.getString("page.next")).then().statusCode(200)
                .body("items.externalId", equalTo(List.of("5")));
        staff().get(items + "&count=exact").then().statusCode(200).body("page.total", equalTo(3));
        var lines = staff().get(ADMIN + "/imports/" + job.getString("id") + "/report?outcome=noted").asString().lines()
                .toList();
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(lines.get(2).contains("\"externalId\":\"5\""), lines.toString());
        staff().get(ADMIN + "/imports").then().statusCode(200).body("items", hasSize(1))
                .body("items[0].noted", equalTo(3)).body("items[0].notes", nullValue());
    }

    private static Map<String, Integer> notes(JsonPath job) {
        var notes = new LinkedHashMap<String, Integer>();
        job.getList("notes").forEach(note -> notes.put((String) ((Map<?, ?>) note).get("note"),
                (Integer) ((Map<?, ?>) note).get("items")));
        return notes;
    }
}
