package dev.byline.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import dev.byline.transfer.format.ImportFormat;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/**
 * Tests the move of a Byline with content of every format: the export restores it, and every file that it was imported
 * from is recognized afterwards.
 */
@QuarkusTest
class ImportMoveTest extends ImportTestBase {
    private static final Path SAMPLES = Path.of("src/test/resources/moves");

    /** A file with the options of its import. */
    private record Sample(String name, byte[] file, String options) {}

    private static Sample sample(String name, String options) throws Exception {
        return new Sample(name, Files.readAllBytes(SAMPLES.resolve(name)), options);
    }

    /** Returns samples of all formats; comments come after the articles that they are on. */
    private static List<Sample> samples() throws Exception {
        return List.of(sample("wordpress.xml", "pages=true"), sample("ghost.json", "source=https://ghost.example"),
                sample("blogger.xml", ""), sample("rss.xml", ""), sample("rdf.xml", ""), sample("atom.xml", ""),
                sample("jsonfeed.json", ""), sample("byline.ndjson", "source=script&category=Uncategorized"),
                new Sample("markdown.zip", zip(markdown()), "source=https://notes.example"),
                new Sample("jekyll.zip", zip(jekyll()), "source=jekyll&pages=true&undated=publish"),
                new Sample("medium.zip", zip(medium()), ""), new Sample("substack.zip", zip(substack()), "author=hoa"),
                new Sample("zipped-rss.zip", zip(Map.of("export/feed.xml", Files.readString(
                        SAMPLES.resolve("rss.xml")))), "source=copy"),
                sample("disqus.xml", ""), sample("commento.json", "source=commento"), sample("remark42.ndjson", ""),
                sample("isso.json", ""));
    }

    private static Map<String, String> markdown() {
        var files = new LinkedHashMap<String, String>();
        files.put("hugo.toml", "defaultContentLanguage = 'en'\n[languages.en]\n[languages.vi]\n");
        files.put("content/notes/long-road.md", "+++\ntitle = 'A long road'\ndate = 2020-05-01T10:00:00+07:00\n"
                + "tags = ['Brass', 'roads']\naliases = ['/old/road.html']\n+++\nText <!--more--> and more.");
        files.put("content/notes/long-road.vi.md", "+++\ntitle = 'Đường dài'\ndate = 2020-05-01\n+++\nChữ.");
        files.put("content/notes/wicks.md", "---\ntitle: Wicks\ndate: 2020-05-02\ncategory: light\n---\nx");
        files.put("content/notes/hidden.md", "---\ntitle: Hidden\ndate: 2020-05-02\n_build: {render: never}\n---\nx");
        files.put("content/notes/later.md", "---\ntitle: Later\ndate: 2100-01-01\n---\nx");
        files.put("content/notes/undated.md", "Note: no head\n\nText\n\n---\n\nMore");
        files.put("content/notes/broken.md", "---\ntitle: \"Broken\n date 2020\n---\nx");
        files.put("README.md", "x");
        return files;
    }

    private static Map<String, String> jekyll() {
        return Map.of("_config.yml", "lang: vi\ntimezone: Asia/Saigon\n", "_posts/2019-01-02-mot.md",
                "---\ntitle: Một\ncategories: a b\n---\nChữ.", "_posts/2019-01-03-two.md",
                "---\ntitle: Two\nlang: en\n---\nText.", "about.md", "---\ntitle: Giới thiệu\n---\nx");
    }

    private static Map<String, String> medium() {
        var story = "<html><head><title>%1$s</title></head><body><article class=\"h-entry\"><header><h1 class=\"p-name\">"
                + "%1$s</h1></header><section data-field=\"body\" class=\"e-content\"><p>Text</p></section><footer>"
                + "<p>By <a class=\"p-author h-card\">Hoa Trần</a> <time class=\"dt-published\" datetime=\"2018-08-11"
                + "T11:23:34.123Z\">A day</time></p><p><a href=\"https://medium.com/@hoa/wicks-%2$s\" "
                + "class=\"p-canonical\">Canonical</a></p></footer></article></body></html>";
        return Map.of("posts/2018-08-11_Wicks-efefef121212.html", story.formatted("Wicks", "efefef121212"),
                "posts/draft_An-idea-abab12121212.html", story.formatted("An idea", "abab12121212"));
    }

    private static Map<String, String> substack() {
        return Map.of("posts.csv", "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,"
                + "subtitle,podcast_url\n11.night,2022-05-04T10:00:00.000Z,true,,,newsletter,everyone,Night,A ride,\n"
                + "12.paid,2022-05-05T10:00:00.000Z,true,,,newsletter,only_paid,Paid,,\n",
                "posts/11.night.html", "<p>They run.</p>", "posts/12.paid.html", "<p>x</p>");
    }

    /** Returns the number, outcome and message of each item in a report. */
    private static List<String> outcomes(JsonPath job) {
        var items = new ArrayList<String>();
        report(job).lines().map(JsonPath::new).forEach(item -> items.add(
                item.getInt("number") + " " + item.getString("outcome") + " " + item.getString("message")));
        return items;
    }

    @Test
    void a_byline_with_content_of_every_format_moves_and_recognizes_every_file() throws Exception {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        Set<String> formats = new TreeSet<>();
        var again = new LinkedHashMap<Sample, List<String>>();
        for (var sample : samples()) {
            var first = importFile(sample.file, sample.options);
            formats.add(first.getString("format"));
            assertTrue(first.getInt("outcomes.created") > 0, sample.name + ": " + report(first));
            var second = importFile(sample.file, sample.options);
            assertEquals(0, second.getInt("outcomes.created") + second.getInt("outcomes.updated"),
                    sample.name + ": " + report(second));
            assertEquals(first.getInt("outcomes.failed"), second.getInt("outcomes.failed"), sample.name);
            again.put(sample, outcomes(second));
        }
        assertEquals(ImportFormat.values().length, formats.size(), "Samples are of " + formats);
        var export = export("");
        resetDatabase();
        var moved = importFile(export, "ids=keep");
        assertEquals(0, moved.getInt("outcomes.failed"), report(moved));
        assertEquals(export, export(""));
        for (var sample : again.entrySet()) {
            var sent = importFile(sample.getKey().file, sample.getKey().options);
            assertEquals(sample.getValue(), outcomes(sent), sample.getKey().name);
        }
        assertEquals(export, export(""), "A file that was sent again has changed something");
    }
}
