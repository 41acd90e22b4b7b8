package dev.byline.search;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

/** Checks what counts as a word: in technical texts, in scripts without spaces, and with emoji. */
@QuarkusTest
class SearchWordsTest extends ServiceTest {

    private static ValidatableResponse search(String q) {
        return given().queryParam("q", q).get(API + "/search").then().statusCode(200);
    }

    private static void publishText(String title, String text) {
        if (staff().get(ADMIN + "/categories/news").statusCode() == 404) {
            category("News");
        }
        publish(draft(Map.of("title", title, "categories", List.of("news"), "body", markdown(text))).getString("id"));
    }

    @Test
    void words_beside_signs_are_found() {
        publishText("One", "A frontend/backend split over TCP/IP, see www.postgresql.org/docs and "
                + "https://wiki.example.net/pages/Indexing_Guide.html");
        publishText("Two",
                "Unpack file.tar.gz, and the sentence is at its end.Next comes another, by mai@kitchen.example.");
        for (var q : List.of("frontend", "backend", "backend split", "frontend/backend", "TCP/IP", "tcp", "ip",
                "postgresql", "www.postgresql.org", "docs", "indexing", "guide", "indexing_guide.html", "wiki",
                "\"split over TCP/IP\"", "-file backend", "tcp-ip")) {
            search(q).body("items.title", equalTo(List.of("One")));
        }
        for (var q : List.of("tar", "gz", "file.tar.gz", "end", "next", "kitchen", "mai@kitchen.example",
                "next -TCP/IP", "\"at its end\"")) {
            search(q).body("items.title", equalTo(List.of("Two")));
        }
        // Words with a sign between them are neighbors.
        for (var q : List.of("ip/tcp", "gz.file", "next -file.tar.gz")) {
            search(q).body("items", hasSize(0));
        }
    }

    @Test
    void a_fragment_begins_and_ends_with_whole_characters() {
        var family = "👨‍👩‍👧‍👦";
        publishText("Families", family.repeat(60) + " needle" + family.repeat(60));
        var fragment = search("needle").extract().jsonPath().getString("items[0].highlights.text[0]");
        assertEquals("<mark>needle</mark>", fragment.replace(family, "").replace("…", "").strip(), fragment);
    }

    @Test
    void names_with_signs_are_words_of_their_own() {
        publishText("Letters", "The letter C, the note F, a net, a node, some js, a plus and a sharp knife.");
        publishText("Native", "Programs in C++ are fast.");
        publishText("Managed", "Programs in C#, F# and Visual Basic run on .NET 8.");
        publishText("Server", "Node.js and Vue.js are libraries.");
        search("C++").body("items.title", equalTo(List.of("Native")))
                .body("items[0].highlights.text[0]", equalTo("Programs in <mark>C++</mark> are fast."));
        search("c++ programs").body("items.title", equalTo(List.of("Native")));
        search("\"in C++ are\"").body("items.title", equalTo(List.of("Native")));
        search("programs -C++").body("items.title", equalTo(List.of("Managed")));
        search("C#").body("items.title", equalTo(List.of("Managed")));
        search("F#").body("items.title", equalTo(List.of("Managed")));
        search(".NET").body("items.title", equalTo(List.of("Managed")));
        search("\"on .net 8\"").body("items.title", equalTo(List.of("Managed")));
        search("Node.js").body("items.title", equalTo(List.of("Server")));
        search("nodejs").body("items.title", equalTo(List.of("Server")));
        search("\"c\"").body("items.title", equalTo(List.of("Letters")));
        search("vue").body("items.title", equalTo(List.of("Server")));
        search("net").body("items.title", hasItem("Managed"));
        search("c++ progrms").body("items", hasSize(0));
    }

    @Test
    void names_with_signs_are_found_in_titles_and_tags_and_corrected_as_they_are_written() {
        category("News");
        publish(draft(Map.of("title", "Modern C++ patterns", "categories", List.of("news"), "body", markdown("x")))
                .getString("id"));
        publish(draft(Map.of("title", "Another", "categories", List.of("news"), "tags", List.of("C#", "Góc nhìn"),
                "body", markdown("x"))).getString("id"));
        search("modern c++ patern").body("correctedQuery", equalTo("modern c++ patterns"))
                .body("items[0].highlights.title",
                        equalTo("<mark>Modern</mark> <mark>C++</mark> <mark>patterns</mark>"));
        search("c#").body("items.title", equalTo(List.of("Another")));
        search("goc nhin").body("items.title", equalTo(List.of("Another")));
        given().queryParam("q", "modern c++ p").get(API + "/search/suggestions").then().body("items.title",
                equalTo(List.of("Modern C++ patterns")));
        given().queryParam("q", "C+").get(API + "/search/suggestions").then().body("items.title",
                hasItem("Modern C++ patterns"));
    }

    @Test
    void words_of_scripts_without_spaces_are_found() {
        publishText("Thai", "การเขียนภาษาไทยไม่มีการเว้นวรรคระหว่างคำ");
        publishText("Lao", "ພາສາລາວບໍ່ມີຊ່ອງຫວ່າງ");
        publishText("Khmer", "ភាសាខ្មែរគ្មានដកឃ្លា");
        publishText("Burmese", "မြန်မာဘာသာစကားကိုလေ့လာသည်");
        publishText("Japanese", "これは東京についての文章です。データベース");
        publishText("Hindi", "हिन्दी में लिखा गया लेख");
        for (var row : Map.of("ภาษา", "Thai", "ภาษาไทย", "Thai", "คำ", "Thai", "ພາສາ", "Lao", "ភាសា", "Khmer",
                "မြန်မာ", "Burmese", "東京", "Japanese", "データ", "Japanese", "हिन्दी", "Hindi", "लेख", "Hindi")
                .entrySet()) {
            search(row.getKey()).body("items.title", equalTo(List.of(row.getValue())));
        }
        // Other vowels make another word.
        search("हन्दु").body("items", hasSize(0));
        search("東京").body("items[0].highlights.text[0]", equalTo("これは<mark>東京</mark>についての文章です。データベース"));
        search("ไทย").body("items[0].highlights.text[0]",
                equalTo("การเขียนภาษา<mark>ไทย</mark>ไม่มีการเว้นวรรคระหว่างคำ"));
    }

    @Test
    void emoji_are_found() {
        publishText("Party 🎉", "We won 👍🏽 in 🇻🇳 with the 👨‍👩‍👧.");
        publishText("Plain", "We won in Vietnam.");
        for (var q : List.of("🎉", "👍", "👍🏿", "🇻🇳", "👨‍👩‍👧", "won 👍", "🎉 party", "🎉👍")) {
            search(q).body("items.title", equalTo(List.of("Party 🎉")));
        }
        for (var q : List.of("🇻🇬", "🎊", "🎊 party", "👩")) {
            search(q).body("items", hasSize(0));
        }
        search("won -🎉").body("items.title", equalTo(List.of("Plain")));
        search("won").body("items.title", not(hasItem("🎉")));
        given().queryParam("q", "🎉").get(API + "/articles").then().body("items.title", equalTo(List.of("Party 🎉")));
        given().queryParam("q", "party 🎉").get(API + "/search/suggestions").then().body("items.title",
                equalTo(List.of("Party 🎉")));
    }

    @Test
    void digits_of_all_scripts_are_equal() {
        publishText("Year", "พ.ศ. ๒๕๖๙");
        search("2569").body("items.title", equalTo(List.of("Year")));
    }
}
