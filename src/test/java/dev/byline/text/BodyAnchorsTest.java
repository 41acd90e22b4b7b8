package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the anchors of article bodies, and the links to them. */
class BodyAnchorsTest {
    private static final UUID ARTICLE = UUID.fromString("01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69");
    private static final String PREFIX = "a3c4b5a69-";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "## 日本語 | 日本語", "## 日本語 | %E6%97%A5%E6%9C%AC%E8%AA%9E",
            "## 日本語 | ri-ben-yu", "## Why not? | why-not", "## Đường đi | đường-đi", "## Đường đi | duong-di",
            "## C++ & more | c--more", "## 2024 | 2024", "<h2 id='x y'>T</h2> | x%20y", "<h2 id='fn1'>T</h2> | fn1",
            "<a name='top'></a>T | top", "<a id='chú'></a>T | chú", "<a id='chú'></a>T | ch%C3%BA",
            "<p id='part'>T</p> | part", "<a id='i' name='n'>T</a> | n", "<aside id='a1'>T</aside> | a1",
            "## A%B | ab", "<sup id='fnref:1'>T</sup> | fnref:1" })
    void a_link_finds_its_anchor(String anchor, String fragment) {
        var page = page(RenderedBody.ofMarkdown(anchor + "\n\n[link](#" + fragment + ")"));
        var link = page.selectFirst("a[href]").attr("href");
        assertTrue(link.startsWith("#" + PREFIX), page.html());
        assertEquals(1, page.select("[id=" + link.substring(1) + "]").size(), page.html());
    }

    @Test
    void a_link_that_is_not_of_the_body_stays() {
        var page = page(RenderedBody.ofMarkdown("## Why\n\n[c](#comments) [t](#) [p](/x#why) [b](#%zz)"));
        assertEquals(List.of("#comments", "#", "/x#why", "#%zz"), page.select("a").eachAttr("href"));
    }

    @Test
    void ids_of_two_articles_never_meet_and_those_of_one_are_unique() {
        var source = "## fn\n\n## x\n\n<a name=x></a><p id=x>x[^1]</p> <li id=fn-1>n</li>\n\n# x\n\nx[^1]\n\n[^1]: Note.";
        var one = RenderedBody.ofMarkdown(source).forArticle(ARTICLE);
        var two = RenderedBody.ofMarkdown(source).forArticle(UUID.fromString("01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a6a"));
        var ids = Jsoup.parse(one.html() + two.html()).select("[id]").eachAttr("id");
        assertEquals(ids.size(), new HashSet<>(ids).size(), ids.toString());
        assertTrue(ids.stream().allMatch(id -> id.matches("a3c4b5a6[9a]-.+")), ids.toString());
        assertEquals(PREFIX + "x-2", one.contents().get(1).id(), ids.toString());
        assertEquals(one.text(), two.text());
        for (var href : Jsoup.parse(one.html()).select("a[href]").eachAttr("href")) {
            assertTrue(ids.contains(href.substring(1)), href);
        }
    }

    @Test
    void the_footnotes_of_other_programs_lead_there_and_back() {
        var page = page(RenderedBody.ofHtml("<p>One<sup id='fnref1'><a href='#fn1' rel=footnote>1</a></sup></p>"
                + "<div class=footnotes><ol><li id='fn1'>Note <a href='#fnref1'>↩</a></li></ol></div>"));
        assertEquals(List.of("#" + PREFIX + "fn1", "#" + PREFIX + "fnref1"), page.select("a").eachAttr("href"));
        assertEquals(1, page.select("li#" + PREFIX + "fn1").size());
        assertEquals(1, page.select("sup#" + PREFIX + "fnref1").size());
    }

    @Test
    void what_a_page_could_take_for_a_variable_has_no_id() {
        var page = page(RenderedBody.ofHtml("<img id=x src=a name=y><iframe id=x src=https://youtu.be/dQw4w9WgXcQ>"
                + "</iframe><form id=f><input id=i name=n></form><video id=v src=a></video>"));
        assertEquals(List.of("f"), page.select("[id]").eachAttr("id").stream()
                .map(id -> id.substring(PREFIX.length())).toList(), page.html());
        assertEquals(0, page.select("[name]").size());
    }

    private static Element page(RenderedBody body) {
        return Jsoup.parse(body.forArticle(ARTICLE).html()).body();
    }
}
