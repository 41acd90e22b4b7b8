package dev.byline.web;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.ServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;

/** Sends invalid requests: each gets a 4xx problem that names the error, never a 500, and nothing is written partly. */
@QuarkusTest
class BadInputTest extends ServiceTest {
    private static final String STAFF = "Authorization: Bearer " + ADMIN_KEY + "\r\n";

    @TestHTTPResource
    URI server;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{                                             | 400 |                   | not valid JSON at line 1",
            "{\"title\":\"x\"} {}                          | 400 |                   | continues after",
            "{\"title\":\"x\",\"title\":\"y\"}             | 400 |                   | twice",
            "{\"title\":\"\\ud83d\"}                       | 400 | /title            | surrogate",
            "[]                                            | 422 | ``                | must be an object",
            "\"text\"                                      | 422 | ``                | must be an object",
            "null                                          | 422 | ``                | is required",
            "{}                                            | 422 | /title            | is required",
            "{\"title\":null}                              | 422 | /title            | is required",
            "{\"title\":5}                                 | 422 | /title            | must be a string",
            "{\"title\":true}                              | 422 | /title            | must be a string",
            "{\"title\":[\"x\"]}                           | 422 | /title            | must be a string",
            "{\"title\":\"a\\u0000b\"}                     | 422 | /title            | U+0000",
            "{\"title\":\"a\\nb\"}                         | 422 | /title            | control characters",
            "{\"title\":\" \\u200b\"}                      | 422 | /title            | blank",
            "{\"title\":\"x\",\"nope\":1}                  | 422 | /nope             | known names are",
            "{\"title\":\"x\",\"titel\":1}                 | 422 | /titel            | did you mean 'title'?",
            "{\"title\":\"x\",\"id\":1}                    | 422 | /id               | is not a field",
            "{\"title\":\"x\",\"body\":\"y\"}              | 422 | /body             | must be an object",
            "{\"title\":\"x\",\"body\":{}}                 | 422 | /body/format      | is required",
            "{\"title\":\"x\",\"body\":{\"format\":\"rst\",\"source\":\"\"}} | 422 | /body/format | markdown, html",
            "{\"title\":\"x\",\"body\":{\"format\":0,\"source\":\"\"}}       | 422 | /body/format | markdown, html",
            "{\"title\":\"x\",\"pinned\":\"true\"}         | 422 | /pinned           | true or false",
            "{\"title\":\"x\",\"pinned\":1}                | 422 | /pinned           | true or false",
            "{\"title\":\"x\",\"tags\":\"a\"}              | 422 | /tags             | must be an array",
            "{\"title\":\"x\",\"tags\":[null]}             | 422 | /tags/0           | is required",
            "{\"title\":\"x\",\"tags\":[\"\"]}             | 422 | /tags/0           | blank",
            "{\"title\":\"x\",\"categories\":[7]}          | 422 | /categories/0     | must be a string",
            "{\"title\":\"x\",\"slug\":\"A b\"}            | 422 | /slug             | lower-case",
            "{\"title\":\"x\",\"slug\":\"\"}               | 422 | /slug             | lower-case",
            "{\"title\":\"x\",\"locale\":\"tlh\"}          | 422 | /locale           | PATCH /api/v1/admin/site",
            "{\"title\":\"x\",\"cover\":{\"url\":\"javascript:alert(1)\"}}   | 422 | /cover/url | http or https",
            "{\"title\":\"x\",\"cover\":{\"url\":\"https://x.vn/a\",\"width\":0}} | 422 | /cover/width | at least 1",
            "{\"title\":\"x\",\"publishedAt\":5}           | 422 | /publishedAt      | RFC 3339",
            "{\"title\":\"x\",\"publishedAt\":\"2023-11-23\"}                | 422 | /publishedAt | RFC 3339",
            "{\"title\":\"x\",\"publishedAt\":\"+12023-11-23T00:00:00Z\"}    | 422 | /publishedAt | RFC 3339",
            "{\"title\":\"x\",\"metadata\":[]}             | 422 | /metadata         | must be an object",
            "{\"title\":\"x\",\"metadata\":{\"a\":1e999}}  | 422 | /metadata/a       | number",
            "{\"title\":\"x\",\"metadata\":{\"a\":[\"\\u0000\"]}} | 422 | /metadata/a | U+0000",
            "{\"title\":\"x\",\"metadata\":{\"\\udc00\":1}} | 400 | | JSON",
            "{\"title\":\"x\",\"metadata\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{}}}}}}} | 422 | /metadata/a/b/c/d/e | 5 levels" })
    void a_body_that_is_wrong_is_refused_in_words(String body, int status, String field, String words)
            throws Exception {
        var answer = staff().contentType("application/json").body(body.strip()).post(ADMIN + "/articles").then()
                .statusCode(status).contentType("application/problem+json").body("status", equalTo(status))
                .body("title", notNullValue()).body("instance", equalTo(ADMIN + "/articles"))
                .body("requestId", notNullValue()).header("Request-Id", notNullValue())
                .body("detail", containsString(field == null ? words : ""));
        if (field != null) {
            answer.body("violations.field", hasItem(field)).body("violations[0].in", equalTo("body"))
                    .body("violations.find { it.field == '" + field + "' }.message", containsString(words));
        }
        assertEquals(0, query("select count(*) from article_identity"));
    }

    @ParameterizedTest
    @CsvSource({ "/articles?size=abc, size, whole number", "/articles?size=٣, size, whole number",
            "/articles?size=0, size, 1 to 100",
            "/articles?size=-1, size, 1 to 100", "/articles?size=101, size, 1 to 100",
            "/articles?size=99999999999, size, whole number", "/articles?size=, size, is empty",
            "/articles?size=5&size=6, size, more than once", "/articles?sise=5, sise, did you mean 'size'?",
            "/articles?draft=true, draft, is not a parameter", "/articles?sort=view, sort, did you mean 'views'?",
            "/articles?count=all, count, must be one of none", "/articles?cursor=x, cursor, does not belong",
            "/articles?category=nope, category, must name an existing category",
            "/archive?category=nope, category, must name an existing category",
            "'/archive?category=a,b', category, at most 1", "/archive?locale=x, locale, one of the site's locales: en",
            "/archive?q=x, q, is not a parameter",
            "/articles?category=%00, category, U+0000",
            "/articles?tag=nope, tag, must name an existing tag",
            "/articles?author=nope, author, must name an existing author",
            "/articles/x/views?fields=title, fields, is not a parameter",
            "/articles?fields=titel, fields, did you mean 'title'?",
            "/articles?page=501, page, must be 1 to 500",
            "/articles/x?include=relate, include, did you mean 'related'?", "/site?x=1, x, is not a parameter",
            "/admin/articles?state=draft, state, must be one of never_published",
            "/admin/articles?hasUnpublishedChanges=yes, hasUnpublishedChanges, must be true or false",
            "/admin/comments?state=open, state, must be one of pending",
            "/admin/comments?article=nope, article, must name an existing" })
    void a_query_that_is_wrong_is_a_400_that_names_the_parameter(String path, String parameter, String words) {
        staff().urlEncodingEnabled(false).get(API + path).then().statusCode(400)
                .contentType("application/problem+json").body("violations[0].field", equalTo(parameter))
                .body("violations[0].in", equalTo("query")).body("violations[0].message", containsString(words));
    }

    @ParameterizedTest
    @CsvSource({ "/articles/nope, 404", "/articles/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69, 404", "/articles/%00, 400",
            "/articles/%ff, 404", "/articles/%F0%9F%98%80, 404", "/articles/..%2f..%2fetc, 404",
            "/nothing, 404", "/comments/nope, 404", "/comments/7, 404", "/articles/x/nothing, 404", "/%20, 404",
            "/articles?a[]=1, 400", "/articles/;, 400", "/site;a=b, 400", "/articles/;x/views, 400" })
    void an_address_that_is_wrong_is_a_problem_too(String path, int status) {
        given().urlEncodingEnabled(false).get(API + path).then().statusCode(status)
                .contentType("application/problem+json").body("status", equalTo(status));
    }

    @Test
    void a_method_that_a_path_has_not_is_a_405_that_names_those_it_has() {
        Map<String, Map<String, Object>> paths = get("/q/openapi?format=json").jsonPath().getMap("paths");
        paths.forEach((path, item) -> {
            for (var method : List.of("GET", "PUT", "POST", "PATCH", "DELETE")) {
                if (!item.containsKey(method.toLowerCase(Locale.ROOT))) {
                    var url = path.replaceAll("\\{[^}]+}", "x");
                    var answer = staff().request(Method.valueOf(method), url);
                    assertEquals(405, answer.statusCode(), method + " " + url);
                    var allow = answer.then()
                            .contentType("application/problem+json").extract().header("Allow");
                    assertEquals(Set.of(allow.split(", ")).containsAll(item.keySet().stream()
                            .filter(k -> !k.equals("parameters")).map(k -> k.toUpperCase(Locale.ROOT)).toList()), true,
                            method + " " + url + " allows " + allow);
                    assertTrue(!allow.contains(method), method + " " + url + " allows " + allow);
                }
            }
        });
    }

    @Test
    void a_huge_body_is_refused_announced_or_not() throws Exception {
        var huge = new byte[10_000_000];
        staff().contentType("application/json").body(huge).post(ADMIN + "/articles").then().statusCode(413)
                .contentType("application/problem+json").body("detail", containsString("2097152"));
        for (var type : List.of("application/json", "multipart/form-data; boundary=x",
                "Application/x-www-form-urlencoded")) {
            for (var path : List.of("articles/x/comments", "subscriptions/unsubscribe?token=x")) {
                try (var socket = new Socket(server.getHost(), server.getPort())) {
                    var out = socket.getOutputStream();
                    out.write(("POST /api/v1/" + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    // It is answered without its end.
                    for (int i = 0; i < 2; i++) {
                        out.write(("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    }
                    assertTrue(read(socket).startsWith("HTTP/1.1 413"), type);
                }
            }
        }
    }

    @Test
    void many_who_send_slowly_hold_up_nobody() throws Exception {
        published("Slow");
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 300; i++) {
                var socket = new Socket(server.getHost(), server.getPort());
                slow.add(socket);
                var type = i % 2 == 0 ? "application/json" : "application/x-www-form-urlencoded";
                socket.getOutputStream().write(("POST /api/v1/subscriptions/unsubscribe?token=x HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Type: " + type + "\r\nContent-Length: 26\r\n\r\nList-")
                        .getBytes(StandardCharsets.US_ASCII));
            }
            staff().get(ADMIN + "/articles").then().statusCode(200);
            comment("slow", Map.of("body", "Quick.", "author", Map.of("name", "Mai"))).then().statusCode(202);
            var reader = new Socket(server.getHost(), server.getPort());
            slow.add(reader);
            reader.getOutputStream().write("GET /api/v1/articles HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            assertTrue(read(reader).startsWith("HTTP/1.1 200"));
            var last = slow.get(299);
            last.getOutputStream().write("Unsubscribe=One-Click".getBytes(StandardCharsets.US_ASCII));
            assertTrue(read(last).startsWith("HTTP/1.1 400"));
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void what_many_remove_at_once_is_removed_once() throws Exception {
        var made = Map.of("tags", Map.of("name", "Many"), "authors", Map.of("name", "Many"), "categories",
                Map.of("name", "Many"), "bans", Map.of("kind", "word", "value", "many"), "accounts",
                Map.of("name", "Many", "email", "many@example.com", "role", "author"), "api-keys",
                Map.of("name", "Many"));
        for (var kind : made.keySet()) {
            var path = ADMIN + "/" + kind + "/"
                    + sending(made.get(kind)).post(ADMIN + "/" + kind).then().statusCode(201).extract().path("id");
            var answers = runConcurrently(8, () -> staff().header("If-Match", "*").delete(path).statusCode());
            assertEquals(1, answers.stream().filter(status -> status == 204).count(), kind + answers);
            assertEquals(7, answers.stream().filter(status -> status == 404).count(), kind + answers);
        }
    }

    @Test
    void long_request_lines_and_headers_are_problems() {
        get(API + "/articles/" + "a".repeat(20_000)).then().statusCode(414).contentType("application/problem+json");
        given().header("X-Long", "a".repeat(40_000)).get(API + "/articles").then().statusCode(431)
                .contentType("application/problem+json");
    }

    @Test
    void bytes_that_are_no_text_and_codings_that_are_not_read_are_refused() {
        staff().contentType("application/json").body(new byte[]{ '"', (byte) 0xC0, (byte) 0xAF, '"' })
                .post(ADMIN + "/articles").then().statusCode(400).body("detail", containsString("UTF-8"));
        staff().contentType("application/json").header("Content-Encoding", "gzip").body(new byte[]{ 31, -117, 8 })
                .post(ADMIN + "/articles").then().statusCode(415);
        staff().contentType("application/xml").body("<x/>").post(ADMIN + "/articles").then().statusCode(415)
                .contentType("application/problem+json")
                .body("detail", containsString("Send 'Content-Type: application/json'."));
        staff().contentType("text/plain").body("{}").patch(ADMIN + "/articles/x").then().statusCode(415).body("detail",
                containsString("Send 'Content-Type: application/merge-patch+json' or 'application/json'."));
        staff().contentType("application/json").body("[".repeat(100_000)).post(ADMIN + "/articles").then()
                .statusCode(lessThan(500)).statusCode(not(200));
        staff().contentType("application/json").body("{\"title\":\"x\",\"metadata\":" + "{\"a\":".repeat(1000) + "1"
                + "}".repeat(1001)).post(ADMIN + "/articles").then().statusCode(400);
        given().accept("application/xml").get(API + "/articles").then().statusCode(406)
                .contentType("application/problem+json");
    }

    @Test
    void what_is_not_http_at_all_is_answered_and_survived() throws Exception {
        for (var line : List.of("GARBAGE", "GET / HTTP/9.9", "GET /api/v1/articles HTTP/1.1\r\nContent-Length: abc",
                "GET /api/v1/articles/%zz HTTP/1.1\r\nHost: x", "GET /api/v1/articles?x=%zz HTTP/1.1\r\nHost: x")) {
            try (var socket = new Socket(server.getHost(), server.getPort())) {
                socket.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertTrue(read(socket).contains(" 400 "), line);
            }
        }
        get(API + "/articles").then().statusCode(200);
    }

    @Test
    void a_client_may_call_the_service_by_no_name_or_a_wrong_one() throws Exception {
        for (int i = 0; i < 2; i++) {
            staff().contentType("application/json").body("{\"name\": \"Named " + i + "\"}").post(ADMIN + "/tags").then()
                    .statusCode(201);
        }
        for (var host : List.of("", "Host:\r\n", "Host: a b\r\n", "Host: x:99999\r\n", "Host: [::1\r\n")) {
            assertTrue(exchange("GET /api/v1/admin/tags?size=1 HTTP/1.0\r\n" + host + STAFF + "\r\n")
                    .contains("Link: </api/v1/admin/tags?size=1&cursor="), host);
            var created = exchange("POST /api/v1/admin/tags HTTP/1.0\r\n" + host + STAFF
                    + "Content-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"name\": \"Other\"}");
            assertTrue(created.startsWith("HTTP/1.0 " + (host.isEmpty() ? "201" : "409")), created);
            var refused = exchange("GET /api/v1/tags?size=1 HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
            assertTrue(refused.startsWith("HTTP/1.1 " + (host.equals("Host:\r\n") ? "200" : "400")), refused);
        }
    }

    @Test
    void a_body_whose_end_is_open_to_dispute_is_not_read() throws Exception {
        var explained = new HashSet<String>();
        for (var coding : List.of("chunked, chunked", "gzip, chunked", "chunked, xchunked", "bogus", "identity",
                "chunked\r\nTransfer-Encoding: bogus")) {
            for (var length : List.of("", "Content-Length: 12\r\n")) {
                var answer = exchange("POST /api/v1/subscriptions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding
                        + "\r\nContent-Type: application/json\r\n" + length
                        + "\r\n2\r\n{}\r\n0\r\n\r\nGET /api/v1/tags HTTP/1.1\r\n\r\n");
                assertTrue(answer.startsWith("HTTP/1.1 400"), coding + length + answer);
                assertEquals(answer.indexOf("HTTP/1.1"), answer.lastIndexOf("HTTP/1.1"), answer);
                if (answer.contains("Transfer-Encoding")) {
                    explained.add(coding + length);
                }
            }
        }
        // Netty refuses all others itself, and has no words for it.
        assertEquals(Set.of("gzip, chunked"), explained);
    }

    /** Checks requests that proxies and servers read differently, so that one hides another one (RFC 9112 §11.2). */
    @Test
    void a_request_that_hides_another_one_is_refused_and_ends_the_connection() throws Exception {
        var hidden = "GET /api/v1/hidden HTTP/1.1\r\nHost: x\r\n\r\n";
        var post = "POST /api/v1/subscriptions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        for (var request : List.of(
                post + "Transfer-Encoding: chunked\r\n\r\n2;a=\"\r\n{}\r\n0\r\n\r\n" + hidden + "\"\r\n{}\r\n0\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\n\r\n2;a\n{}\r\n0\r\n\r\n" + hidden,
                post.replace("1.1", "1.0")
                        + "Transfer-Encoding: chunked\r\nContent-Length: 12\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
                        + hidden,
                post + "Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + hidden,
                post + "Content-Length: 2\r\nContent-Length: 12\r\n\r\n{}" + hidden,
                "\0\1garbage " + hidden + hidden)) {
            var answer = exchange(request);
            // Netty closes the connection without a response if it finds the fault in the body.
            assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.[01] 400 .*"), request + "\n" + answer);
            assertEquals(answer.indexOf("HTTP/1."), answer.lastIndexOf("HTTP/1."), request + "\n" + answer);
            assertFalse(answer.contains("hidden"), answer);
        }
    }

    @Test
    void any_origin_may_read_and_none_may_come_through_the_staff_door() {
        given().header("Origin", "https://blog.example").get(API + "/articles").then().statusCode(200)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Expose-Headers", containsString("Link"));
        given().header("Origin", "https://blog.example").header("Access-Control-Request-Method", "POST")
                .options(API + "/articles/x/views").then().statusCode(204)
                .header("Access-Control-Allow-Methods", containsString("POST"));
        staff().header("Origin", "https://blog.example").get(ADMIN + "/articles").then()
                .header("Access-Control-Allow-Origin", equalTo(null));
    }

    @Test
    void options_tell_what_an_address_can_do_and_at_the_staff_door_to_staff_alone() {
        staff().options(ADMIN + "/articles").then().statusCode(204).header("Allow", "GET, HEAD, OPTIONS, POST");
        staff().options(ADMIN + "/nothing").then().statusCode(404);
        given().options(ADMIN + "/articles").then().statusCode(401);
        given().options(API + "/articles/x").then().statusCode(204).header("Allow", "GET, HEAD, OPTIONS");
    }

    @Test
    void json_is_utf_8() {
        staff().header("Content-Type", "application/json; charset=utf-16").body("{}".getBytes(StandardCharsets.UTF_8))
                .post(ADMIN + "/tags").then().statusCode(415);
        staff().header("Content-Type", "application/json; charset=UTF-8")
                .body("{\"name\": \"x\"}".getBytes(StandardCharsets.UTF_8))
                .post(ADMIN + "/tags").then().statusCode(201);
    }

    @Test
    void the_limits_of_the_platform_are_wider_than_the_services_own() {
        var body = ConfigProvider.getConfig().getValue("quarkus.http.limits.max-body-size", String.class);
        // Imports get so far; everything else is refused at a limit of its own.
        assertEquals("1T", body);
    }

    private String exchange(String request) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String read(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        return new String(socket.getInputStream().readNBytes(40), StandardCharsets.US_ASCII);
    }
}
