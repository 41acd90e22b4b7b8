package dev.byline.search;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class SearchTest extends ServiceTest {

    private static ValidatableResponse search(String q) {
        return given().queryParam("q", q).get(API + "/search").then();
    }

    private static void publishLibrary() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"ja\"]}").then().statusCode(200);
        category("Tech");
        sending(Map.of("name", "AI", "parent", "tech")).post(ADMIN + "/categories").then().statusCode(201);
        author("Linh");
        publishText("en", "The chips behind Dojo", "Tesla trains neural networks with its own supercomputers.", "2022");
        publishText("en", "Electric cars in winter", "A battery loses range in the cold; charging takes longer.",
                "2023");
        publishText("en", "Reading a café menu", "The naïve reader orders crème brûlée.", "2021");
        publishText("vi", "Đường đến thành công", "Người Việt Nam viết về công nghệ và trí tuệ nhân tạo.", "2024");
        publishText("vi", "Đăng ký nhận bản tin", "Mỗi tuần một bức thư về ô tô điện.", "2020");
        publishText("ja", "日本語の記事", "これは東京についての文章です。", "2020");
    }

    private static String publishText(String locale, String title, String body, String year) {
        return publish(draft(Map.of("locale", locale, "title", title, "categories", List.of("ai"), "authors",
                List.of("linh"), "tags", List.of("Tag " + locale), "body", markdown(body), "publishedAt",
                year + "-01-01T00:00:00Z")).getString("id")).getString("id");
    }

    @Test
    void words_are_found_with_and_without_accents_in_any_form_and_order() {
        publishLibrary();
        var table = new ArrayList<List<String>>();
        table.add(List.of("dojo", "The chips behind Dojo"));
        table.add(List.of("DOJO chip", "The chips behind Dojo"));
        table.add(List.of("training network", "The chips behind Dojo"));
        table.add(List.of("supercomputer", "The chips behind Dojo"));
        table.add(List.of("superco", "The chips behind Dojo"));
        table.add(List.of("\"neural networks\"", "The chips behind Dojo"));
        table.add(List.of("battery -dojo", "Electric cars in winter"));
        table.add(List.of("charge", "Electric cars in winter"));
        table.add(List.of("car", "Electric cars in winter"));
        table.add(List.of("cafe", "Reading a café menu"));
        table.add(List.of("café", "Reading a café menu"));
        table.add(List.of("creme brulee", "Reading a café menu"));
        table.add(List.of("NAIVE", "Reading a café menu"));
        table.add(List.of("đường đến thành công", "Đường đến thành công"));
        table.add(List.of("duong den thanh cong", "Đường đến thành công"));
        table.add(List.of("ĐƯỜNG", "Đường đến thành công"));
        table.add(List.of("cong nghe", "Đường đến thành công"));
        table.add(List.of("trí tuệ nhân tạo", "Đường đến thành công"));
        table.add(List.of("\"tri tue\"", "Đường đến thành công"));
        table.add(List.of("dang ky", "Đăng ký nhận bản tin"));
        table.add(List.of("đăng ký", "Đăng ký nhận bản tin"));
        table.add(List.of("o to dien", "Đăng ký nhận bản tin"));
        table.add(List.of("tag vi ban tin", "Đăng ký nhận bản tin"));
        table.add(List.of("日本", "日本語の記事"));
        table.add(List.of("東京", "日本語の記事"));
        for (var row : table) {
            search(row.get(0)).statusCode(200).body("items.title", hasItem(row.get(1))).body("correctedQuery",
                    nullValue());
        }
        search("battery or dojo").body("items.title", hasSize(2));
        for (var nothing : List.of("dojo battery", "\"networks neural\"", "dojo -tesla", "zzzz")) {
            search(nothing).statusCode(200).body("items", hasSize(0));
        }
    }

    @Test
    void a_mistyped_word_is_corrected_and_the_answer_says_so() {
        publishLibrary();
        for (var typo : Map.of("dojjo", "dojo", "elektric", "electric", "duong thanh cogn", "duong thanh cong",
                "wimter", "winter").entrySet()) {
            search(typo.getKey()).body("correctedQuery", equalTo(typo.getValue())).body("items", hasSize(1));
        }
        search("xylophone").body("items", hasSize(0)).body("correctedQuery", nullValue());
    }

    @Test
    void a_corrected_query_has_pages() {
        published("Trams at night");
        published("Trams by day");
        published("Trams in winter");
        var first = get(API + "/search?q=tramz&size=2").then().statusCode(200).body("correctedQuery", equalTo("trams"))
                .body("items", hasSize(2)).extract().jsonPath();
        get(API + "/search?q=tramz&size=2&cursor=" + first.getString("page.next")).then().statusCode(200)
                .body("correctedQuery", equalTo("trams")).body("items", hasSize(1));
        get(API + "/search?q=tramz&size=2&count=exact&page=2").then().statusCode(200)
                .body("correctedQuery", equalTo("trams"))
                .body("items", hasSize(1)).body("page.total", equalTo(3));
        // The words as typed have hits, though not on this page.
        get(API + "/search?q=trams&size=2&page=3").then().statusCode(200).body("items", hasSize(0))
                .body("correctedQuery", nullValue());
        get(API + "/search?q=other&cursor=" + first.getString("page.next")).then().statusCode(400);
    }

    @Test
    void titles_come_before_texts_and_of_equals_the_newest_comes_first() {
        publishLibrary();
        publishText("en", "Something else", "It mentions winter once.", "2024");
        publishText("en", "Winter again", "Snow.", "2019");
        publishText("en", "Winter anew", "Snow.", "2020");
        search("winter").body("items.title", equalTo(
                List.of("Electric cars in winter", "Winter anew", "Winter again", "Something else")));
    }

    @Test
    void highlights_are_safe_and_keep_accents() {
        category("Tech");
        category("AI");
        author("Linh");
        publishText("en", "Tips & <script>alert(1)</script> Đường",
                "Before `<img src=x onerror=alert(1)>` \"đường\" after.",
                "2024");
        search("duong").body("items[0].highlights.title",
                equalTo("Tips &amp; &lt;script&gt;alert(1)&lt;/script&gt; <mark>Đường</mark>"))
                .body("items[0].highlights.text", hasSize(1))
                .body("items[0].highlights.text[0]", containsString("&lt;img src=x onerror=alert(1)&gt;"))
                .body("items[0].highlights.text[0]", containsString("<mark>đường</mark>"))
                .body("items[0].highlights.text[0]", not(containsString("<img")));
    }

    @Test
    void filters_narrow_and_facets_count() {
        publishLibrary();
        search("dojo or cong").body("items", hasSize(2));
        given().queryParam("q", "dojo or cong").queryParam("locale", "vi").get(API + "/search").then()
                .body("items.title", equalTo(List.of("Đường đến thành công")));
        for (var filter : List.of("category=tech", "tag=tag-en", "author=linh", "category=ai&exact=true&author=linh")) {
            get(API + "/search?q=dojo&" + filter).then().body("items", hasSize(1));
        }
        get(API + "/search?q=dojo&category=tech&exact=true").then().body("items", hasSize(0));
        get(API + "/search?q=dojo or cong&facets=category,tag,author,year").then()
                .body("facets.category[0].slug", equalTo("ai")).body("facets.category[0].articles", equalTo(2))
                .body("facets.tag.name", equalTo(List.of("Tag en", "Tag vi")))
                .body("facets.author[0].name", equalTo("Linh"))
                .body("facets.year.name", equalTo(List.of("2022", "2024"))).body("facets.year[0].id", nullValue());
        get(API + "/search?q=dojo&facets=categories").then().statusCode(400).body("detail",
                containsString("did you mean 'category'"));
        get(API + "/articles?q=duong&sort=title").then().body("items.title", equalTo(List.of("Đường đến thành công")));
        get(API + "/articles?q=zzz").then().body("items", hasSize(0));
        get(API + "/articles?q=...").then().body("items", hasSize(0));
    }

    @Test
    void pages_go_through_all_hits_once() {
        for (int i = 0; i < 7; i++) {
            published("Same words " + i);
        }
        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var page = get(API + "/search?q=words&size=3&count=exact" + (cursor == null ? "" : "&cursor=" + cursor))
                    .then().statusCode(200).body("page.total", equalTo(7)).extract();
            seen.addAll(page.path("items.title"));
            cursor = page.path("page.next");
        } while (cursor != null);
        assertEquals(7, seen.stream().distinct().count());
        assertEquals(7, seen.size());
        get(API + "/search?q=words&size=3").then().header("Link", containsString("rel=\"next\""))
                .body("page.next", notNullValue());
        get(API + "/search?q=words&size=3&page=3").then().body("items", hasSize(1));
        get(API + "/search?q=same&cursor=" + get(API + "/search?q=words&size=3").path("page.next")).then()
                .statusCode(400);
    }

    @Test
    void what_is_not_live_is_not_found() {
        publishLibrary();
        var id = published("Quicksand").getString("id");
        search("quicksand").body("items", hasSize(1));
        patch("articles/" + id, "*", "{\"title\": \"Quagmire\"}").then().statusCode(200);
        search("quagmire").body("items", hasSize(0));
        verb("articles/" + id + "/publish").then().statusCode(200);
        search("quagmire").body("items", hasSize(1));
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        search("quagmire").body("items", hasSize(0));
        search("quagmirr").body("items", hasSize(0)).body("correctedQuery", nullValue());
        get(API + "/search/suggestions?q=quag").then().body("items", hasSize(0));
    }

    @Test
    void suggestions_go_on_from_what_is_typed() {
        publishLibrary();
        get(API + "/search/suggestions?q=Đư").then().body("items.title", equalTo(List.of("Đường đến thành công")));
        get(API + "/search/suggestions?q=duong d").then().body("items.title",
                equalTo(List.of("Đường đến thành công")));
        get(API + "/search/suggestions?q=wint").then().body("items.title",
                equalTo(List.of("Electric cars in winter")));
        get(API + "/search/suggestions?q=e").then().body("items[0].title", equalTo("Electric cars in winter"));
        get(API + "/search/suggestions?q=d&locale=vi").then().body("items.locale", not(hasItem("en")));
        get(API + "/search/suggestions?q=!!").then().body("items", hasSize(0));
    }

    @Test
    void hostile_queries_get_an_answer() {
        publishLibrary();
        for (var q : List.of("the and of", "&|!():*<->", "\"", "\"unbalanced", "-", "- -", "or or or", "🎉🎉", "'; --",
                "a:*", "\\", "%", "dojo & !tesla:*A", "-dojo", "x".repeat(200), "a ".repeat(100), "'''", "\u200b",
                "~2024", "or", "dojo or", "<->", "ー", "ﬁ", "İstanbul")) {
            search(q).statusCode(200);
            given().queryParam("q", q).get(API + "/search/suggestions").then().statusCode(200);
            given().queryParam("q", q).get(API + "/articles").then().statusCode(200);
        }
        search("x".repeat(201)).statusCode(400).body("violations[0].field", equalTo("q"));
        search("x".repeat(7000)).statusCode(anyOf(equalTo(400), equalTo(414)));
        get(API + "/search").then().statusCode(400).body("detail", containsString("q is missing"));
        given().urlEncodingEnabled(false).get(API + "/search?q=%00").then().statusCode(400);
        given().urlEncodingEnabled(false).get(API + "/search?q=%ff%fe").then().statusCode(anyOf(equalTo(200),
                equalTo(400)));
        get(API + "/search?q=dojo&sort=title").then().statusCode(400);
    }

    @Test
    void a_text_of_any_length_can_be_published_and_found() {
        category("News");
        var many = new StringBuilder();
        for (int i = 0; many.length() < 400_000; i++) {
            many.append("w").append(i).append(' ');
        }
        var id = draft(Map.of("title", "Long", "categories", List.of("news"), "body",
                markdown("needle " + "x".repeat(5000) + " " + many))).getString("id");
        publish(id);
        search("needle").body("items", hasSize(1)).body("items[0].highlights.text", hasSize(1));
        search("w7").body("items", hasSize(1));
    }
}
