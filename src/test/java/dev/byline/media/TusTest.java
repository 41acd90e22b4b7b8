package dev.byline.media;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
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

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

/** Uploads in pieces by tus 1.0. */
@QuarkusTest
class TusTest extends MediaTestBase {
    private static final String UPLOADS = MEDIA + "/uploads";
    private static final String PIECE = "application/offset+octet-stream";

    @Inject
    TusUploadStore store;

    @AfterEach
    void no_temporary_file_is_left() throws IOException {
        assertEquals(List.of(), temporaryFiles());
    }

    @Test
    void options_tell_everyone_what_is_spoken() {
        for (var request : List.of(staff(), given())) {
            request.options(UPLOADS).then().statusCode(204).header("Tus-Version", "1.0.0")
                    .header("Tus-Extension", "creation,expiration,checksum,termination")
                    .header("Tus-Checksum-Algorithm", "sha1,sha256").header("Tus-Max-Size", "1048576")
                    .header("Tus-Resumable", "1.0.0").header("Allow", "OPTIONS, POST");
        }
        given().options(UPLOADS + "/" + UUID.randomUUID()).then().statusCode(204).header("Tus-Version", "1.0.0")
                .header("Allow", "DELETE, HEAD, OPTIONS, PATCH, POST");
        given().options(UPLOADS + "/x/y").then().statusCode(401);
        given().header("Upload-Length", "10").post(UPLOADS).then().statusCode(401).header("Tus-Resumable", "1.0.0");
    }

    @Test
    void another_version_of_tus_is_named_as_such() throws SQLException {
        staff().header("Upload-Length", "10").post(UPLOADS).then().statusCode(412).header("Tus-Version", "1.0.0")
                .body("type", equalTo("urn:byline:problem:tus-version"))
                .body("title", equalTo("Unsupported version of tus"))
                .body("detail", containsString("no header Tus-Resumable"));
        var upload = create(10, "");
        for (var request : List.of(staff(),
                bytes(staff(), random(5)).contentType(PIECE).header("Upload-Offset", "0"))) {
            for (var method : List.of(Method.PATCH, Method.DELETE)) {
                request.header("Tus-Resumable", "0.2.2").contentType(PIECE).request(method, upload).then()
                        .statusCode(412).header("Tus-Version", "1.0.0").header("Tus-Resumable", "1.0.0")
                        .body("detail", containsString("does not support version '0.2.2' of tus"));
            }
        }
        tus().head(upload).then().statusCode(200).header("Upload-Offset", "0");
        assertEquals(1, query("select count(*) from media_upload"));
    }

    @Test
    void a_piece_needs_its_content_type_and_may_be_empty() {
        var upload = create(10, "");
        var type = "Send 'Content-Type: application/offset+octet-stream'.";
        tus().header("Upload-Offset", "0").patch(upload).then().statusCode(415)
                .body("detail", equalTo("The request has no Content-Type. " + type));
        tus().header("Upload-Offset", "0").contentType("application/json").patch(upload).then().statusCode(415)
                .body("detail", containsString(type));
        bytes(tus().header("Upload-Offset", "0"), random(5)).patch(upload).then().statusCode(415)
                .body("detail", startsWith("This operation does not read the Content-Type 'application/octet-stream"))
                .body("detail", endsWith(type));
        bytes(tus().header("Upload-Offset", "0"), random(5)).contentType("offset").patch(upload).then().statusCode(415)
                .body("detail", startsWith("The Content-Type 'offset"))
                .body("detail", endsWith("' is not a media type (RFC 9110 §8.3.1). " + type));
        tus().header("Upload-Offset", "0").contentType(PIECE).patch(upload).then().statusCode(204)
                .header("Upload-Offset", "0");
    }

