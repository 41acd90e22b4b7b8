package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "Đăng ký | vi | dang-ky", "Đường đến thành công! | vi | duong-den-thanh-cong",
            "Über Straßen | de | ueber-strassen", "Über Straßen | en | uber-strassen",
            "İstanbul'da ışık | tr | istanbulda-isik",
            "Привет, мир | ru | privet-mir", "日本語 | ja | ri-ben-yu", "It’s 50% off | en | its-50-off",
            "C++ | en | c-plus-plus",
            "C | en | c", "C# | en | c-sharp", "F# | en | f-sharp", ".NET | en | dot-net", "Node.js | en | node-js",
            "C++20 and C#12 on .NET | en | c-plus-plus-20-and-c-sharp-12-on-dot-net", "ASP.NET | en | asp-net",
            "a+b+++c #1 issue#2 | en | a-b-c-1-issue-2",
            "😀😀 | en | article", "--- | en | article", "a  -  b | en | a-b",
            "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69 | en | article-01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69" })
    void slugs_are_ascii_in_every_script(String title, String locale, String slug) {
        assertEquals(slug, Slugs.derive(title, locale, "article"));
        assertTrue(slug.matches(Slugs.PATTERN), slug);
    }

    @Test
    void slugs_are_bounded_and_cut_between_words() {
        var slug = Slugs.derive("word ".repeat(500), "en", "article");
        assertTrue(slug.length() <= Slugs.MAX_LENGTH && slug.endsWith("-word"), slug);
        assertTrue(Slugs.derive("x".repeat(3000), "en", "article").length() == Slugs.MAX_LENGTH);
        assertEquals("x".repeat(94) + "-12345", Slugs.withNumber("x".repeat(100), 12345));
        assertEquals("a-3", Slugs.firstFree("a", List.of("a", "a-2", "a-4")));
        assertFalse("01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69".matches(Slugs.PATTERN));
    }

    /** Sends common XSS attacks through both renderers, and reads the result back with a second parser. */
    @ParameterizedTest
    @ValueSource(strings = { "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
            "<iframe//src=jaVa&Tab;script:alert(3)>", "<a href=\"ja&Tab;vascript:alert(1)\">x</a>",
            "<a href=\"JaVaScRiPt&colon;alert(1)\">x</a>", "[x](javascript:alert(1))",
            "[x](data:text/html;base64,PHN2Zz4=)",
            "[x](vbscript:x)", "![x](x\"onerror=alert(1))", "<style>*{x:expression(alert(1))}</style>",
            "<noscript><style></noscript><img src=x onerror=alert(1)>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "]]><script>alert(1)</script>",
            "<b style=\"x\" onclick=alert(1)>x",
            "<form action=//evil><input name=x>", "<base href=//evil>", "<meta http-equiv=refresh content=0>",
            "<object data=x></object><embed src=x>", "<a href=x target=_blank>x</a>", "`<script>`",
            "```\n<script>\n```", "<img srcset='javascript:alert(1) 1x, data:text/html,x 2x'>",
            "<img src=a srcset='a 1x, javascript:alert(1) 2x'>",
            "<picture><source srcset=javascript:alert(1)><img src=x onerror=alert(1)></picture>",
            "<video src=javascript:alert(1) poster=javascript:alert(1) autoplay onplay=alert(1)></video>",
            "<video src=a poster='data:text/html,x' autoplay onloadstart=alert(1)><source src=data:text/html,x><track"
                    + " src=javascript:alert(1)></video>",
            "<audio src=tel:1 autoplay></audio>", "<img src=tel:1>", "<video><source src=a onerror=alert(1)></video>",
            "<source onerror=alert(1)>", "<track onload=alert(1)>",
            "<ruby onclick=alert(1)><rt style=x>a</ruby>", "<bdo dir=rtl onclick=alert(1)>x</bdo>",
            "<ol type='javascript:x' start='x\"onclick=alert(1)' onclick=alert(1)><li>x</ol>",
            "<details open ontoggle=alert(1)><summary onclick=alert(1)>x</summary></details>",
            "$<img src=x onerror=alert(1)>$", "$$</span><script>alert(1)</script>$$", "\\(\"><svg onload=alert(1)>\\)",
            "> [!NOTE]<script>alert(1)</script>\n> x", "> [!NOTE]\n> <img src=x onerror=alert(1)>",
            "<a id='x\" onclick=alert(1)' name=\"y' onclick=alert(1)\">x</a>", "[x](java\ufdd0script:alert(1))",
            "<a href=\"java\ufdd0script:alert(1)\">x</a>", "<scr\ufdd0ipt>alert(1)</script>",
            "<span class='math inline' onclick=alert(1) style=x>x</span>",
            "<a href=sms:1 rel='opener\" onclick=alert(1)'>x</a>" })
    void nothing_active_survives(String hostile) {
        for (var html : List.of(RenderedBody.ofHtml(hostile).html(), RenderedBody.ofMarkdown(hostile).html(),
                HtmlSanitizer.renderCommentMarkdown(hostile))) {
            for (var element : Jsoup.parseBodyFragment(html).body().getAllElements()) {
                assertFalse(
                        Set.of("script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "base",
                                "meta", "noscript", "link").contains(element.normalName()),
                        html);
                for (var attribute : element.attributes()) {
                    assertFalse(attribute.getKey().startsWith("on") || attribute.getKey().equals("style"), html);
                    if (Set.of("href", "src", "srcset", "poster").contains(attribute.getKey())) {
                        assertFalse(attribute.getValue().replaceAll("\\s", "")
                                .matches("(?i)(.*,)?(javascript|data|vbscript):.*"), html);
                    }
                    assertFalse(Set.of("autoplay", "srcdoc", "name").contains(attribute.getKey()), html);
                    assertFalse(attribute.getKey().equals("src") && attribute.getValue().startsWith("tel:"), html);
                }
            }
        }
    }

    @Test
    void markdown_is_rendered_and_keeps_what_is_harmless() {
        assertEquals(
                "<h2 id=\"t\">T</h2>\n<p>a <strong>b</strong> <del>c</del> <a href=\"https://x.vn\">https://x.vn</a></p>",
                RenderedBody.ofMarkdown("## T\n\na **b** ~~c~~ https://x.vn").html().replace(" rel=\"nofollow\"", ""));
        assertTrue(RenderedBody.ofMarkdown("| a | b |\n| --- | :-: |\n| 1 | 2 |").html()
                .contains("<td align=\"center\">2</td>"));
        assertTrue(RenderedBody.ofMarkdown("```java\nint x;\n```").html().contains("<code class=\"language-java\">"));
        assertTrue(HtmlSanitizer.renderCommentMarkdown("[x](https://x.vn)").contains("ugc"));
        assertFalse(HtmlSanitizer.renderCommentMarkdown("![x](https://x.vn/a.png)").contains("<img"));
        assertEquals("<p># h</p>", HtmlSanitizer.renderCommentMarkdown("# h"));
        assertTrue(Jsoup.parse(HtmlSanitizer.renderCommentMarkdown("|a|b|\n|-|-|\n|1|2|")).text().contains("|1|2|"));
        assertTrue(HtmlSanitizer.renderCommentMarkdown("![i](https://x.vn/y.png)").contains(">i</a>"));
        assertTrue(HtmlSanitizer.renderCommentMarkdown("![](https://x.vn/y.png)").contains(">https://x.vn/y.png</a>"));
        assertEquals("One Two", RenderedBody.ofHtml("<p>One</p><p>Two</p>").text());
    }

    @Test
    void hostile_nesting_costs_bounded_work() {
        for (var nasty : List.of("> ".repeat(50_000), "[".repeat(50_000), "*a ".repeat(50_000), "`".repeat(50_000),
                "<div>".repeat(20_000), "- ".repeat(20_000) + "x", "![".repeat(20_000),
                "|a".repeat(20_000) + "\n" + "|-".repeat(20_000))) {
            RenderedBody.ofMarkdown(nasty).html();
            HtmlSanitizer.renderCommentMarkdown(nasty);
        }
    }

    @Test
    void excerpts_do_not_split_a_sign_and_end_between_words() {
        var excerpt = Excerpt.of("word ".repeat(100));
        assertTrue(excerpt.endsWith("word…") && excerpt.codePointCount(0, excerpt.length()) <= 200);
        var emoji = Excerpt.of("😀".repeat(300));
        assertEquals(200, emoji.codePointCount(0, emoji.length()));
        assertFalse(emoji.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF));
        assertEquals("short", Excerpt.of("short"));
        for (var sign : List.of("👨‍👩‍👧‍👦", "👩🏽‍🚀", "🇻🇳", "1️⃣", "ệ", "กำ", "क्षि", "한", "🏴󠁧󠁢󠁥󠁮󠁧󠁿")) {
            var cut = Excerpt.of(sign.repeat(300));
            assertEquals("", cut.substring(0, cut.length() - 1).replace(sign, ""), sign);
            assertTrue(cut.codePointCount(0, cut.length()) <= 200 && cut.length() > 100, cut);
        }
        assertEquals(200, Excerpt.of("x" + "\u0301".repeat(300)).length());
    }

    @Test
    void a_truncated_text_has_at_most_its_length_and_whole_characters() {
        assertEquals("12345", Graphemes.truncate("12345", 5));
        assertEquals("1234…", Graphemes.truncate("123456", 5));
        assertEquals("👨‍👩‍👧‍👦👨‍👩‍👧‍👦…", Graphemes.truncate("👨‍👩‍👧‍👦".repeat(4), 18));
        assertEquals("ệ…", Graphemes.truncate("e\u0323\u0302".repeat(3), 5).replace("e\u0323\u0302", "ệ"));
        assertEquals("x\u0301\u0301\u0301…", Graphemes.truncate("x" + "\u0301".repeat(9), 5));
    }

    @Test
    void reading_takes_as_long_as_the_script_asks_for() {
        assertEquals(1, ReadingTime.minutes(""));
        assertEquals(2, ReadingTime.minutes("word ".repeat(460)));
        // A name or two do not make an English text Vietnamese.
        assertEquals(2, ReadingTime.minutes("Linh Trần and " + "word ".repeat(460)));
        assertEquals(1, ReadingTime.minutes("Đường đến thành công ".repeat(115)));
        assertEquals(2, ReadingTime.minutes("Đường đến thành công ".repeat(165)));
        // Thai writes no spaces: its words are found in a dictionary.
        assertEquals(2, ReadingTime.minutes("ภาษาไทยเขียนติดกัน".repeat(90)));
        assertEquals(2, ReadingTime.minutes("日本語の文".repeat(200)));
    }
}
