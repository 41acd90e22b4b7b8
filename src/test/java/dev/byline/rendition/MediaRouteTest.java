package dev.byline.rendition;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.cache.ChangeTracker;
import dev.byline.image.TestPictures;
import dev.byline.media.MediaStore;
import dev.byline.security.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/** Files and sizes of pictures, as readers request them. */
@QuarkusTest
class MediaRouteTest extends ServiceTest {
    private static final String WEBP = "image/avif,image/webp,image/*,*/*;q=0.8";

    @Inject
    MediaStore store;
    @Inject
    ChangeTracker changeTracker;
    @Inject
    SizeStore sizes;
    @Inject
    SizeClaims claims;

    @BeforeEach
    void deleteSizes() throws IOException {
        var keys = new ArrayList<String>();
        store.list(MediaStore.SIZES, file -> keys.add(file.key()));
        for (var key : keys) {
            store.delete(key);
        }
    }

    /** Uploads a file and returns its path without a version. */
    private static String upload(String filename, byte[] file) {
        var id = with(ADMIN_KEY).config(RestAssuredConfig.config().encoderConfig(EncoderConfig.encoderConfig()
                .encodeContentTypeAs("application/octet-stream", ContentType.BINARY)))
                .contentType("application/octet-stream").body(file).post(ADMIN + "/media?filename=" + filename).then()
                .statusCode(201).extract().path("id");
        return "/media/" + id + "/" + filename;
    }

    private static Response get(String path, String accept) {
        return given().accept(accept).urlEncodingEnabled(false).get(path);
    }

