package dev.byline.media;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;

/** Media whose files the service fetches; hosts of this machine are not allowed, and PublicDownloadTest has the others. */
@QuarkusTest
class MediaUrlTest extends MediaTestBase {
    @Inject
    Vertx vertx;

    @AfterEach
    void no_temporary_file_is_left() throws IOException {
        assertEquals(List.of(), temporaryFiles());
    }

    @ParameterizedTest
    @CsvSource({ "http://127.0.0.1:1/a.png", "http://localhost/a.png", "http://[::1]/a.png", "http://169.254.169.254/x",
            "http://10.0.0.1/a.png" })
    void hosts_that_only_this_machine_reaches_are_refused(String url) throws Exception {
        sending(Map.of("url", url)).post(MEDIA).then().statusCode(422).body("violations[0].field", equalTo("/url"))
                .body("detail", containsString("BYLINE_MEDIA_PRIVATE"));
        assertEquals(0, query("select count(*) from media"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{} | 422 | /url", "{\"url\": 1} | 422 | /url", "[] | 422 | ''",
            "{\"url\": \"ftp://a.example/x\"} | 422 | /url", "{\"url\": \"https://a.example\", \"x\": 1} | 422 | /x",
            "{\"url\": \"https://a.example\", \"alt\": \"\"} | 422 | /alt" })
    void a_bad_body_is_named(String body, int status, String field) {
        sending(body).post(MEDIA).then().statusCode(status).body("violations[0].field", equalTo(field));
    }

    @Test
    void a_server_that_is_slow_is_named_while_all_places_are_taken() throws Exception {
        var requests = new CopyOnWriteArrayList<HttpServerRequest>();
        // Does not answer before it is told to.
        var slow = vertx.createHttpServer().requestHandler(requests::add).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join();
        PrivateDownloads.allowWithoutPatience();
        try {
            var url = "http://127.0.0.1:" + slow.actualPort() + "/notes.txt";
            var waiting = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                waiting.add(CompletableFuture.supplyAsync(
                        () -> sending(Map.of("url", url, "alt", "Note " + number)).post(MEDIA).statusCode()));
                Eventually.that(() -> requests.size() > number);
            }
            sending(Map.of("url", url)).post(MEDIA).then().statusCode(503).header("Retry-After", "30").body("detail",
                    containsString("4 other files were being fetched from its host"));
            for (int i = 0; i < 4; i++) {
                requests.get(i).response().end("Note " + i);
            }
            for (var answer : waiting) {
                assertEquals(201, answer.get());
            }
        } finally {
            PrivateDownloads.refuse();
            slow.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void what_is_no_json_is_said_to_be_none() {
        sending("{\"url\": ").post(MEDIA).then().statusCode(400);
        sending("{\"url\": \"" + "x".repeat(70_000) + "\"}").post(MEDIA).then().statusCode(413);
        staff().multiPart("file", "a.json", "{\"a\": 1}".getBytes(StandardCharsets.UTF_8)).post(MEDIA).then()
                .statusCode(201).body("type", equalTo("application/json"));
    }
}
