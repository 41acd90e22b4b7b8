package dev.byline.view;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.ServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/**
 * Counts views with the requests that browsers send to another origin without a preflight request: sendBeacon and fetch
 * with a text, a form or nothing.
 */
@QuarkusTest
class BeaconTest extends ServiceTest {
    private static final String PATH = API + "/articles/seen/views";
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static int readers;

    @TestHTTPResource
    URI server;

    /** Starts a request of a new reader; RestAssured adds nothing to the content type. */
    private static RequestSpecification reader() {
        return given().config(RestAssured.config().encoderConfig(
                EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Beacon/" + ++readers);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "text/plain;charset=UTF-8 | {}", "text/plain | {}", "TEXT/PLAIN | {\"referrer\": \"https://x.vn/a;b\"}",
            "text/plain;charset=UTF-8 | ''", "application/x-www-form-urlencoded;charset=UTF-8 | ''",
            "application/x-www-form-urlencoded | referrer=https%3A%2F%2Fx.vn%2F%3Fa%3D1%3Bb",
            "application/x-www-form-urlencoded;charset=UTF-8 | referrer=https://x.vn/a;b+c",
            "application/json | {}", "application/json | ''" })
    void a_text_a_form_and_nothing_count_like_json_with_and_without_an_origin(String type, String body) {
        published("Seen");
        reader().contentType(type).body(body).post(PATH).then().statusCode(202).body("views", equalTo(1))
                .header("Access-Control-Allow-Origin", "*").header("Set-Cookie", nullValue());
        reader().header("Origin", "https://blog.example").contentType(type).body(body).post(PATH + "?utm_source=mail")
                .then().statusCode(202).body("views", equalTo(2)).header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Expose-Headers", containsString("RateLimit"));
    }

    @Test
    void a_body_that_is_not_there_needs_no_content_type() throws IOException {
        published("Seen");
        assertTrue(send("Content-Length: 0\r\n\r\n").contains("202 Accepted"));
        assertTrue(send("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").contains("202 Accepted"));
        assertTrue(send("Origin: https://blog.example\r\nContent-Length: 0\r\n\r\n").toLowerCase(Locale.ROOT)
                .contains("access-control-allow-origin: *"));
        get(PATH).then().body("views", equalTo(3));
    }

    /** Sends a request of a new reader without a content type: further headers, an empty line, and the body. */
    private String send(String rest) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Beacon/" + ++readers
                    + "\r\n" + rest).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "text/plain | hello | 400 | not valid JSON",
            "text/plain | {} {} | 400 | continues after the end",
            "text/plain | [] | 422 | must be an object",
            "text/plain | {\"ip\": \"192.0.2.1\", \"agent\": 7} | 422 | is not a field of this object",
            "text/plain | {\"referrer\": 7} | 422 | must be a string",
            "text/plain;charset=ISO-8859-1 | {} | 415 | UTF-8",
            "application/x-www-form-urlencoded | referrer=%zz | 400 | two hexadecimal digits",
            "application/x-www-form-urlencoded | referrer=a&referrer=b | 400 | more than once",
            "application/x-www-form-urlencoded | ip=192.0.2.1 | 422 | is not a field of this object",
            "application/x-www-form-urlencoded | referrer=%00 | 422 | U+0000",
            "application/xml | <a/> | 415 | application/json" })
    void a_body_that_is_wrong_counts_nothing_and_says_why(String type, String body, int status, String words) {
        published("Seen");
        reader().contentType(type).body(body).post(PATH).then().statusCode(status)
                .contentType("application/problem+json").body(containsString(words))
                .header("Access-Control-Allow-Origin", "*");
        get(PATH).then().body("views", equalTo(0));
    }

    @Test
    void a_text_or_a_form_has_the_limits_of_json() {
        published("Seen");
        for (var body : Map.of(TEXT, "{\"referrer\": \"" + "x".repeat(2100) + "\"}", FORM,
                "referrer=" + "x".repeat(2100)).entrySet()) {
            reader().contentType(body.getKey()).body(body.getValue()).post(PATH).then().statusCode(413);
            given().config(RestAssured.config().encoderConfig(
                    EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)
                            .encodeContentTypeAs(body.getKey(), ContentType.BINARY)))
                    .contentType(body.getKey()).body(new byte[]{ 'a', '=', (byte) 0xC0, (byte) 0xAF }).post(PATH)
                    .then().statusCode(400).body("detail", containsString("UTF-8"));
        }
        reader().contentType(FORM).body("ip=1&agent=2").post(PATH).then().statusCode(422).body("violations.field",
                equalTo(List.of("/ip", "/agent")));
        rateLimiter.enforce(true);
        for (int i = 0; i < 60; i++) {
            reader().contentType(TEXT).body("{}").post(PATH).then().statusCode(202);
        }
        reader().contentType(FORM).body("referrer=x").post(PATH).then().statusCode(429);
    }

    @Test
    void no_other_operation_reads_text_or_forms() {
        published("Seen");
        given().contentType("text/plain").body("{\"body\": \"x\", \"author\": {\"name\": \"Mai\"}}")
                .post(API + "/articles/seen/comments").then().statusCode(415);
    }

    @Test
    void the_contract_has_the_content_types_and_the_line_to_paste() {
        var operation = get("/q/openapi?format=json").jsonPath()
                .getMap("paths.'/api/v1/articles/{article}/views'.post");
        assertTrue(operation.get("description").toString().contains("navigator.sendBeacon('https://"));
        var body = (Map<?, ?>) operation.get("requestBody");
        assertEquals(Set.of("application/json", "text/plain", "application/x-www-form-urlencoded"),
                ((Map<?, ?>) body.get("content")).keySet());
        assertTrue(!Boolean.TRUE.equals(body.get("required")));
    }
}
