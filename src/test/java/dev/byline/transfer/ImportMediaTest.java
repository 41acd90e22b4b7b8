package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.media.PrivateDownloads;
import dev.byline.transfer.format.ImportFormat;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;

/** Imports bring pictures: from the archive, and from a web server on this machine. */
@QuarkusTest
class ImportMediaTest extends ImportTestBase {
    private static final Pattern MEDIUM = Pattern.compile("media:([0-9a-f-]{36})");

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String site;

    @BeforeEach
    void startServer() {
        PrivateDownloads.allow();
        server = vertx.createHttpServer().requestHandler(request -> {
            requests.add(request.path());
            var file = served.get(request.path());
            if (file == null) {
                request.response().setStatusCode(404).end();
            } else {
                request.response().end(Buffer.buffer(file));
            }
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        site = "http://127.0.0.1:" + server.actualPort();
    }

    @AfterEach
    void stopServer() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static byte[] picture(Color color) {
        var image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(0, 0, 50, 40);
        graphics.dispose();
        try {
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] archive(Map<String, Object> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue() instanceof byte[] content
                        ? content
                        : file.getValue().toString().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static String source(String slug) {
        return article(slug).getString("body.source");
    }

    private static List<String> media(String text) {
        return MEDIUM.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private long count() throws SQLException {
        return query("select count(*) from media");
    }

    private String wordPress() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
                    xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"
                    xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>
                <wp:base_blog_url>SITE</wp:base_blog_url>
                <item><title>Dojo</title><wp:post_id>1</wp:post_id><wp:post_name>dojo</wp:post_name>
                <wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
                <wp:post_date_gmt>2020-01-02 03:04:05</wp:post_date_gmt>
                <content:encoded><![CDATA[<!-- wp:image {"id":7} --><figure><a href="SITE/wp-content/uploads/robot.png"><img
                src="SITE/wp-content/uploads/robot-300x200.png" alt="A robot" srcset="SITE/wp-content/uploads/robot-300x200.png 300w"
                ></a></figure><p>Missing: <img src="SITE/wp-content/uploads/gone.png"> Large:
                <img src="SITE/wp-content/uploads/large-1024x768.png"> <a href="SITE/about/">About</a></p>]]></content:encoded>
                <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta></item>
                <item><title>Again</title><wp:post_id>2</wp:post_id><wp:post_name>again</wp:post_name>
                <wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
                <wp:post_date_gmt>2020-01-03 03:04:05</wp:post_date_gmt>
                <content:encoded><![CDATA[<img src="SITE/wp-content/uploads/robot-150x150.png">]]></content:encoded></item>
                <item><title>Robot</title><wp:post_id>7</wp:post_id><wp:post_type>attachment</wp:post_type>
                <excerpt:encoded><![CDATA[It reads.]]></excerpt:encoded>
                <wp:attachment_url>SITE/wp-content/uploads/robot.png</wp:attachment_url>
                <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>The robot</wp:meta_value>
                </wp:postmeta></item>
                <item><title>Large</title><wp:post_id>8</wp:post_id><wp:post_type>attachment</wp:post_type>
                <wp:attachment_url>SITE/wp-content/uploads/large-scaled.png</wp:attachment_url></item>
                </channel></rss>"""
                .replace("SITE", site);
    }

    @Test
    void wordpress_brings_each_picture_once_in_its_original_size() throws SQLException {
        served.put("/wp-content/uploads/robot.png", picture(Color.RED));
        served.put("/wp-content/uploads/large-scaled.png", picture(Color.BLUE));
        var job = importFile(wordPress(), "media=fetch");
        assertEquals("done", job.getString("state"), job.prettify());
        var source = source("dojo");
        var robot = media(source).get(0);
        assertEquals(2, media(source).size(), source);
        assertTrue(source.contains("<img\nsrc=\"media:" + robot + "\" alt=\"A robot\"")
                || source.replaceAll("\\s+", " ").contains("<img src=\"media:" + robot + "\" alt=\"A robot\""), source);
        assertTrue(source.contains("href=\"/media/" + robot + "/robot.png\""), source);
        assertFalse(source.contains("srcset"), source);
        assertTrue(source.contains(site + "/wp-content/uploads/gone.png"), source);
        assertEquals("media:" + robot, article("dojo").getString("cover.url").replaceAll(".*/media/([^/]+)/.*",
                "media:$1"));
        assertEquals(List.of(robot), media(source("again")));
        assertEquals(2, count());
        var report = report(job);
        assertTrue(report.contains("gone.png' is answered with the status 404, and was not imported"), report);
        assertEquals(1, requests.stream().filter("/wp-content/uploads/robot.png"::equals).count());
        assertEquals(1, requests.stream().filter("/wp-content/uploads/large-scaled.png"::equals).count());
        var medium = staff().get(ADMIN + "/media/" + robot).then().statusCode(200).extract().jsonPath();
        assertEquals("robot.png", medium.getString("filename"));
        assertEquals("The robot", medium.getString("alt"));
        assertEquals("It reads.", medium.getString("caption"));
        requests.clear();
        var second = importFile(wordPress(), "media=fetch");
        assertEquals(2, second.getInt("outcomes.unchanged"), second.prettify());
        assertEquals(List.of(), requests.stream().filter(path -> !path.endsWith("gone.png")).toList());
        assertEquals(2, count());
    }

    @Test
    void pictures_on_the_web_stay_there_unless_the_import_fetches_them() throws SQLException {
        served.put("/wp-content/uploads/robot.png", picture(Color.RED));
        for (var options : List.of("", "media=keep", "media=fetch&dryRun=true")) {
            importFile(wordPress(), options);
            assertEquals(List.of(), requests, options);
            assertEquals(0, count());
        }
        assertTrue(source("dojo").contains(site + "/wp-content/uploads/robot-300x200.png"));
        importFile(wordPress(), "media=fetch");
        assertEquals(1, media(source("dojo")).size());
    }

    @Test
    void a_private_server_is_refused_without_the_setting() throws SQLException {
        PrivateDownloads.refuse();
        served.put("/wp-content/uploads/robot.png", picture(Color.RED));
        var job = importFile(wordPress(), "media=fetch");
        assertTrue(report(job).contains("BYLINE_MEDIA_PRIVATE=true"), report(job));
        assertEquals(List.of(), requests);
        assertEquals(0, count());
    }

    @Test
    void a_picture_that_is_none_stays_where_it_is() throws SQLException {
        served.put("/wp-content/uploads/robot.png", "<html>Not found</html>".getBytes(StandardCharsets.UTF_8));
        var truncated = Arrays.copyOf(picture(Color.BLUE), 60);
        served.put("/wp-content/uploads/large-scaled.png", truncated);
        var job = importFile(wordPress(), "media=fetch");
        assertEquals("done", job.getString("state"), job.prettify());
        assertTrue(source("dojo").contains(site + "/wp-content/uploads/large-1024x768.png"), source("dojo"));
        assertTrue(report(job).contains("large-1024x768.png'"), report(job));
        assertTrue(report(job).contains("is answered with a page of HTML"), report(job));
        assertEquals(0, count());
    }

    @Test
    void a_zip_of_ghost_brings_its_pictures_without_the_web() throws Exception {
        var json = """
                {"db": [{"meta": {"version": "5.0"}, "data": {"posts": [{"id": "a1", "title": "Ghost", "slug": "ghost",
                "html": "<img src=\\"__GHOST_URL__/content/images/2023/01/robot.png\\" srcset=\\"__GHOST_URL__/content/images/size/w600/2023/01/robot.png 600w\\"><img src=\\"__GHOST_URL__/content/images/size/w1000/2023/01/robot.png\\"><img src=\\"__GHOST_URL__/content/images/none.png\\">",
                "feature_image": "__GHOST_URL__/content/images/2023/01/cover.png", "status": "published",
                "published_at": "2023-01-02T03:04:05.000Z"}]}}]}""";
        var zip = archive(Map.of("export/ghost.json", json, "export/content/images/2023/01/robot.png",
                picture(Color.RED), "export/content/images/2023/01/cover.png", picture(Color.GREEN)));
        var job = importFile(zip, "");
        assertEquals("done", job.getString("state"), job.prettify());
        var found = media(source("ghost"));
        assertEquals(2, found.size(), source("ghost"));
        assertEquals(found.get(0), found.get(1));
        assertTrue(article("ghost").getString("cover.url").contains("media"), article("ghost").prettify());
        assertEquals(2, count());
        assertEquals(1, count(report(job), "/content/images/none.png' was not found in the zip, and was not imported"),
                report(job));
        assertEquals(1, importFile(zip, "").getInt("outcomes.unchanged"));
        assertEquals(2, count());
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void a_file_that_a_zip_does_not_have_is_noted() throws Exception {
        var text = """
                ---
                title: Dojo
                date: 2023-01-02
                ---
                ![none](missing.png) ![none](missing.png) [large](/img/large.jpg) <video src="film.mp4"></video>
                [Other](other.md) [About](/about/) [here](#here) ![x](data:image/png;base64,aaaa) ![y](DATA:x)
                ![web](https://old.example/a.png) ![web](//old.example/b.png) ![z]({{ picture }})
                """;
        for (var files : List.<Map<String, Object>>of(Map.of("a.md", text),
                Map.of("a.md", text, "b.png", picture(Color.RED)))) {
            for (var options : List.of("&dryRun=true", "&media=fetch&dryRun=true", "")) {
                var job = importFile(archive(files), "source=files" + files.size() + options);
                assertEquals(1, job.getInt("noted"), report(job));
                for (var missing : List.of("missing.png", "/img/large.jpg", "film.mp4")) {
                    assertEquals(1,
                            count(report(job),
                                    "the file '" + missing + "' was not found in the zip, and was not imported"),
                            report(job));
                }
                assertEquals(3, count(report(job), "the file '"), report(job));
            }
        }
        var kept = importFile(archive(Map.of("a.md", text)), "media=keep&source=kept");
        assertEquals(0, count(report(kept), "the file '"), report(kept));
        assertEquals(0, count());
    }

    @Test
    void zips_of_medium_and_substack_note_the_pictures_that_they_do_not_have() throws Exception {
        var medium = archive(Map.of("posts/2019-07-14_Dojo-efefef121212.html", """
                <!DOCTYPE html><html><head><title>Dojo</title></head><body><article class="h-entry">
                <header><h1 class="p-name">Dojo</h1></header>
                <section data-field="body" class="e-content"><p>Text.</p><img src="none.png"></section>
                <footer><p><a href="https://medium.com/p/efefef121212"><time class="dt-published"
                datetime="2019-07-14T08:00:00.000Z">July 14, 2019</time></a></p></footer></article></body></html>"""));
        var substack = archive(Map.of("posts.csv", """
                post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url
                12.dojo,2023-01-02T03:04:05.000Z,true,,,newsletter,everyone,Dojo,,
                """, "posts/12.dojo.html", "<p>Text.</p><img src=\"none.png\">"));
        for (var zip : List.of(medium, substack)) {
            var job = importFile(zip, "");
            assertEquals(1, job.getInt("outcomes.created"), report(job));
            assertEquals(1, count(report(job), "the file 'none.png' was not found in the zip, and was not imported"),
                    report(job));
        }
    }

    @Test
    void a_picture_without_a_complete_address_is_noted_by_an_import_that_fetches() {
        var line = "{\"externalId\":\"1\",\"article\":{\"title\":\"One\",\"body\":{\"format\":\"html\","
                + "\"source\":\"<img src='none.png'>\"}}}";
        assertEquals(0, importFile(line, "media=fetch").getInt("noted"));
        var feed = "<rss version=\"2.0\"><channel><title>Blog</title><item><title>One</title><guid>1</guid>"
                + "<description>&lt;img src=\"none.png\"></description></item></channel></rss>";
        var job = importFile(feed, "media=fetch");
        assertEquals(1, count(report(job), "the file 'none.png' has no complete address, and was not imported"),
                report(job));
        assertEquals(0, count(report(importFile(feed, "")), "none.png"));
    }

    @Test
    void a_markdown_site_brings_the_files_of_bundles_and_static_folders() throws Exception {
        var text = """
                ---
                title: Dojo
                date: 2023-01-02
                cover: robot.png
                ---
                ![A robot](robot.png "It reads")
                [![Small](./robot.png)](/img/big.png) and <img src="/img/big.png" alt="Big">

                ![elsewhere](../../shared%20files/map.png) [slides](slides.pdf) [other](../other/) ![none](none.png)

                ```
                ![code](robot.png)
                ```
                """;
        var zip = archive(Map.of("hugo.toml", "title = 'x'", "content/post/dojo/index.md", text,
                "content/post/dojo/robot.png", picture(Color.RED), "content/post/dojo/slides.pdf", "%PDF-1.4 slides",
                "static/img/big.png", picture(Color.BLUE), "content/shared files/map.png", picture(Color.GREEN)));
        var job = importFile(zip, "");
        assertEquals("done", job.getString("state"), job.prettify());
        var source = source("dojo");
        var found = media(source);
        assertEquals(4, found.size(), source);
        assertTrue(source.contains("![A robot](media:" + found.get(0) + " \"It reads\")"), source);
        assertTrue(source.contains("[![Small](media:" + found.get(0) + ")](/media/" + found.get(2) + "/big.png)"),
                source);
        assertTrue(source.contains("<img src=\"media:" + found.get(2) + "\" alt=\"Big\">"), source);
        assertTrue(source.contains("/slides.pdf)"), source);
        assertTrue(source.contains("[other](../other/) ![none](none.png)"), source);
        assertTrue(source.contains("![code](robot.png)"), source);
        assertTrue(article("dojo").getString("cover.url").contains(found.get(0)), article("dojo").prettify());
        assertEquals(4, count());
        assertEquals(1, importFile(zip, "").getInt("outcomes.unchanged"));
        var kept = importFile(zip, "media=keep&source=other");
        assertEquals("done", kept.getString("state"));
        assertEquals(4, count());
    }

    @Test
    void a_dry_run_says_the_same_of_covers_as_the_import() throws Exception {
        var text = "---\ntitle: %s\ndate: 2023-01-02\ncover: %s\n---\n";
        var zip = archive(Map.of("a.md", text.formatted("A", "robot.png"), "b.md", text.formatted("B", "none.png"),
                "robot.png", picture(Color.RED)));
        var reports = new ArrayList<String>();
        for (var options : List.of("dryRun=true", "")) {
            var job = importFile(zip, options);
            assertEquals(2, job.getInt("outcomes.created"), report(job));
            var covers = report(job).lines().filter(line -> line.contains("its cover was not imported")).toList();
            assertEquals(1, covers.size(), report(job));
            assertTrue(covers.get(0).contains("none.png"), report(job));
            reports.add(report(job).replaceAll("\"id\":\"[^\"]*\",?", ""));
        }
        assertEquals(reports.get(1), reports.get(0));
        assertTrue(article("a").getString("cover.url").endsWith("/robot.png?v=1"), article("a").prettify());
        assertEquals(1, count());
    }

    @Test
    void only_files_that_were_not_used_are_counted_as_left_out() throws Exception {
        for (var options : List.of("dryRun=true", "")) {
            var job = importFile(siteWithMedia(), options);
            assertEquals(0, job.getInt("outcomes.skipped"), report(job));
        }
        var files = Map.<String, Object>of("a.md", "![a](a.png) ![b](b.png)", "a.png", picture(Color.RED),
                "b.png", "no picture", "c.png", picture(Color.BLUE), "d.zip", "x", "tags.json",
                "[{\"id\": \"01940000-0000-7000-8000-000000000004\", \"slug\": \"rails\", \"name\": \"Rails\"}]");
        for (var options : List.of("dryRun=true", "", "")) {
            var job = importFile(archive(files), options);
            assertTrue(report(job).contains("these were not used: 1 .png, 1 .zip\""), report(job));
        }
        var kept = importFile(archive(files), "media=keep");
        assertTrue(report(kept).contains("these were not used: 3 .png, 1 .zip\""), report(kept));
    }

    private static byte[] exportArchive() {
        return staff().get(ADMIN + "/exports/archive").then().statusCode(200).extract().asByteArray();
    }

    private byte[] siteWithMedia() throws IOException {
        return archive(Map.of("content/post/dojo/index.md", """
                ---
                title: Dojo
                date: 2023-01-02
                cover: robot.png
                ---
                ![A robot](robot.png) and [notes](notes.pdf)
                """, "content/post/dojo/robot.png", picture(Color.RED), "content/post/dojo/notes.pdf", "%PDF-1.4 x"));
    }

    @Test
    void an_archive_restores_the_same_site_with_its_media_byte_by_byte() throws Exception {
        importFile(siteWithMedia(), "");
        var robot = media(source("dojo")).get(0);
        sending(Map.of("filename", "robot.png", "alt", "Việt \"robot\"", "credit", "Linh", "focalPoint",
                Map.of("x", 0.25, "y", 0.5))).header("If-Match", "*").put(ADMIN + "/media/" + robot).then()
                .statusCode(200);
        var exported = exportArchive();
        assertArrayEquals(exported, exportArchive());
        resetDatabase();
        var dryRun = importFile(exported, "ids=keep&dryRun=true");
        assertEquals(0, count());
        assertTrue(dryRun.getInt("outcomes.created") >= 3, dryRun.prettify());
        var job = importFile(exported, "ids=keep");
        assertEquals("done", job.getString("state"), job.prettify());
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(robot, media(source("dojo")).get(0));
        assertArrayEquals(exported, exportArchive());
        assertEquals(0, importFile(exported, "ids=keep").getInt("outcomes.created"));
        assertArrayEquals(exported, exportArchive());
    }

    @Test
    void a_replaced_file_keeps_its_number_and_its_former_version_is_not_exported() throws Exception {
        importFile(siteWithMedia(), "");
        var robot = media(source("dojo")).get(0);
        staff().header("If-Match", "*").multiPart("file", "robot.png", picture(Color.GREEN))
                .put(ADMIN + "/media/" + robot + "/file").then().statusCode(200).body("fileVersion", equalTo(2));
        var current = get("/media/" + robot + "/robot.png?v=2").then().statusCode(200).extract().asByteArray();
        var exported = exportArchive();
        resetDatabase();
        var job = importFile(exported, "ids=keep");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertArrayEquals(current, get("/media/" + robot + "/robot.png?v=2").then().statusCode(200).extract()
                .asByteArray());
        assertTrue(article("dojo").getString("cover.url").endsWith("?v=2"), article("dojo").prettify());
        get("/media/" + robot + "/robot.png?v=1").then().statusCode(404);
        assertArrayEquals(exported, exportArchive());
        // The next file has the next number, and with fresh ids all addresses are new.
        staff().header("If-Match", "*").multiPart("file", "robot.png", picture(Color.BLUE))
                .put(ADMIN + "/media/" + robot + "/file").then().statusCode(200).body("fileVersion", equalTo(3));
        resetDatabase();
        importFile(exported, "");
        assertTrue(article("dojo").getString("cover.url").endsWith("?v=1"), article("dojo").prettify());
    }

    @Test
    void the_number_of_a_file_must_be_one_that_addresses_can_have() throws Exception {
        for (var number : List.of(0, 1_000_000_000)) {
            var line = "{\"id\": \"01a22c27-ad5f-7135-8b38-399363f1e823\", \"media\": {\"filename\": \"p.png\"},"
                    + " \"file\": \"p.png\", \"fileVersion\": " + number + "}\n";
            var job = importFile(archive(Map.of("byline.ndjson", line, "p.png", picture(Color.RED))), "ids=keep");
            assertEquals(1, job.getInt("outcomes.failed"), report(job));
            assertTrue(report(job).contains("fileVersion must be"), report(job));
        }
    }

    @Test
    void a_medium_that_an_archive_brings_is_in_the_next_response_that_names_it() throws Exception {
        importFile(siteWithMedia(), "");
        var robot = media(source("dojo")).get(0);
        var exported = exportArchive();
        resetDatabase();
        published("Early", Map.of("url", "/media/" + robot + "/robot.png"));
        for (int i = 0; i < 2; i++) {
            get(API + "/articles/early").then().body("cover.url", endsWith("/robot.png"))
                    .body("cover.srcset", nullValue());
            get(API + "/articles").then().body("items[0].cover.srcset", nullValue());
        }
        importFile(exported, "ids=keep");
        get(API + "/articles/early").then().body("cover.srcset", endsWith(" 60w"));
        get(API + "/articles?size=1").then().body("items[0].cover.srcset", endsWith(" 60w"));
    }

    private static void published(String title, Map<String, String> cover) {
        publish(draft(Map.of("title", title, "cover", cover)).getString("id"));
    }

    @Test
    void with_fresh_ids_texts_and_avatars_name_the_new_media() throws Exception {
        importFile(siteWithMedia(), "");
        var robot = media(source("dojo")).get(0);
        sending(Map.of("name", "Linh", "avatarUrl", "media:" + robot)).post(ADMIN + "/authors").then().statusCode(201);
        var exported = exportArchive();
        resetDatabase();
        var job = importFile(exported, "");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        var fresh = media(source("dojo")).get(0);
        assertNotEquals(robot, fresh);
        staff().get(ADMIN + "/media/" + fresh).then().statusCode(200);
        assertFalse(source("dojo").contains(robot), source("dojo"));
        get(API + "/authors/linh").then().body("avatarUrl", containsString("/media/" + fresh + "/robot.png?v=1"));
        assertEquals(2, count());
        assertEquals(0, importFile(exported, "").getInt("outcomes.created"));
        assertEquals(2, count());
    }

    @Test
    void addresses_of_media_of_this_service_are_stored_without_their_host() throws Exception {
        importFile(siteWithMedia(), "");
        var robot = media(source("dojo")).get(0);
        var url = "http://localhost:" + RestAssured.port + "/media/" + robot + "/robot.png?v=1";
        var body = Map.of("format", "markdown", "source", "![R](" + url + "&w=640) [file](" + url + ")");
        var lines = new JsonObject(Map.of("externalId", "1", "article", Map.of("title", "Own", "cover",
                Map.of("url", url, "width", 1, "height", 1), "body", body))).encode()
                + "\n" + new JsonObject(Map.of("externalId", "2", "author", Map.of("name", "Mai",
                        "avatarUrl", url))).encode();
        var job = importFile(lines, "media=fetch");
        assertEquals("done", job.getString("state"), job.prettify());
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals("![R](/media/" + robot + "/robot.png?v=1&w=640) [file](/media/" + robot + "/robot.png?v=1)",
                source("own"));
        assertEquals(1, query("select count(*) from article where cover_url = '/media/" + robot
                + "/robot.png' and cover_width is null"));
        assertEquals(1, query("select count(*) from author where avatar_url = '/media/" + robot + "/robot.png'"));
        assertTrue(article("own").getString("cover.srcset").contains("/robot.png?v=1&w=320 60w"));
        assertEquals(2, importFile(lines, "media=fetch").getInt("outcomes.unchanged"));
        assertEquals(2, count());
    }

    @Test
    void a_medium_of_an_archive_whose_bytes_are_here_is_unchanged() throws Exception {
        importFile(siteWithMedia(), "");
        var exported = exportArchive();
        resetDatabase();
        importFile(siteWithMedia(), "");
        var robot = media(source("dojo")).get(0);
        for (var options : List.of("source=elsewhere&dryRun=true", "source=elsewhere", "source=elsewhere")) {
            var job = importFile(exported, options);
            assertEquals(0, job.getInt("outcomes.failed"), report(job));
            // Media are the first lines of an export.
            var lines = report(job).lines().limit(2).toList();
            assertTrue(lines.stream().allMatch(line -> line.contains("\"unchanged\"")), report(job));
            assertEquals(2, count());
        }
        assertEquals(robot, media(source("dojo")).get(0));
    }

    @Test
    void a_medium_without_its_file_fails_alone() throws Exception {
        importFile(siteWithMedia(), "");
        var exported = exportArchive();
        resetDatabase();
        String lines;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(exported))) {
            assertEquals("byline.ndjson", zip.getNextEntry().getName());
            lines = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
        var job = importFile(lines, "ids=keep");
        assertEquals("done", job.getString("state"), job.prettify());
        assertEquals(2, job.getInt("outcomes.failed"), report(job));
        assertTrue(report(job).contains("its file is not in the archive"), report(job));
        article("dojo");
    }

    @Test
    void a_medium_that_is_neither_here_nor_in_the_file_is_noted() throws Exception {
        importFile(siteWithMedia(), "");
        var robot = media(source("dojo")).get(0);
        var exported = exportArchive();
        var lines = export("?types=article");
        for (var options : List.of("source=elsewhere&dryRun=true", "ids=keep&source=elsewhere&dryRun=true",
                "source=elsewhere")) {
            var job = importFile(lines, options);
            assertEquals(0, count(report(job), "not here"), report(job));
        }
        resetDatabase();
        // The text names the picture twice, and the cover names it once more.
        var note = "names a medium that is not here: " + robot;
        for (var options : List.of("dryRun=true", "ids=keep&dryRun=true", "media=keep&dryRun=true", "ids=keep", "")) {
            var job = importFile(lines, options);
            assertEquals(1, count(report(job), note), report(job));
            assertEquals("names a medium that is not here", job.getString("notes[0].note"), job.prettify());
        }
        resetDatabase();
        for (var options : List.of("dryRun=true", "ids=keep&dryRun=true", "ids=keep", "")) {
            var job = importFile(exported, options);
            assertEquals(0, count(report(job), "not here"), report(job));
        }
    }

    @Test
    void a_body_without_a_source_fails_alone() {
        var job = importFile("{\"externalId\":\"1\",\"article\":{\"title\":\"One\",\"body\":{\"format\":\"html\"}}}\n"
                + "{\"externalId\":\"2\",\"article\":{\"title\":\"Two\"}}", "media=fetch");
        assertEquals(List.of(1, 1), List.of(job.getInt("outcomes.created"), job.getInt("outcomes.failed")),
                report(job));
    }

    @Test
    void an_archive_with_long_names_can_be_unpacked_and_imported() throws Exception {
        var names = List.of("🐙".repeat(120), "🐙".repeat(115) + ".png", "n".repeat(115) + ".png");
        for (var name : names) {
            staff().contentType("application/octet-stream").urlEncodingEnabled(true).queryParam("filename", name)
                    .body(picture(new Color(name.hashCode() & 0xFF_FFFF))).post(ADMIN + "/media").then()
                    .statusCode(201);
        }
        var exported = exportArchive();
        var archived = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(exported))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                assertTrue(file.getBytes(StandardCharsets.UTF_8).length <= 255, file);
                archived.add(file);
            }
        }
        assertEquals(List.of("byline.ndjson", "🐙".repeat(50) + ".png", "🐙".repeat(50) + ".png",
                "n".repeat(115) + ".png"), archived);
        resetDatabase();
        var job = importFile(exported, "ids=keep");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(List.of("🐙".repeat(116) + ".png", "🐙".repeat(115) + ".png", "n".repeat(115) + ".png"),
                staff().get(ADMIN + "/media?sort=createdAt").jsonPath().getList("items.filename"));
        assertArrayEquals(exported, exportArchive());
    }

    @Test
    void nothing_is_created_in_the_future() throws Exception {
        importFile(siteWithMedia(), "");
        var changed = new TreeMap<String, Object>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(exportArchive()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                changed.put(entry.getName(), zip.readAllBytes());
            }
        }
        var lines = new String((byte[]) changed.get("byline.ndjson"), StandardCharsets.UTF_8)
                .replaceAll("\"createdAt\" ?: ?\"2\\d{3}-", "\"createdAt\": \"2999-");
        assertTrue(lines.contains("2999-"), lines);
        changed.put("byline.ndjson", lines);
        resetDatabase();
        var job = importFile(archive(changed), "ids=keep");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertTrue(report(job).contains("has a createdAt in the future"), report(job));
        for (var things : List.of("media", "articles", "tags", "authors", "categories")) {
            assertFalse(staff().get(ADMIN + "/" + things).asString().contains("2999-"), things);
        }
        assertEquals(0, query("""
                select count(*) from (select created_at from media union all select created_at from article
                union all select created_at from article_identity union all select created_at from author) made
                where created_at > now()"""));
        assertEquals(0, importFile(archive(changed), "ids=keep").getInt("outcomes.updated"));
    }

    @Test
    void an_unknown_value_of_media_is_refused() {
        staff().contentType("application/octet-stream").body("{}".getBytes(StandardCharsets.UTF_8))
                .post(ADMIN + "/imports?media=all").then().statusCode(400);
    }

    @Test
    void an_export_that_begins_with_many_media_is_recognized() {
        var line = "{\"id\": \"01a22c27-ad5f-7135-8b38-399363f1e823\", \"media\": {\"filename\": \"p.png\"}}\n";
        assertEquals(Optional.of(ImportFormat.byline),
                ImportFormat.detect(line.repeat(1_000).getBytes(StandardCharsets.UTF_8)));
    }
}
