package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

import dev.byline.HostileInputs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import nu.validator.htmlparser.common.XmlViolationPolicy;
import nu.validator.htmlparser.dom.HtmlDocumentBuilder;

/** Tests which texts comments may have and how they are rendered: cases X01 to X12. */
@QuarkusTest
class CommentTextTest extends CommentTestBase {
    private static final Set<String> ELEMENTS = Set.of("html", "head", "body", "p", "br", "blockquote", "pre", "code",
            "em", "strong", "del", "ul", "ol", "li", "a");

    /** Checks, with another parser than the service uses, that the HTML has only elements and attributes of the list. */
    static void assertHarmless(String html) throws Exception {
        var document = new HtmlDocumentBuilder(XmlViolationPolicy.ALLOW)
                .parse(new InputSource(new StringReader("<!doctype html><body>" + html)));
        assertHarmless(document.getDocumentElement(), html);
    }

    private static void assertHarmless(Node node, String html) {
        if (node instanceof Element element) {
            assertTrue(ELEMENTS.contains(element.getLocalName()), element.getLocalName() + " in " + html);
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                var attribute = element.getAttributes().item(i);
                var value = attribute.getNodeValue();
                assertTrue(switch (element.getLocalName() + " " + attribute.getNodeName()) {
                    case "a href" -> value.matches("(https?://|mailto:)[^\\s]*");
                    case "a rel" -> Set.of(value.split(" ")).containsAll(Set.of("nofollow", "ugc", "noopener"));
                    case "ol start" -> value.matches("[0-9]{1,9}");
                    default -> false;
                }, attribute.getNodeName() + " in " + html);
            }
        }
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            assertHarmless(child, html);
        }
    }

    @Test
    void x01_nothing_hostile_is_active_in_a_body() throws Exception {
        setPolicy("none");
        for (var text : HostileInputs.TEXTS) {
            comment(article, newComment(text, "Mai")).then().statusCode(201).body("body", equalTo(text));
        }
        var all = HostileInputs.TEXTS.stream().reduce((a, b) -> a + "\n\n" + b).orElseThrow();
        assertEquals(2, comment(article, newComment(all, "Mai")).statusCode() / 100);
        var page = staff().get(ADMIN + "/comments?size=100").jsonPath();
        assertEquals(HostileInputs.TEXTS.size() + 1, page.getList("items").size());
        for (String html : page.getList("items.bodyHtml", String.class)) {
            assertHarmless(html);
        }
        assertHarmless(threads("?size=100").getList("items.bodyHtml", String.class).toString());
        get(API + "/articles/" + article + "/comments/feeds/json").then().statusCode(200);
        get(API + "/articles/" + article + "/comments/feeds/atom").then().statusCode(200)
                .body(not(containsString("<script")));
    }

    @Test
    void x02_nothing_hostile_is_active_in_other_texts() {
        setPolicy("none");
        for (var text : HostileInputs.TEXTS) {
            var line = text.replace("\n", " ");
            var name = line.substring(0, Math.min(80, line.length()));
            var id = given().header("User-Agent", line.replace("\n", " ")).header("Referer", line)
                    .contentType(ContentType.JSON).body(newComment("By " + text, name))
                    .post(API + "/articles/" + article + "/comments").then().statusCode(201)
                    .contentType("application/json").body("author.name", equalTo(name.strip().replaceAll(" +", " ")))
                    .extract().jsonPath().getString("id");
            given().contentType(ContentType.JSON).body(Map.of("reason", "other", "note", text))
                    .post(API + "/comments/" + id + "/reports").then().statusCode(202);
            staff().header("If-Match", "*").contentType(ContentType.JSON).body(Map.of("reason", line))
                    .post(ADMIN + "/comments/" + id + "/approve").then().statusCode(200)
                    .contentType("application/json");
            staff().get(ADMIN + "/comments/" + id + "/history").then().contentType("application/json")
                    .header("X-Content-Type-Options", not(equalTo("sniff"))).body("reports[0].note", equalTo(text));
            comment(article, Map.of("body", "Website", "author", Map.of("name", "Mai", "website", text))).then()
                    .statusCode(422).body("violations[0].field", equalTo("/author/website"));
        }
        var feed = get(API + "/articles/" + article + "/comments/feeds/rss").asString();
        assertTrue(!feed.contains("<script") && !feed.contains("<img") && !feed.contains("<svg"), feed);
    }

    @Test
    void x03_what_means_something_elsewhere_means_nothing_here() {
        setPolicy("none");
        for (var text : List.of("'; drop table comment; --", "100%", "a_b", "back\\slash", "\\' or 1=1", "{\"a\": [1]}",
                "{{7*7}}", "${jndi:ldap://x}", "#{1+1}", "%00 %s %d", "$1", "\\u0041")) {
            var id = comment(article, newComment(text, text)).then().statusCode(201).body("body", equalTo(text))
                    .extract()
                    .jsonPath().getString("id");
            get(API + "/comments/" + id).then().body("body", equalTo(text)).body("author.name", equalTo(text));
        }
        staff().queryParam("q", "%").get(ADMIN + "/comments").then().statusCode(200);
        staff().queryParam("q", "drop:*&!|()'").get(ADMIN + "/comments").then().statusCode(200).body("items.size()",
                equalTo(1));
    }

    @Test
    void x04_vietnamese_is_one_however_it_is_composed() {
        setPolicy("none");
        var composed = "Tiếng Việt, đẹp";
        var apart = Normalizer.normalize(composed, Normalizer.Form.NFD);
        comment(article, newComment(apart, "Mai")).then().statusCode(201).body("body", equalTo(composed));
        comment(article, newComment(composed, "Mai")).then().statusCode(409);
        comment(article, newComment(composed.toUpperCase(java.util.Locale.ROOT), "Mai")).then().statusCode(409);
        for (var words : List.of("tieng viet", "Việt", "dep", "ĐẸP",
                Normalizer.normalize("đẹp", Normalizer.Form.NFD))) {
            staff().queryParam("q", words).get(ADMIN + "/comments").then().body("items.body",
                    equalTo(List.of(composed)));
        }
        comment(article, newComment("ệ".repeat(5_000), "Mai")).then().statusCode(201);
        comment(article, newComment(Normalizer.normalize("ễ".repeat(5_000), Normalizer.Form.NFD), "Mai")).then()
                .statusCode(201);
    }

    @Test
    void x05_emoji_are_code_points_and_stay_whole() {
        setPolicy("none");
        var family = "👩🏽‍🚀 🇻🇳 1️⃣ 👨‍👩‍👧";
        var id = comment(article, newComment(family, "👩🏽‍🚀")).then().statusCode(201).body("body", equalTo(family))
                .extract().jsonPath().getString("id");
        assertEquals(family, Jsoup.parse(get(API + "/comments/" + id).jsonPath().getString("bodyHtml")).text());
        get(API + "/comments/" + id).then().body("author.name", equalTo("👩🏽‍🚀"));
        comment(article, newComment("x", "😀".repeat(80))).then().statusCode(201);
        comment(article, newComment("x", "😀".repeat(81))).then().statusCode(422);
    }

    @Test
    void x07_lines_lists_and_emphasis_are_shown_as_they_were_typed() {
        setPolicy("none");
        assertEquals("<p>one<br />\ntwo<br />\nthree</p>", shown("one\ntwo  \nthree"));
        assertEquals("<ol start=\"7\"><li>seven</li><li>eight</li></ol>", shown("7. seven\n8. eight"));
        assertEquals("<p><strong>テスト。</strong>テスト</p>", shown("**テスト。**テスト"));
        assertEquals("<p>$5 and $x$</p>", shown("$5 and $x$"));
    }

    private String shown(String text) {
        return comment(article, newComment(text, "Mai")).then().statusCode(201).extract().jsonPath()
                .getString("bodyHtml");
    }

    @Test
    void x08_invalid_text_is_refused() {
        postRaw("{\"body\": \"a\\u0000b\", \"author\": {\"name\": \"M\"}}".getBytes(StandardCharsets.UTF_8), 422);
        postRaw("{\"body\": \"a\\ud83d\", \"author\": {\"name\": \"M\"}}".getBytes(StandardCharsets.UTF_8), 400);
        for (var bad : new byte[][]{ { (byte) 0xc0, (byte) 0x80 }, { (byte) 0xff },
                { (byte) 0xed, (byte) 0xa0, (byte) 0x80 },
                { (byte) 0xe1, (byte) 0xba } }) {
            var out = new ByteArrayOutputStream();
            out.writeBytes("{\"author\": {\"name\": \"M\"}, \"body\": \"".getBytes(StandardCharsets.UTF_8));
            out.writeBytes(bad);
            out.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            postRaw(out.toByteArray(), 400);
        }
        staff().get(ADMIN + "/comments").then().body("items.size()", equalTo(0));
    }

    private void postRaw(byte[] body, int status) {
        given().header("Content-Type", "application/json").body(body).post(API + "/articles/" + article + "/comments")
                .then().statusCode(status).contentType("application/problem+json");
    }

    @Test
    void x09_bodies_are_counted_in_bytes_before_they_are_read() throws Exception {
        var start = "{\"author\": {\"name\": \"M\"}, \"body\": \"x\"";
        for (int size : new int[]{ 64 * 1024, 64 * 1024 + 1 }) {
            postRaw((start + " ".repeat(size - start.length() - 1) + "}").getBytes(StandardCharsets.UTF_8), size,
                    size == 64 * 1024 ? 202 : 413);
        }
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write((start + " ".repeat(10_000_000) + "}").getBytes(StandardCharsets.UTF_8));
        }
        int status = given().header("Content-Type", "application/json").header("Content-Encoding", "gzip")
                .body(zipped.toByteArray()).post(API + "/articles/" + article + "/comments").statusCode();
        assertTrue(status == 400 || status == 413 || status == 415, "a bomb: " + status);
        assertEquals(1, query("select count(*) from comment"));
    }

    private void postRaw(byte[] body, int size, int status) {
        assertEquals(size, body.length);
        given().header("Content-Type", "application/json").body(body).post(API + "/articles/" + article + "/comments")
                .then().statusCode(status);
    }

    @Test
    void x11_many_links_wait_and_hosts_are_shown_as_they_are_looked_up() throws Exception {
        setPolicy("none");
        comment(article, newComment("https://a.example and https://b.example", "Mai")).then().statusCode(201);
        var held = comment(article, newComment("https://a.example https://b.example [c](https://c.example)", "Mai"))
                .then()
                .statusCode(202).extract().jsonPath().getString("id");
        staff().get(ADMIN + "/comments/" + held).then().body("state", equalTo("pending"))
                .body("heldFor", equalTo(List.of("links")));
        comment(article, newComment("Log in at https://аррӏе.example/ or <https://аррӏе.example>", "Mai")).then()
                .statusCode(201).body("bodyHtml", containsString("xn--")).body("bodyHtml", not(containsString("а")));
        comment(article, newComment("<mailto:mai@example.com>", "Mai")).then().statusCode(201)
                .body("bodyHtml", containsString("href=\"mailto:mai"));
        comment(article, Map.of("body", "x", "author", Map.of("name", "Mai", "website", "https://аррӏе.example")))
                .then().statusCode(201).body("author.website", containsString("https://xn--"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\nb", "a\r\nBcc: x@y.example", "a\u0085b", "a\u2028b" })
    void x12_names_and_emails_are_one_line(String text) {
        comment(article, newComment("x", text)).then().statusCode(422);
        comment(article, Map.of("body", "x", "author", Map.of("name", "M", "email", text + "@example.com"))).then()
                .statusCode(422);
    }
}
