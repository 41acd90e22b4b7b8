package dev.byline.media;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.security.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Uploads, descriptions and lists of media. */
@QuarkusTest
class MediaTest extends MediaTestBase {
    private static final byte[] NOTES = "Notes of a reader.".getBytes(StandardCharsets.UTF_8);

    @AfterEach
    void no_temporary_file_is_left() throws IOException {
        assertEquals(List.of(), temporaryFiles());
    }

    @Test
    void a_file_sent_as_the_body_is_stored_and_described() throws Exception {
        var created = upload(ADMIN_KEY,
                "?filename=Notes of Mai.txt&alt=Some notes&caption=Of a reader&credit=Mai", NOTES).then()
                .statusCode(201).header("ETag", "\"1\"")
                .header("Location", matchesPattern(".*" + MEDIA + "/[0-9a-f-]{36}"))
                .body("type", equalTo("text/plain")).body("bytes", equalTo(NOTES.length))
                .body("filename", equalTo("Notes of Mai.txt")).body("alt", equalTo("Some notes"))
                .body("caption", equalTo("Of a reader")).body("credit", equalTo("Mai"))
                .body("version", equalTo(1)).body("fileVersion", equalTo(1)).body("width", nullValue())
                .body("srcset", nullValue()).body("uploadedBy.name", notNullValue())
                .body("createdAt", notNullValue()).body("changedAt", notNullValue()).body("trashedAt", nullValue())
                .extract();
        var id = created.jsonPath().getString("id");
        assertEquals("http://localhost:" + RestAssured.port + "/media/" + id + "/Notes%20of%20Mai.txt",
                created.jsonPath().getString("url"));
        assertEquals(created.asString(), staff().get(created.header("Location")).asString());
        assertArrayEquals(NOTES, Files.readAllBytes(stored(hash(NOTES))));
        staff().get(ADMIN + "/audit-log?action=media.create").then().body("items[0].entityId", equalTo(id))
                .body("items[0].entityName", equalTo("Notes of Mai.txt"));
    }

    @Test
    void a_content_type_that_is_none_is_named() throws Exception {
        for (var type : List.of("garbage", "image/", "/", ";")) {
            bytes(staff(), NOTES).contentType(type).post(MEDIA).then().statusCode(415)
                    .body("detail", startsWith("The Content-Type '" + type))
                    .body("detail", endsWith("' is not a media type (RFC 9110 §8.3.1). Send the media type of the "
                            + "body, such as 'Content-Type: application/octet-stream' for any file."));
        }
        assertEquals(0, query("select count(*) from media"));
    }

    @Test
    void a_form_may_have_the_description_before_or_after_the_file() {
        for (var fieldsFirst : new boolean[]{ true, false }) {
            var request = staff();
            if (fieldsFirst) {
                request = request.multiPart("alt", "Of a form").multiPart("credit", "Mai");
            }
            request = request.multiPart("file", "dojo " + fieldsFirst + ".txt",
                    ("A file " + fieldsFirst).getBytes(StandardCharsets.UTF_8));
            if (!fieldsFirst) {
                request = request.multiPart("alt", "Of a form").multiPart("credit", "Mai");
            }
            request.post(MEDIA).then().statusCode(201).body("filename", equalTo("dojo " + fieldsFirst + ".txt"))
                    .body("alt", equalTo("Of a form")).body("credit", equalTo("Mai"))
                    .body("type", equalTo("text/plain"));
        }
    }

    @Test
    void a_picture_is_described_by_its_pixels() {
        var id = upload(ADMIN_KEY, "?filename=wide.gif", picture("png", 700, 400, Color.RED)).then().statusCode(201)
                .body("type", equalTo("image/png")).body("filename", equalTo("wide.png")).body("width", equalTo(700))
                .body("height", equalTo(400)).body("placeholder", matchesPattern("[A-Za-z0-9+/]{20,40}={0,2}"))
                .body("dominantColor", matchesPattern("#[0-9a-f]{6}")).body("srcset", containsString("?v=1&w=320 320w"))
                .body("srcset", endsWith("?v=1&w=960 700w")).extract().jsonPath().getString("id");
        patch("media/" + id, "*", "{\"focalPoint\": {\"x\": 0.25, \"y\": 1}}").then().statusCode(200)
                .body("focalPoint", equalTo(Map.of("x", 0.25f, "y", 1.0f)));
        assertEquals(List.of("wide.png"), names("?type=image"));
        assertEquals(List.of("wide.png"), names("?type=image/png"));
    }

