package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what Markdown in article bodies has beyond CommonMark: formulas, callouts, and emphasis beside CJK. */
class BodyMarkdownTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = { "so $a_1 * b_1 * c$ holds | a_1 * b_1 * c",
            "\\(x\\) | x", "\\(a_1 < b_2 & *c*\\) | a_1 < b_2 & *c*", "($x$) | x", "$\\$5 + x$ | \\$5 + x",
            "$\\frac{ {a} }{b}$ | \\frac{ {a} }{b}", "**$x$** | x", "$https://x.vn$ | https://x.vn",
            "a $<b>$ c | <b>", "$日本。*x*$ | 日本。*x*", "It costs $5 where $x_1 * y_1 * z$ | x_1 * y_1 * z",
            "$20-$30, or US$4 for $k_1$ | k_1" })
    void a_formula_in_a_line_is_left_alone(String markdown, String tex) {
        var page = page(markdown);
        assertEquals("\\(" + tex + "\\)", page.select("span.math.inline").text(), page.html());
        assertEquals(0, page.select("em, a, .display").size(), page.html());
    }

    @ParameterizedTest
    @ValueSource(strings = { "$$a_1\n= b_1\n- c_1$$", "$$\na_1\n= b_1\n- c_1\n$$", "\\[\na_1\n= b_1\n- c_1\n\\]",
            "Text:\n$$\na_1\n= b_1\n- c_1\n$$\nand more", "\\[a_1\n= b_1\n- c_1\\].",
            "- item\n\n  $$\n  a_1\n  = b_1\n  - c_1\n  $$" })
    void a_formula_of_its_own_may_have_lines_that_look_like_lists_and_headings(String markdown) {
        var page = page(markdown);
        assertEquals("\\[ a_1 = b_1 - c_1 \\]".replace(" ", ""),
                page.select("span.math.display").text().replace(" ", ""), page.html());
        assertEquals(0, page.select("h1, h2, em, ul ul").size(), page.html());
    }

    @ParameterizedTest
    @ValueSource(strings = { "$5 and $10", "US$5 and A$10", "a $ b $ c", "$ x$", "\\$x$", "`$x$`",
            "```\n$x$ $$y$$\n```", "$$\nis slang\n\n- list", "$$$", "$$ $$", "costs 5$", "$20,000 and $30,000",
            "\\[1\\] \\[edit\\] \\(see below\\)", "\\[my\\_file\\]", "\\(", "\\[", "$5-$10", "$x \n\n y$",
            "for $6, see `$HOME`" })
    void money_and_escaped_brackets_are_no_formulas(String markdown) {
        var html = RenderedBody.ofMarkdown(markdown).html();
        assertFalse(html.contains("math"), html);
    }

    @Test
    void braces_of_a_formula_are_neither_a_template_nor_split_by_a_comment() {
        var html = RenderedBody.ofMarkdown("$\\frac{{{a}}}{b}$ and {{ x }}").html();
        assertFalse(html.contains("{{"), html);
        assertEquals("\\(\\frac{ { {a}}}{b}\\)", Jsoup.parse(html).select("span.math").text());
        assertEquals(1, Jsoup.parse(html).selectFirst("span.math").childNodeSize(), html);
    }

    @ParameterizedTest
    @CsvSource({ "NOTE, note, Note", "tip, tip, Tip", "IMPORTANT, important, Important", "WARNING, warning, Warning",
            "Caution, caution, Caution" })
    void a_callout_has_its_class_and_title(String marker, String kind, String title) {
        var page = page("> [!" + marker + "]\n> Mind the *gap*.\n>\n> - a\n\nText.");
        var callout = page.selectFirst("blockquote.markdown-alert.markdown-alert-" + kind);
        assertEquals(List.of(title, "Mind the gap."), callout.select("p").eachText(), page.html());
        assertTrue(callout.child(0).hasClass("markdown-alert-title"), page.html());
        assertEquals(1, callout.select("li").size());
        assertEquals("Text.", RenderedBody.ofMarkdown("> [!NOTE]\n> Quote\n\nText.").excerpt());
    }

    @Test
    void a_callout_may_begin_with_markup_or_with_a_list() {
        assertEquals(
                "<blockquote class=\"markdown-alert markdown-alert-tip\"><p class=\"markdown-alert-title\">Tip</p>\n"
                        + "<ul><li>a</li></ul>\n</blockquote>",
                RenderedBody.ofMarkdown("> [!TIP]\n> - a").html().replace("\n\n", "\n"));
        assertEquals("Bold", page("> [!TIP]\n> **Bold** text").select("blockquote.markdown-alert strong").text());
        assertEquals("Hard", page("> [!TIP]  \n> **Hard**").select("blockquote.markdown-alert strong").text());
    }

    @ParameterizedTest
    @ValueSource(strings = { "> [!OTHER]\n> x", "> [!NOTE] x", "> x\n> [!NOTE]", "[!NOTE]\nx", "> `[!NOTE]`\n> x",
            "> [!NOTE] **x**\n> y" })
    void other_quotes_stay_quotes(String markdown) {
        var html = RenderedBody.ofMarkdown(markdown).html();
        assertFalse(html.contains("class"), html);
    }

    @ParameterizedTest
    @CsvSource({ "**テスト。**テスト, テスト。", "これは**「重要」**です。, 「重要」", "**中文（注）**文字, 中文（注）",
            "他说**“你好”**的, “你好”", "한국어**(강조)**입니다, (강조)", "**『x』**と**y！**と, 『x』y！", "**a。**b, a。",
            "这是**`code`**的, code", "**https://x.vn/。**です, https://x.vn/。", "テスト**「」**テスト, 「」" })
    void emphasis_touches_cjk_characters(String markdown, String strong) {
        var page = page(markdown);
        assertEquals(strong, String.join("", page.select("strong").eachText()), page.html());
        assertFalse(page.text().contains("*"), page.html());
        assertFalse(page.html().contains("\ufdd0"), page.html());
    }

    @Test
    void emphasis_elsewhere_is_as_before() {
        assertEquals("<p>**“a.”**b</p>", RenderedBody.ofMarkdown("**“a.”**b").html());
        assertEquals("<p>あ。** *あ</p>", RenderedBody.ofMarkdown("あ。** *あ").html());
        assertEquals("<p><del>あ。</del>い</p>", RenderedBody.ofMarkdown("~~あ。~~い").html());
        assertEquals("<p><code>あ。**い</code> あ_い_</p>", RenderedBody.ofMarkdown("`あ。**い` あ_い_").html());
    }

    @ParameterizedTest
    @CsvSource({ "<a href=\"https://a.example/x\">https://a.example/x</a>, 1, https://a.example/x",
            "<a href=\"https://a.example/x\">see **www.a.example** now</a>, 1, see www.a.example now",
            "<A href='https://a.example/x'>[b](https://b.example)</A> https://c.example, 2, b",
            "<abbr>https://a.example/x</abbr>, 1, https://a.example/x" })
    void a_link_of_html_has_no_links_in_it(String markdown, int links, String firstText) {
        var page = page(markdown);
        assertEquals(links, page.select("a").size(), page.html());
        assertEquals(firstText, page.select("a").first().text(), page.html());
    }

    private static Element page(String markdown) {
        return Jsoup.parse(RenderedBody.ofMarkdown(markdown).html()).body();
    }
}