    @Test
    void a_file_in_pieces_becomes_a_medium() throws Exception {
        var file = random(700_000);
        var upload = create(file.length, "filename " + base64("Large file.bin") + ",alt " + base64("Mèo"));
        for (int offset = 0; offset < file.length; offset += 300_000) {
            tus().head(upload).then().statusCode(200).header("Upload-Offset", String.valueOf(offset))
                    .header("Upload-Length", "700000").header("Cache-Control", "private, no-store")
                    .header("Upload-Expires", endsWith("GMT")).header("Content-Location", nullValue());
            send(upload, offset, Arrays.copyOfRange(file, offset, Math.min(file.length, offset + 300_000))).then()
                    .statusCode(204).header("Tus-Resumable", "1.0.0")
                    .header("Upload-Offset", String.valueOf(Math.min(file.length, offset + 300_000)));
        }
        var medium = tus().head(upload).then().statusCode(200).header("Upload-Offset", "700000").extract()
                .header("Content-Location");
        staff().get(medium).then().statusCode(200).body("filename", equalTo("Large file.bin"))
                .body("alt", equalTo("Mèo")).body("bytes", equalTo(700_000));
        assertArrayEquals(file, Files.readAllBytes(stored(HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(file)))));
        assertEquals(0, query("select count(*) from media_piece"));
    }

    @Test
    void an_upload_that_was_cut_off_continues_where_it_ended() throws Exception {
        var file = random(500_000);
        var upload = create(file.length, "");
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(("PATCH " + upload + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + ADMIN_KEY + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Length: " + file.length
                    + "\r\nContent-Type: application/offset+octet-stream\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(file, 0, 300_000);
            socket.getOutputStream().flush();
            while (query("select received from media_upload") == 0) {
                Thread.onSpinWait();
            }
        }
        int received;
        Response rest;
        do {
            // The request that was cut off may store what arrived last in between.
            received = Integer.parseInt(tus().head(upload).header("Upload-Offset"));
            rest = send(upload, received, Arrays.copyOfRange(file, received, file.length));
        } while (rest.statusCode() == 409);
        assertTrue(received >= 1 << 18 && received <= 300_000, "received " + received);
        rest.then().statusCode(204).header("Content-Location", notNullValue());
        assertArrayEquals(file, Files.readAllBytes(stored(HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(file)))));
    }

    @Test
    void of_two_requests_at_one_offset_one_is_stored() throws Exception {
        var upload = create(1000, "");
        var statuses = runConcurrently(6, () -> send(upload, 0, random(100)).statusCode());
        assertEquals(1, statuses.stream().filter(status -> status == 204).count(), statuses::toString);
        assertEquals(5, statuses.stream().filter(status -> status == 409).count(), statuses::toString);
        tus().head(upload).then().header("Upload-Offset", "100");
    }

    @Test
    void a_checksum_is_checked_before_a_piece_is_stored() throws Exception {
        var upload = create(1000, "");
        var piece = random(500);
        for (var algorithm : List.of("sha1 SHA-1", "sha256 SHA-256")) {
            var names = algorithm.split(" ");
            var right = Base64.getEncoder().encodeToString(MessageDigest.getInstance(names[1]).digest(piece));
            var wrong = Base64.getEncoder().encodeToString(MessageDigest.getInstance(names[1]).digest(new byte[1]));
            int offset = names[0].equals("sha1") ? 0 : 500;
            piece(offset, piece).header("Upload-Checksum", names[0] + " " + wrong).patch(upload).then()
                    .statusCode(460).body("type", equalTo("urn:byline:problem:checksum-mismatch"));
            tus().head(upload).then().header("Upload-Offset", String.valueOf(offset));
            piece(offset, piece).header("Upload-Checksum", names[0] + " " + right).patch(upload).then()
                    .statusCode(204);
        }
        piece(0, piece).header("Upload-Checksum", "crc32 AAAA").patch(create(1000, "")).then().statusCode(400);
    }

    @Test
    void an_upload_can_be_ended_and_expires() throws Exception {
        var upload = create(10, "");
        send(upload, 0, random(5)).then().statusCode(204);
        tus().delete(upload).then().statusCode(204);
        tus().head(upload).then().statusCode(404);
        send(upload, 5, random(5)).then().statusCode(404);
        assertEquals(0, query("select count(*) from media_piece"));
        var old = create(10, "");
        send(old, 0, random(5)).then().statusCode(204);
        execute("update media_upload set created_at = now() - interval '25 hours'");
        tus().head(old).then().statusCode(404);
        store.deleteExpired();
        assertEquals(0, query("select (select count(*) from media_piece) + (select count(*) from media_upload)"));
    }

    @Test
    void bad_requests_get_a_clear_problem() throws SQLException {
        for (var length : List.of("x", "-1", "0", "1.5", "99999999999999999999")) {
            tus().header("Upload-Length", length).post(UPLOADS).then().statusCode(400)
                    .body("violations[0].field", equalTo("Upload-Length"));
        }
        tus().post(UPLOADS).then().statusCode(400);
        tus().header("Upload-Length", "1048577").post(UPLOADS).then().statusCode(413);
        tus().header("Upload-Length", "10").header("Upload-Metadata", "filename ***").post(UPLOADS).then()
                .statusCode(400);
        tus().get(UPLOADS).then().statusCode(405);
        var upload = create(10, "");
        send(upload, 5, random(5)).then().statusCode(409).header("Upload-Offset", "0");
        send(upload, 0, random(11)).then().statusCode(413);
        bytes(tus().header("Upload-Offset", "0"), random(5)).patch(upload).then().statusCode(415);
        tus().get(upload).then().statusCode(405);
        tus().post(upload).then().statusCode(anyOf(equalTo(405), equalTo(415)));
        tus().head(UPLOADS + "/nothing").then().statusCode(404);
        var other = signedIn("An", "author");
        with(other).header("Tus-Resumable", "1.0.0").head(upload).then().statusCode(404);
        with(other).header("Tus-Resumable", "1.0.0").delete(upload).then().statusCode(404);
        with("nobody").header("Tus-Resumable", "1.0.0").header("Upload-Length", "10").post(UPLOADS).then()
                .statusCode(401);
        tus().head(upload).then().statusCode(200).header("Upload-Offset", "0");
    }

    @Test
    void a_file_that_is_refused_ends_its_upload() {
        var upload = create(8, "filename " + base64("a.png"));
        send(upload, 0, new byte[]{ (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }).then().statusCode(422);
        tus().head(upload).then().statusCode(404);
    }

    @Test
    void the_medium_is_created_by_the_next_request_if_the_node_was_killed_before() throws Exception {
        for (int round = 0; round < 20; round++) {
            var upload = create(4, "filename " + base64("left.txt"));
            var id = upload.substring(upload.lastIndexOf('/') + 1);
            execute("insert into media_piece (upload_id, position, bytes) values ('" + id + "', 0, 'left')");
            execute("update media_upload set received = 4 where id = '" + id + "'");
            var answers = runConcurrently(6, () -> tus().head(upload).then().statusCode(200).extract()
                    .header("Content-Location"));
            assertEquals(1, answers.stream().distinct().count(), answers::toString);
            staff().get(answers.get(0)).then().statusCode(200).body("filename", equalTo("left.txt"));
        }
    }

    @Test
    void an_upload_that_is_ended_while_it_is_completed_is_not_found() throws Exception {
        var upload = create(4, "");
        execute("update media_upload set received = 4");
        tus().head(upload).then().statusCode(404);
    }

    @Test
    void post_stands_for_other_methods() {
        var upload = create(4, "");
        piece(0, random(2)).header("X-HTTP-Method-Override", "PATCH").post(upload).then().statusCode(204)
                .header("Upload-Offset", "2");
    }

    private static RequestSpecification tus() {
        return staff().header("Tus-Resumable", "1.0.0");
    }

    private static String create(long length, String metadata) {
        var request = tus().header("Upload-Length", length);
        return (metadata.isEmpty() ? request : request.header("Upload-Metadata", metadata)).post(UPLOADS).then()
                .statusCode(201).header("Location", matchesPattern(UPLOADS + "/[0-9a-f-]{36}"))
                .header("Tus-Resumable", "1.0.0").header("Upload-Expires", endsWith("GMT")).extract()
                .header("Location");
    }

    private static RequestSpecification piece(long offset, byte[] bytes) {
        return bytes(tus().header("Upload-Offset", offset), bytes).contentType(PIECE);
    }

    private static Response send(String upload, long offset, byte[] bytes) {
        return piece(offset, bytes).patch(upload);
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