    @Test
    void a_picture_that_is_not_acceptable_is_refused_with_its_reason() throws Exception {
        var whole = picture("png", 700, 400, Color.RED);
        upload(ADMIN_KEY, "", Arrays.copyOf(whole, whole.length / 2)).then().statusCode(422)
                .body("violations[0].message", notNullValue());
        assertEquals(0, query("select count(*) from media"));
    }

    @Test
    void the_same_picture_is_found_by_its_stored_bytes_too() {
        var jpeg = picture("jpeg", 64, 64, Color.BLUE);
        var first = upload(ADMIN_KEY, "?filename=a.jpg", jpeg).then().statusCode(201).extract().jsonPath();
        upload(ADMIN_KEY, "?filename=b.jpg", jpeg).then().statusCode(200).body("id", equalTo(first.getString("id")));
    }

    @Test
    void the_same_bytes_are_one_medium() throws Exception {
        var first = text("Twice");
        upload(editorKey, "?filename=other.txt&alt=Other", "Twice".getBytes(StandardCharsets.UTF_8)).then()
                .statusCode(200).body("id", equalTo(first.getString("id"))).body("filename", equalTo("notes.txt"))
                .body("alt", nullValue());
        trash(first.getString("id")).then().statusCode(204);
        upload(editorKey, "", "Twice".getBytes(StandardCharsets.UTF_8)).then().statusCode(201)
                .body("filename", equalTo("file"));
    }

    @Test
    void uploads_of_the_same_bytes_at_the_same_time_are_one_medium() throws Exception {
        var answers = runConcurrently(8, () -> upload(ADMIN_KEY, "?filename=same.txt", NOTES));
        assertEquals(1, answers.stream().map(answer -> answer.jsonPath().getString("id")).distinct().count());
        assertEquals(1, answers.stream().filter(answer -> answer.statusCode() == 201).count());
        assertEquals(7, answers.stream().filter(answer -> answer.statusCode() == 200).count());
        assertEquals(1, query("select count(*) from media"));
    }

    @Test
    void a_repeated_key_repeats_the_answer_and_belongs_to_one_file() {
        var key = UUID.randomUUID().toString();
        var first = bytes(staff().header("Idempotency-Key", key), NOTES).post(MEDIA + "?filename=a.txt");
        var second = bytes(staff().header("Idempotency-Key", key), NOTES).post(MEDIA + "?filename=a.txt");
        assertEquals(201, first.statusCode());
        assertEquals(201, second.statusCode());
        assertEquals("true", second.header("Idempotent-Replayed"));
        assertEquals(first.header("Location"), second.header("Location"));
        bytes(staff().header("Idempotency-Key", key), "Other".getBytes(StandardCharsets.UTF_8))
                .post(MEDIA + "?filename=a.txt").then().statusCode(422)
                .body("type", equalTo("urn:byline:problem:idempotency-key-reused"));
    }

    @Test
    void a_name_is_made_fit_for_an_address() {
        for (var name : Map.of("..%2F..%2Fetc%2Fpasswd", "passwd", "C%3A%5Cphotos%5Cm%C3%A8o.txt", "mèo.txt",
                "a%3Fb%23c.txt", "a", "%20.%20", "file", "x".repeat(300) + ".txt", "x".repeat(116) + ".txt")
                .entrySet()) {
            given(name.getKey(), name.getValue());
        }
    }

    private static void given(String filename, String expected) {
        bytes(staff().urlEncodingEnabled(false), filename.getBytes(StandardCharsets.UTF_8))
                .post(MEDIA + "?filename=" + filename).then().statusCode(201).body("filename", equalTo(expected));
    }