    private static int[] sizeOf(Response response) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(response.asByteArray()));
        return new int[]{ image.getWidth(), image.getHeight() };
    }

    private long storedSizes() throws IOException {
        var keys = new ArrayList<String>();
        store.list(MediaStore.SIZES, file -> keys.add(file.key()));
        return keys.size();
    }

    @Test
    void a_file_is_sent_with_its_tag_and_headers_that_stop_scripts() throws Exception {
        var jpeg = TestPictures.jpeg(TestPictures.scene(800, 600));
        var path = upload("dojo.jpg", jpeg);
        for (int i = 0; i < 2; i++) {
            var response = get(path, "*/*").then().statusCode(200).contentType("image/jpeg")
                    .header("Cache-Control", "no-cache").header("X-Content-Type-Options", "nosniff")
                    .header("Content-Security-Policy", startsWith("default-src 'none'"))
                    .header("Content-Security-Policy", containsString("sandbox"))
                    .header("Access-Control-Allow-Origin", "*").header("Content-Disposition", nullValue())
                    .header("Vary", nullValue()).extract();
            assertArrayEquals(jpeg, response.asByteArray());
            given().header("If-None-Match", response.header("ETag")).get(path).then().statusCode(304)
                    .body(emptyString()).header("ETag", response.header("ETag"));
            given().head(path).then().statusCode(200).header("Content-Length", String.valueOf(jpeg.length));
        }
        get(path + "?v=1", "*/*").then().statusCode(200).header("Cache-Control", containsString("immutable"));
    }

    @Test
    void accept_decides_on_the_format() throws Exception {
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500))) + "?v=1&w=320";
        for (int i = 0; i < 2; i++) {
            get(path, WEBP).then().statusCode(200).contentType("image/webp").header("Vary", "Accept")
                    .header("Cache-Control", containsString("immutable")).header("Access-Control-Allow-Origin", "*");
            var jpeg = get(path, "*/*").then().statusCode(200).contentType("image/jpeg").header("Vary", "Accept")
                    .extract().response();
            assertArrayEquals(new int[]{ 320, 160 }, sizeOf(jpeg));
            get(path, "image/webp;q=0, */*").then().contentType("image/jpeg");
            given().accept(WEBP).header("If-None-Match", get(path, WEBP).header("ETag")).get(path).then()
                    .statusCode(304);
            assertNotEquals(get(path, WEBP).header("ETag"), jpeg.header("ETag"));
        }
        get(path + "&format=png", WEBP).then().contentType("image/png").header("Vary", nullValue());
        assertEquals(3, storedSizes());

        var transparent = upload("logo.png", TestPictures.png(TestPictures.halves(800, 400, true))) + "?w=320";
        get(transparent, "*/*").then().contentType("image/png").header("Cache-Control", "no-cache");
        get(transparent, WEBP).then().contentType("image/webp");
    }

    @Test
    void qualities_differ_in_bytes() throws Exception {
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500))) + "?w=640&quality=";
        int low = get(path + "low", WEBP).asByteArray().length;
        int high = get(path + "high", WEBP).asByteArray().length;
        assertTrue(low < high, low + " " + high);
    }

    @Test
    void a_large_size_is_whole_when_it_is_made_and_when_it_is_read() throws Exception {
        var noise = new BufferedImage(1000, 500, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        noise.setRGB(0, 0, 1000, 500, random.ints(500_000).toArray(), 0, 1000);
        var path = upload("noise.jpg", TestPictures.jpeg(noise)) + "?w=960&format=png";
        var made = get(path, "*/*").then().statusCode(200).extract().response();
        var bytes = made.asByteArray();
        assertTrue(bytes.length > 1_000_000, bytes.length + " bytes");
        assertArrayEquals(new int[]{ 960, 480 }, sizeOf(made));
        assertEquals('"' + HexFormat.of().formatHex(Sha256.of(bytes), 0, 12) + '"', made.header("ETag"));
        changeTracker.markAllChanged();
        for (int i = 0; i < 2; i++) {
            var read = get(path, "*/*");
            assertArrayEquals(bytes, read.asByteArray());
            assertEquals(made.header("ETag"), read.header("ETag"));
        }
        given().head(path).then().statusCode(200).header("Content-Length", String.valueOf(bytes.length));
    }

    @Test
    void a_size_longer_than_a_jpeg_can_be_is_a_png() throws Exception {
        var path = upload("long.png", TestPictures.png(new BufferedImage(1, 65_535, BufferedImage.TYPE_BYTE_GRAY)));
        assertArrayEquals(new int[]{ 1, 65_535 }, sizeOf(get(path + "?w=320", "image/jpeg").then().statusCode(200)
                .contentType("image/png").extract().response()));
        get(path + "?w=320&format=jpeg", "*/*").then().statusCode(400)
                .body("violations[0].message", startsWith("must be png or auto"));
        var shorter = upload("shorter.png",
                TestPictures.png(new BufferedImage(1, 65_500, BufferedImage.TYPE_BYTE_GRAY)));
        get(shorter + "?w=320&format=jpeg", "*/*").then().statusCode(200).contentType("image/jpeg");
        get(shorter + "?w=320&format=webp", "*/*").then().statusCode(400)
                .body("violations[0].message", startsWith("must be jpeg, png or auto"));
    }

    @Test
    void a_size_that_covers_has_the_width_and_height_that_were_requested() throws Exception {
        var path = upload("odd.jpg", TestPictures.jpeg(TestPictures.scene(1501, 997)));
        assertArrayEquals(new int[]{ 320, 640 }, sizeOf(get(path + "?w=320&h=640&fit=cover", "*/*")));
    }

    @Test
    void a_picture_is_never_enlarged() throws Exception {
        var path = upload("small.png", TestPictures.png(TestPictures.halves(200, 100, false)));
        assertArrayEquals(new int[]{ 200, 100 }, sizeOf(get(path + "?w=2560", "*/*")));
        assertArrayEquals(new int[]{ 100, 100 }, sizeOf(get(path + "?w=320&h=320&fit=cover", "*/*")));
    }

    @Test
    void cover_cuts_around_the_focal_point() throws Exception {
        var path = upload("halves.png", TestPictures.png(TestPictures.halves(1600, 800, false)));
        var id = path.split("/")[2];
        var cover = path + "?w=320&h=320&fit=cover&format=png";
        assertArrayEquals(new int[]{ 320, 160 }, sizeOf(get(path + "?w=320&h=320", "*/*")));
        assertArrayEquals(new int[]{ 320, 320 }, sizeOf(get(cover, "*/*")));
        var middle = ImageIO.read(new ByteArrayInputStream(get(cover, "*/*").asByteArray()));
        assertTrue((middle.getRGB(20, 200) >> 16 & 255) > 150 && (middle.getRGB(300, 200) & 255) > 150);
        with(ADMIN_KEY).contentType("application/merge-patch+json; charset=UTF-8").header("If-Match", "*")
                .body("{\"focalPoint\": {\"x\": 1, \"y\": 0.5}}").patch(ADMIN + "/media/" + id).then()
                .statusCode(200);
        var right = ImageIO.read(new ByteArrayInputStream(get(cover, "*/*").asByteArray()));
        assertTrue((right.getRGB(20, 200) & 255) > 150);
        // The crop has another address now, because caches keep the former one for a year.
        get(cover + "&v=2", "*/*").then().statusCode(200).header("Cache-Control", containsString("immutable"));
        get(cover + "&v=1", "*/*").then().statusCode(200).header("Cache-Control", equalTo("no-cache"));
        get(path + "?v=1&w=320", "*/*").then().statusCode(200).header("Cache-Control", containsString("immutable"));
    }

    @Test
    void a_picture_that_is_too_long_for_a_format_gets_another() throws Exception {
        var path = upload("tall.png", TestPictures.png(TestPictures.halves(2, 20_000, false))) + "?w=320";
        get(path, "image/webp").then().statusCode(200).contentType("image/jpeg");
        get(path + "&format=webp", "*/*").then().statusCode(400).body("detail", containsString("ends at 16383"));
        get(path + "&format=png", "*/*").then().statusCode(200).contentType("image/png");
    }

    @Test
    void other_sizes_are_refused_and_the_nearest_named() throws Exception {
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500)));
        get(path + "?w=641", "*/*").then().statusCode(400).contentType("application/problem+json")
                .body("detail", containsString("the nearest is 640"));
        get(path + "?w=640&h=363&fit=cover", "*/*").then().statusCode(400)
                .body("detail", containsString("the nearest is 360"));
        get(path + "?w=640&h=427&fit=cover", "*/*").then().statusCode(200);
        for (var wrong : new String[]{ "w=0", "w=x", "w=-320", "h=320", "w=320&fit=cover", "w=320&fit=stretch",
                "w=320&quality=9", "w=320&format=avif", "format=webp", "w=320&w=640", "v=0", "width=320",
                "w=99999999999" }) {
            get(path + "?" + wrong, "*/*").then().statusCode(400).contentType("application/problem+json");
        }
        assertEquals(1, storedSizes());
        get(path + "?w=320&utm_source=mail", "*/*").then().statusCode(200);
    }

    @Test
    void the_site_sets_the_widths() throws Exception {
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500)));
        get(path + "?w=500", "*/*").then().statusCode(400);
        with(ADMIN_KEY).contentType("application/merge-patch+json; charset=UTF-8").header("If-Match", "*")
                .body("{\"pictureWidths\": [800, 500]}").patch(ADMIN + "/site").then().statusCode(200)
                .body("pictureWidths", equalTo(Arrays.asList(500, 800)));
        get(path + "?w=500", "*/*").then().statusCode(200);
        get(path + "?w=320", "*/*").then().statusCode(400).body("detail", containsString("the nearest is 500"));
    }

    @Test
    void pictures_without_sizes_are_sent_as_they_are() throws Exception {
        var gif = TestPictures.animatedGif(64, 48, 3);
        var path = upload("moving.gif", gif);
        get(path + "?w=320", WEBP).then().statusCode(200).contentType("image/gif");
        var svg = upload("logo.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>"
                        .getBytes(StandardCharsets.UTF_8));
        get(svg + "?w=320", WEBP).then().statusCode(200).contentType(startsWith("image/svg+xml"))
                .body(not(containsString("script"))).header("Content-Security-Policy", containsString("sandbox"));
        assertEquals(0, storedSizes());
    }

    @Test
    void other_files_are_downloads_in_parts() throws Exception {
        var bytes = new byte[700_000];
        new Random(1).nextBytes(bytes);
        var path = upload("b%C3%ADlan.bin", bytes);
        for (int i = 0; i < 2; i++) {
            var etag = get(path, "*/*").then().statusCode(200)
                    .header("Content-Disposition", containsString("attachment"))
                    .header("Accept-Ranges", "bytes").extract().header("ETag");
            assertRange(path, etag, bytes, "bytes=0-9", 0, 10);
            assertRange(path, etag, bytes, "bytes=699990-", 699_990, 700_000);
            assertRange(path, etag, bytes, "bytes=-5", 699_995, 700_000);
            assertRange(path, etag, bytes, "bytes=699999-800000", 699_999, 700_000);
        }
        given().header("Range", "bytes=700000-").get(path).then().statusCode(416).header("Content-Range",
                "bytes */700000");
        given().header("Range", "bytes=0-9").header("If-Range", "\"other\"").get(path).then().statusCode(200);
        given().header("Range", "bytes=0-1,5-6").get(path).then().statusCode(200);
        given().header("Range", "bytes=9-1").get(path).then().statusCode(200);
        given().header("Range", "lines=1-2").get(path).then().statusCode(200);
        given().header("Range", "bytes=0-9").head(path).then().statusCode(200).header("Content-Length", "700000");
        assertArrayEquals(bytes, given().get(path).asByteArray());
    }

    private static void assertRange(String path, String etag, byte[] bytes, String range, int from, int to) {
        var response = given().header("Range", range).header("If-Range", etag).urlEncodingEnabled(false).get(path)
                .then().statusCode(206)
                .header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length).extract();
        assertArrayEquals(Arrays.copyOfRange(bytes, from, to), response.asByteArray());
    }

    @Test
    void a_page_is_never_shown() throws Exception {
        var path = upload("page.html", "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        get(path, "*/*").then().statusCode(200).header("Content-Disposition", containsString("attachment"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("sandbox"));
    }

    @Test
    void unknown_and_trashed_files_are_404() throws Exception {
        given().get("/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/x.jpg").then().statusCode(404)
                .contentType("application/problem+json").header("Access-Control-Allow-Origin", "*");
        given().get("/media/x").then().statusCode(404).contentType("application/problem+json");
        given().get("/media/../media/x").then().statusCode(404);
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500)));
        get(path + "?w=320", WEBP).then().statusCode(200);
        get(path + "?v=2&w=320", WEBP).then().statusCode(404);
        get(path, WEBP).then().statusCode(200);
        with(ADMIN_KEY).header("If-Match", "*").delete(ADMIN + "/media/" + path.split("/")[2]).then().statusCode(204);
        get(path + "?w=320", WEBP).then().statusCode(404);
        get(path, WEBP).then().statusCode(404);
    }

    @Test
    void other_methods_are_refused() {
        given().post("/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/x.jpg").then().statusCode(405).header("Allow",
                "GET, HEAD, OPTIONS");
        given().header("Origin", "https://blog.example").options("/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/x.jpg")
                .then().statusCode(204).header("Access-Control-Allow-Origin", "*");
    }

    @Test
    void a_size_is_made_once_for_many_requests() throws Exception {
        var path = upload("large.jpg", TestPictures.jpeg(TestPictures.scene(4000, 3000))) + "?v=1&w=1280";
        var threads = Executors.newFixedThreadPool(16);
        try {
            var tasks = new ArrayList<Callable<byte[]>>();
            for (int i = 0; i < 32; i++) {
                tasks.add(() -> get(path, WEBP).then().statusCode(200).extract().asByteArray());
            }
            var bodies = new HashSet<String>();
            for (var result : threads.invokeAll(tasks)) {
                bodies.add(Arrays.toString(result.get()));
            }
            assertEquals(1, bodies.size());
        } finally {
            threads.shutdown();
        }
        assertEquals(1, storedSizes());
    }

    @Test
    void a_claim_of_a_killed_node_ends_and_a_missing_file_is_made_again() throws Exception {
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500))) + "?w=320";
        var first = get(path, WEBP).then().statusCode(200).extract().asByteArray();
        // As a kill leaves it: claimed, not stored.
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("update picture_size set bytes = null, claimed_until = now() - interval '1 second'");
        }
        deleteSizes();
        // Another address of the same size, which is not in memory.
        assertArrayEquals(first, get(path + "&quality=medium", WEBP).then().statusCode(200).extract().asByteArray());
        assertEquals(1, storedSizes());
        deleteSizes();
        assertArrayEquals(first, get(path + "&fit=contain", WEBP).then().statusCode(200).extract().asByteArray());
        assertEquals(1, storedSizes());
    }

    @Test
    void a_size_that_another_node_makes_is_awaited() throws Exception {
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500))) + "?w=320";
        var expected = get(path, WEBP).asByteArray();
        var keys = new ArrayList<String>();
        store.list(MediaStore.SIZES, file -> keys.add(file.key()));
        var key = keys.get(0);
        claims.release(key);
        store.delete(key);
        assertTrue(claims.claim(key));
        assertFalse(claims.claim(key));
        var threads = Executors.newSingleThreadExecutor();
        try {
            var waiting = threads.submit(() -> get(path + "&quality=medium", WEBP).asByteArray());
            var other = Files.write(Path.of("target", "made-by-another-node"), expected);
            store.write(key, other);
            claims.complete(key, expected.length);
            assertArrayEquals(expected, waiting.get());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void sizes_beyond_the_limit_are_deleted_by_their_last_use() throws Exception {
        var path = upload("dojo.jpg", TestPictures.jpeg(TestPictures.scene(1000, 500)));
        get(path + "?w=320", WEBP).then().statusCode(200);
        get(path + "?w=640", WEBP).then().statusCode(200);
        sizes.deleteExpired();
        assertEquals(2, storedSizes());
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("update picture_size set bytes = 1500000000, "
                    + "last_used_at = last_used_at - interval '1 day' where store_key like '%-320x%'");
            statement.execute("update picture_size set bytes = 1500000000 where store_key like '%-640x%'");
        }
        sizes.deleteExpired();
        var keys = new ArrayList<String>();
        store.list(MediaStore.SIZES, file -> keys.add(file.key()));
        assertEquals(1, keys.size(), keys::toString);
        assertTrue(keys.get(0).contains("-640x"), keys::toString);
    }
}