    @ParameterizedTest
    @CsvSource({ "?name=x, 400, name", "?alt=%E2%80%AEx, 400, alt", "?alt=, 400, alt",
            "?caption=%E2%80%AEx, 400, caption", "?credit=, 400, credit",
            "?filename=a&filename=b, 400, filename" })
    void bad_parameters_are_named(String query, int status, String field) {
        bytes(staff().urlEncodingEnabled(false), NOTES).post(MEDIA + query).then().statusCode(status)
                .body("violations[0].field", equalTo(field));
    }

    @Test
    void bad_bodies_get_a_clear_problem() {
        upload(ADMIN_KEY, "", new byte[0]).then().statusCode(422).body("detail", containsString("must not be empty"));
        staff().post(MEDIA).then().statusCode(422);
        form("multipart/form-data; boundary=x", "no form").then().statusCode(400)
                .body("detail", containsString("form"));
        form("multipart/form-data", "no boundary").then().statusCode(400);
        form("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; "
                + "filename=\"a.txt\"\r\n\r\nno end").then().statusCode(400);
        form("multipart/form-data; boundary=x", "--x--\r\n").then().statusCode(400)
                .body("detail", containsString("no file"));
        staff().multiPart("file", "a.txt", NOTES).multiPart("title", "x").post(MEDIA).then().statusCode(422)
                .body("violations[0].field", equalTo("/title"));
        staff().multiPart("file", "a.txt", NOTES).multiPart("file", "b.txt", NOTES).post(MEDIA).then().statusCode(422)
                .body("detail", containsString("second file"));
        staff().multiPart("file", "a.txt", new byte[0]).post(MEDIA).then().statusCode(422);
        staff().multiPart("alt", "x".repeat(1001)).multiPart("file", "a.txt", NOTES).post(MEDIA).then()
                .statusCode(422).body("violations[0].field", equalTo("/alt"));
        bytes(staff().header("Content-Encoding", "gzip"), NOTES).post(MEDIA).then().statusCode(415);
        upload("wrong", "", NOTES).then().statusCode(401);
    }

    private static Response form(String type, String body) {
        return staff().config(RestAssuredConfig.config().encoderConfig(EncoderConfig.encoderConfig()
                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)
                .appendDefaultContentCharsetToContentTypeIfUndefined(false))).contentType(type).body(body).post(MEDIA);
    }

    @Test
    void a_file_above_the_limit_is_refused_as_soon_as_it_is_known() throws Exception {
        var large = new byte[1_100_000];
        for (var chunked : new boolean[]{ false, true }) {
            var answer = LargeBody.send(RestAssured.port, ADMIN_KEY, large, chunked);
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("BYLINE_MEDIA_SIZE"), answer);
        }
        assertEquals(0, query("select count(*) from media"));
    }

    @Test
    void a_disk_that_takes_no_file_is_a_problem_of_the_service_and_creates_nothing() throws Exception {
        text("Creates the folders");
        for (var folder : List.of("tmp", "files")) {
            var aside = FOLDER.resolve(folder + ".aside");
            Files.move(FOLDER.resolve(folder), aside);
            Files.createFile(FOLDER.resolve(folder));
            try {
                upload(ADMIN_KEY, "", NOTES).then().statusCode(503).header("Retry-After", "60")
                        .body("type", equalTo("urn:byline:problem:unavailable"));
            } finally {
                Files.delete(FOLDER.resolve(folder));
                Files.move(aside, FOLDER.resolve(folder));
            }
        }
        assertEquals(1, query("select count(*) from media"));
        upload(ADMIN_KEY, "", NOTES).then().statusCode(201);
    }

    @Test
    void the_description_is_changed_with_its_version() {
        var id = text("Described").getString("id");
        staff().contentType("application/json").body(Map.of("alt", "x")).patch(MEDIA + "/" + id).then()
                .statusCode(428);
        patch("media/" + id, "1", "{\"alt\": \"New\", \"caption\": \"Of it\", \"filename\": \"new.txt\"}").then()
                .statusCode(200).header("ETag", "\"2\"").body("alt", equalTo("New")).body("caption", equalTo("Of it"))
                .body("url", endsWith("/new.txt"));
        patch("media/" + id, "1", "{\"alt\": \"Late\"}").then().statusCode(412);
        patch("media/" + id, "2", "{\"caption\": null}").then().statusCode(200).body("caption", nullValue())
                .body("alt", equalTo("New"));
        sending(Map.of("credit", "Mai")).header("If-Match", "*").put(MEDIA + "/" + id).then().statusCode(200)
                .body("alt", nullValue()).body("credit", equalTo("Mai")).body("filename", equalTo("new.txt"));
        for (var wrong : List.of("{\"alt\": \"\"}", "{\"filename\": \"a/b\"}", "{\"type\": \"x\"}",
                "{\"focalPoint\": {\"x\": 2, \"y\": 0}}", "{\"focalPoint\": {\"x\": 1, \"y\": 1}}",
                "{\"focalPoint\": {\"x\": 1}}", "{\"alt\": 1}", "[]")) {
            assertEquals(422, patch("media/" + id, "*", wrong).statusCode(), wrong);
        }
        staff().get(ADMIN + "/audit-log?entityId=" + id + "&action=media.change").then()
                .body("items[-1].changes.field", equalTo(List.of("alt", "caption", "filename")));
    }

    @Test
    void two_writers_at_once_do_not_overwrite_each_other() throws Exception {
        var id = text("Two writers").getString("id");
        var answers = runConcurrently(8, () -> patch("media/" + id, "1", "{\"alt\": \"" + UUID.randomUUID() + "\"}")
                .statusCode());
        assertEquals(1, answers.stream().filter(status -> status == 200).count(), answers::toString);
        assertEquals(7, answers.stream().filter(status -> status == 412).count(), answers::toString);
    }

    @Test
    void what_does_not_exist_is_a_404() {
        var unknown = MEDIA + "/" + UUID.randomUUID();
        for (var path : List.of(unknown, MEDIA + "/nothing", unknown + "/usedBy", MEDIA + "/x/usedBy")) {
            staff().get(path).then().statusCode(404);
        }
        staff().header("If-Match", "*").delete(unknown).then().statusCode(404);
        bytes(staff().header("If-Match", "*"), NOTES).put(unknown + "/file").then().statusCode(404);
        staff().header("If-Match", "*").post(unknown + "/restore").then().statusCode(404);
        staff().header("If-Match", "*").post(unknown + "/purge").then().statusCode(404);
    }

    @Test
    void a_list_is_filtered_and_ordered() throws Exception {
        for (var name : List.of("beta.txt", "Alpha.pdf", "gamma.mp3", "delta.txt")) {
            var start = name.endsWith("pdf") ? "%PDF-1.7 " : name.endsWith("mp3") ? "ID3" : "";
            upload(ADMIN_KEY, "?filename=" + name + "&alt=Mèo " + name.charAt(0),
                    (start + name).getBytes(StandardCharsets.UTF_8)).then().statusCode(201);
        }
        assertEquals(List.of("delta.txt", "gamma.mp3", "Alpha.pdf", "beta.txt"), names(""));
        assertEquals(List.of("beta.txt", "Alpha.pdf", "gamma.mp3", "delta.txt"), names("?sort=createdAt"));
        assertEquals(List.of("Alpha.pdf", "beta.txt", "delta.txt", "gamma.mp3"), names("?sort=filename"));
        assertEquals(List.of("gamma.mp3"), names("?type=audio"));
        assertEquals(List.of("Alpha.pdf"), names("?type=application/pdf"));
        assertEquals(List.of("delta.txt", "Alpha.pdf", "beta.txt"), names("?type=other"));
        assertEquals(List.of(), names("?type=image"));
        assertEquals(List.of("gamma.mp3"), names("?text=gam"));
        assertEquals(List.of("gamma.mp3"), names("?text=MEO gamma"));
        assertEquals(4, names("?text=mèo").size());
        assertEquals(List.of(), names("?text=gamma pdf"));
        assertEquals(4, names("?unused=true").size());
        assertEquals(List.of(), names("?unused=false"));
        assertEquals(List.of(), names("?from=2100-01-01T00:00:00Z"));
        assertEquals(4, names("?to=2100-01-01T00:00:00Z&from=2000-01-01T00:00:00Z").size());
        assertEquals(List.of(), names("?trashed=true"));
        assertEquals(4, names("?own=true").size());
        with(editorKey).get(MEDIA + "?own=true").then().body("items", equalTo(List.of()));
        staff().get(MEDIA + "?count=exact&type=other").then().body("page.total", equalTo(3));
        var page = staff().get(MEDIA + "?size=3&sort=filename").jsonPath();
        var rest = staff().get(MEDIA + "?size=3&sort=filename&cursor=" + page.getString("page.next")).jsonPath();
        assertEquals(List.of("gamma.mp3"), rest.getList("items.filename"));
        var seen = new HashSet<String>(page.getList("items.id"));
        seen.addAll(rest.getList("items.id"));
        assertEquals(4, seen.size());
        assertEquals(page.getList("items.id"), staff()
                .get(MEDIA + "?size=3&sort=filename&cursor=" + rest.getString("page.previous")).jsonPath()
                .getList("items.id"));
        for (var wrong : List.of("?type=pictures", "?text=!", "?sort=size", "?unused=maybe", "?from=now", "?x=1",
                "?cursor=x", "?trashed=1", "?type=image&cursor=" + page.getString("page.next"))) {
            assertEquals(400, staff().get(MEDIA + wrong).statusCode(), wrong);
        }
    }

    @Test
    void authors_change_their_own_media_and_editors_all() throws SQLException {
        var author = signedIn("An", "author");
        var own = upload(author, "?filename=own.txt", NOTES).then().statusCode(201)
                .body("uploadedBy.name", equalTo("An")).extract().jsonPath().getString("id");
        var other = text("Of another").getString("id");
        with(author).get(MEDIA + "/" + other).then().statusCode(200);
        assertEquals(403, change(author, other));
        assertEquals(403, with(author).header("If-Match", "*").delete(MEDIA + "/" + other).statusCode());
        assertEquals(403, bytes(with(author).header("If-Match", "*"), NOTES).put(MEDIA + "/" + other + "/file")
                .statusCode());
        assertEquals(200, change(author, own));
        assertEquals(200, change(editorKey, own));
        assertEquals(204, with(author).header("If-Match", "*").delete(MEDIA + "/" + own).statusCode());
        assertEquals(204, with(author).header("If-Match", "*").post(MEDIA + "/" + own + "/purge").statusCode());
    }

    private static int change(String token, String id) {
        return with(token).contentType("application/merge-patch+json; charset=UTF-8").header("If-Match", "*")
                .body("{\"alt\": \"" + UUID.randomUUID() + "\"}").patch(MEDIA + "/" + id).statusCode();
    }

    @Test
    void a_replaced_file_keeps_the_address_and_its_former_versions() throws Exception {
        var before = text("First").getString("id");
        var url = staff().get(MEDIA + "/" + before).jsonPath().getString("url");
        var second = "Second".getBytes(StandardCharsets.UTF_8);
        bytes(staff(), second).put(MEDIA + "/" + before + "/file").then().statusCode(428);
        bytes(staff().header("If-Match", "7"), second).put(MEDIA + "/" + before + "/file").then().statusCode(412);
        bytes(staff().header("If-Match", "1"), second).put(MEDIA + "/" + before + "/file").then().statusCode(200)
                .header("ETag", "\"2\"").body("fileVersion", equalTo(2)).body("url", equalTo(url))
                .body("bytes", equalTo(6));
        bytes(staff().header("If-Match", "*"), second).put(MEDIA + "/" + before + "/file").then().statusCode(200)
                .body("fileVersion", equalTo(2)).body("version", equalTo(2));
        staff().header("If-Match", "*").multiPart("file", "third.txt", NOTES).put(MEDIA + "/" + before + "/file")
                .then().statusCode(200).body("fileVersion", equalTo(3)).body("filename", equalTo("notes.txt"));
        staff().header("If-Match", "*").multiPart("file", "a.txt", "x".getBytes(StandardCharsets.UTF_8))
                .multiPart("alt", "x").put(MEDIA + "/" + before + "/file").then().statusCode(422)
                .body("violations[0].field", equalTo("/alt"));
        assertEquals(3, query("select count(*) from media_file where media_id = '" + before + "'"));
        assertTrue(Files.exists(stored(hash("First".getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void a_picture_is_replaced_by_pictures_only() throws Exception {
        var id = bytes(staff(), picture("png", 20, 10, Color.RED)).post(MEDIA + "?filename=p.png").then()
                .statusCode(201).extract().jsonPath().getString("id");
        bytes(staff().header("If-Match", "*"), NOTES).put(MEDIA + "/" + id + "/file").then().statusCode(422)
                .body("violations[0].field", equalTo("/file")).body("detail", containsString("must be a picture"));
        bytes(staff().header("If-Match", "*"), picture("jpeg", 30, 10, Color.BLUE)).put(MEDIA + "/" + id + "/file")
                .then().statusCode(200).body("type", equalTo("image/jpeg")).body("fileVersion", equalTo(2));
    }

    @Test
    void the_trash_is_a_way_back_and_a_way_out() throws Exception {
        var id = text("To the trash").getString("id");
        var file = stored(hash("To the trash".getBytes(StandardCharsets.UTF_8)));
        staff().header("If-Match", "*").post(MEDIA + "/" + id + "/purge").then().statusCode(409)
                .body("allowed", equalTo(List.of("trash")));
        trash(id).then().statusCode(204);
        trash(id).then().statusCode(204);
        assertEquals(List.of(), names(""));
        assertEquals(List.of("notes.txt"), names("?trashed=true"));
        staff().get(MEDIA + "/" + id).then().statusCode(200).body("trashedAt", notNullValue());
        patch("media/" + id, "*", "{\"alt\": \"x\"}").then().statusCode(409).body("allowed",
                equalTo(List.of("restore", "purge")));
        bytes(staff().header("If-Match", "*"), NOTES).put(MEDIA + "/" + id + "/file").then().statusCode(409);
        staff().header("If-Match", "*").post(MEDIA + "/" + id + "/restore").then().statusCode(200)
                .body("trashedAt", nullValue());
        trash(id).then().statusCode(204);
        assertTrue(Files.exists(file));
        staff().header("If-Match", "*").post(MEDIA + "/" + id + "/purge").then().statusCode(204);
        staff().get(MEDIA + "/" + id).then().statusCode(404);
        assertTrue(Files.notExists(file));
        staff().get(ADMIN + "/audit-log?entityId=" + id).then().body("items.action", equalTo(List.of("media.purge",
                "media.trash", "media.restore", "media.trash", "media.create")));
    }

    @Test
    void a_purge_keeps_the_file_of_another_medium() throws Exception {
        var first = text("Shared").getString("id");
        trash(first);
        var second = text("Shared").getString("id");
        assertTrue(!first.equals(second));
        staff().header("If-Match", "*").post(MEDIA + "/" + first + "/purge").then().statusCode(204);
        assertTrue(Files.exists(stored(hash("Shared".getBytes(StandardCharsets.UTF_8)))));
        assertEquals(Set.of(second), Set.copyOf(staff().get(MEDIA).jsonPath().getList("items.id")));
    }

    private static List<String> names(String query) {
        return staff().get(MEDIA + query).then().statusCode(200).extract().jsonPath().getList("items.filename");
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(bytes));
    }

    @Test
    void a_file_that_is_gone_from_the_store_comes_back_by_an_upload_of_its_bytes() throws Exception {
        var picture = picture("png", 90, 60, Color.GREEN);
        var path = URI.create(upload(ADMIN_KEY, "?filename=a.png", picture).then().statusCode(201).extract()
                .jsonPath().getString("url")).getPath();
        var stored = RestAssured.get(path).asByteArray();
        var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(stored));
        Files.delete(Path.of("target", "test-media", "files", hash.substring(0, 2), hash));
        RestAssured.given().header("Range", "bytes=0-9").get(path).then().statusCode(503)
                .body("detail", containsString("Upload it again"));
        upload(ADMIN_KEY, "?filename=a.png", picture).then().statusCode(200);
        RestAssured.given().header("Range", "bytes=0-9").get(path).then().statusCode(206);
    }
}
