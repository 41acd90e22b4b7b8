package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the rendering of article bodies: HTML, derived values, and refused sources. */
class RenderedBodyTest {
    private static final String VIDEO_ID = "dQw4w9WgXcQ";
    private static final Set<String> FRAME_ATTRIBUTES = Set.of("src", "width", "height", "loading", "referrerpolicy",
            "allowfullscreen", "title");

    @Test
    void headings_have_anchors_of_their_own_and_are_listed() {
        var text = RenderedBody.ofMarkdown(
                "# Đường đến *thành công*\n\n## Why\n\n## Why\n\n### 2024\n\n## 東京\n\n## fn-1\n\n## Why\n\n<h2 id=\"own\">Given</h2>\n\n<h2 id=\"own\">Again</h2>\n\n##\n");
        assertEquals(List.of("duong-den-thanh-cong", "why", "why-1", "section-2024", "dong-jing", "section-fn-1",
                "why-2", "own", "own-1"), text.contents().stream().map(RenderedBody.Heading::id).toList());
        assertEquals(List.of(1, 2, 2, 3, 2, 2, 2, 2, 2),
                text.contents().stream().map(RenderedBody.Heading::level).toList());
        assertEquals("Đường đến thành công", text.contents().get(0).text());
        var page = Jsoup.parse(text.html());
        text.contents().forEach(h -> assertEquals(h.text(), page.getElementById(h.id()).text()));
        assertEquals(text.contents().size(), page.select("[id]").size(), text.html());
    }

    @ParameterizedTest
    @ValueSource(strings = { "<h2 id='x\" onclick=alert(1)'>T</h2>", "<h2 id='__proto__'>T</h2>",
            "<h2 id='a b'>T</h2>", "<h2 id=''>T</h2>", "<h2 id='<script>'>T</h2>", "<h2 id='fnref-1'>T</h2>" })
    void an_id_that_is_not_harmless_gives_way_to_a_derived_one(String html) {
        assertEquals("<h2 id=\"t\">T</h2>", RenderedBody.ofHtml(html).html());
    }

    @Test
    void footnotes_lead_there_and_back_whatever_their_labels() {
        var text = RenderedBody
                .ofMarkdown("One[^chú]. Two[^\"x] and[^2] again[^2].\n\n[^chú]: First.\n[^2]: *Second*.\n"
                        + "[^unused]: Never.\n");
        var page = Jsoup.parse(text.html());
        var notes = page.select("section.footnotes li");
        assertEquals(List.of("fn-1", "fn-2"), notes.eachAttr("id"), text.html());
        var links = page.select("sup.footnote-ref a");
        assertEquals(List.of("#fn-1", "#fn-2", "#fn-2"), links.eachAttr("href"));
        assertEquals(List.of("fnref-1", "fnref-2", "fnref-2-2"), links.eachAttr("id"));
        assertEquals(List.of("#fnref-1", "#fnref-2", "#fnref-2-2"), page.select("a.footnote-backref").eachAttr("href"));
        assertFalse(text.text().contains("↩"), text.text());
        assertTrue(text.text().startsWith("One. Two"), text.text());
        assertEquals("One. Two[^\"x] and again.", text.excerpt());
    }

    @Test
    void tasks_are_boxes_that_cannot_be_ticked() {
        var page = Jsoup.parse(RenderedBody.ofMarkdown("- [x] done\n- [ ] open\n").html());
        assertEquals(2, page.select("li > input[type=checkbox][disabled]").size(), page.html());
        assertEquals(1, page.select("input[checked]").size());
        assertEquals(List.of("done", "open"), page.select("input").eachAttr("aria-label"));
        var longTask = Jsoup.parse(RenderedBody.ofMarkdown("- [ ] " + "\uD83D\uDE80".repeat(200) + "\n").html());
        assertEquals("\uD83D\uDE80".repeat(100), longTask.select("input").attr("aria-label"));
        var other = RenderedBody
                .ofHtml("<input type=text value=x><input type=checkbox><ul><li><input type=checkbox name=x"
                        + " onclick=alert(1) form=f autofocus><input type=password><input type=image src=//evil></li></ul>");
        page = Jsoup.parse(other.html());
        assertEquals(1, page.select("input").size(), other.html());
        assertEquals(Set.of("type", "disabled"), Set.copyOf(page.select("input").first().attributes().asList().stream()
                .map(a -> a.getKey()).toList()));
    }

    @ParameterizedTest
    @CsvSource({ "https://www.youtube.com/watch?v=" + VIDEO_ID + ", " + VIDEO_ID,
            "https://youtu.be/" + VIDEO_ID + "?t=42, " + VIDEO_ID
                    + "?start=42",
            "http://m.youtube.com/watch?list=x&v=" + VIDEO_ID + "&start=7, " + VIDEO_ID + "?start=7",
            "https://www.youtube.com/embed/" + VIDEO_ID + "?autoplay=1, " + VIDEO_ID,
            "//www.youtube-nocookie.com/embed/" + VIDEO_ID + ", " + VIDEO_ID,
            "https://youtube.com/shorts/" + VIDEO_ID + ", " + VIDEO_ID,
            "https://www.youtube.com/watch?v=" + VIDEO_ID + "&list=PLx-_1&t=1m30s&si=abc&rel=0, " + VIDEO_ID
                    + "?list=PLx-_1&start=90",
            "https://youtu.be/" + VIDEO_ID + "?t=1h1s, " + VIDEO_ID + "?start=3601",
            "https://www.youtube.com/embed/" + VIDEO_ID + "?start=5&end=9&controls=0, " + VIDEO_ID
                    + "?start=5&end=9",
            "https://www.youtube.com/playlist?list=PLx-_1, videoseries?list=PLx-_1",
            "https://www.youtube.com/embed/videoseries?list=PLx-_1, videoseries?list=PLx-_1",
            "https://www.youtube.com/embed/live_stream?channel=UC0123456789abcdefghijkl, live_stream?channel=UC0123456789abcdefghijkl" })
    void videos_of_youtube_are_shown_without_cookies(String address, String player) {
        var src = "https://www.youtube-nocookie.com/embed/" + player;
        assertFrame(RenderedBody.ofHtml("<iframe src=\"" + address + "\" onload=alert(1) srcdoc='<script>' name=x"
                + " allow=camera width=640 height=1e9></iframe>"), src);
        if (address.startsWith("http")) {
            assertFrame(RenderedBody.ofMarkdown("Text.\n\n" + address + "\n\nMore."), src);
        }
    }

    @Test
    void videos_of_vimeo_are_shown() {
        assertFrame(RenderedBody.ofMarkdown("https://vimeo.com/76979871"), "https://player.vimeo.com/video/76979871");
        assertFrame(RenderedBody.ofHtml("<iframe src='https://player.vimeo.com/video/76979871?h=x'></iframe>"),
                "https://player.vimeo.com/video/76979871");
        var unlisted = "https://player.vimeo.com/video/76979871?h=8272103f6e";
        assertFrame(RenderedBody.ofHtml("<iframe src='" + unlisted + "&badge=0'></iframe>"), unlisted);
        assertFrame(RenderedBody.ofMarkdown("https://vimeo.com/76979871/8272103f6e#t=1m5s"), unlisted + "#t=65s");
        assertFrame(RenderedBody.ofMarkdown("https://vimeo.com/channels/staffpicks/76979871"),
                "https://player.vimeo.com/video/76979871");
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "https://evil.example/embed/" + VIDEO_ID, "https://youtube.com.evil.example/embed/" + VIDEO_ID,
                    "https://www.youtube.com@evil.example/embed/" + VIDEO_ID,
                    "https://evil.example/?https://www.youtube.com/embed/" + VIDEO_ID,
                    "https://www.youtube.com:8443/embed/" + VIDEO_ID, "https://www.youtube.com/embed/short",
                    "https://www.youtube.com/embed/" + VIDEO_ID + "/../../redirect?q=x", "https://vimeo.com/abc",
                    "https://www.youtube.com/embed/videoseries", "https://www.youtube.com/embed/live_stream",
                    "https://www.youtube.com/embed/live_stream?channel=UCshort",
                    "https://www.youtube.com/embed/videoseries?list=%22%3E%3Cscript%3E",
                    "https://vimeo.com/76979871/NOTAHASH", "https://vimeo.com/showcase/1/video/2",
                    "https://x.com/a/status/1", "https://www.instagram.com/p/x/" })
    void other_frames_are_links(String address) {
        var text = RenderedBody.ofHtml("<iframe src=\"" + address + "\">inside</iframe>");
        var page = Jsoup.parse(text.html());
        assertEquals(0, page.select("iframe").size(), text.html());
        assertEquals(address, page.select("a").attr("href"));
        assertEquals(address, text.text());
        assertEquals(0, Jsoup.parse(RenderedBody.ofMarkdown(address).html()).select("iframe").size());
    }

    @ParameterizedTest
    @ValueSource(strings = { "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "", "x", "ftp://x/y",
            " jAvAscript://www.youtube.com/embed/" + VIDEO_ID, "about:blank" })
    void frames_that_lead_nowhere_vanish(String address) {
        assertEquals("", RenderedBody.ofHtml("<iframe src=\"" + address + "\"></iframe><iframe></iframe>").html());
    }

    @Test
    void what_needs_a_script_stays_a_quote_and_a_link() {
        var text = RenderedBody
                .ofHtml("<blockquote class=\"twitter-tweet\"><p>Words</p><a href=\"https://x.com/a/status/1\">"
                        + "date</a></blockquote><script async src=\"https://platform.x.com/widgets.js\"></script>");
        assertEquals("<blockquote><p>Words</p><a href=\"https://x.com/a/status/1\">date</a></blockquote>",
                text.html().replace(" rel=\"nofollow\"", ""));
    }

    @Test
    void pictures_load_when_they_are_looked_at_and_links_within_the_page_stay() {
        assertEquals("<img src=\"https://x.vn/a.png\" alt=\"A\" loading=\"lazy\" />",
                RenderedBody.ofHtml("<img src=\"https://x.vn/a.png\" alt=\"A\" loading=never>").html());
        assertTrue(RenderedBody.ofMarkdown("[up](#why)").html().contains("href=\"#why\""));
    }

    @Test
    void the_excerpt_is_of_the_prose() {
        assertEquals("The beginning. And on.",
                RenderedBody.ofMarkdown("# Title\n\n> Quote\n\n- item\n\n```\ncode\n```\n\n"
                        + "| a | b |\n| - | - |\n| 1 | 2 |\n\nThe *beginning*.\n\n![p](https://x.vn/a.png)\n\nAnd on.")
                        .excerpt());
        assertEquals("Only a list", RenderedBody.ofMarkdown("- Only\n- a list").excerpt());
        assertEquals("", RenderedBody.ofMarkdown("").excerpt());
        assertEquals("Loose words", RenderedBody.ofHtml("Loose <b>words</b>").excerpt());
    }

    @ParameterizedTest
    @CsvSource({ "<picture>, <img>", "<picture>, <source>", "'', <img>", "<ul><li>, a<input type=checkbox>",
            "'', <input>" })
    void many_children_of_one_element_cost_bounded_work(String parent, String piece) {
        var source = parent + piece.repeat(400_000 / Math.max(piece.length(), 5));
        assertTrue(RenderedBody.ofHtml(source).html().length() <= 4_000_000, piece);
    }

    /** Repeats each piece to the maximum source length. A source that would render to too much is refused. */
    @ParameterizedTest
    @ValueSource(strings = { "<a href=\"", "<b>", "<div>", "<i title=x>", "</p><b>", "<table><tr><td>", "<ul><li>",
            "> ",
            "- ", "1. ", "*", "_a ", "**a ", "`", "[", "![", "[a](", "[a](<b", "<!--", "&", "&#x", "<x ", "|a", "\\",
            "[^1] ", "[^1]: x\n", "# h\n", "[a]: /b\n", "https://x.vn ", "www.", "a@b.vn ", "~~", "<br>", "\n",
            "- [ ] ", "<h2>h</h2>", "<iframe src=https://youtu.be/dQw4w9WgXcQ></iframe>",
            "https://youtu.be/dQw4w9WgXcQ\n\n",
            "<p><a><b><i><u><s><em><strong>", "$", "$$", "$a ", "$a$", "\\(", "\\[", "\\(a \\)", "\\[a=b", "$$\na\n",
            "\\[\n",
            "> [!NOTE]\n> a\n\n", "。**あ", "**あ。", "<a id=x>", "<a name=é>", "<p id=é>", "[x](#日本)", "<picture>",
            "<picture><source srcset='a 1x'><img src=a></picture>", "<video src=a>", "<img srcset=\"", "<source src=a>",
            "<video><track src=a>", "<ruby>a<rt>b", "<center>", "<img src=a srcset='a,a,a,a,a'>" })
    void hostile_sources_cost_bounded_work(String piece) {
        var source = piece.repeat(500_000 / piece.length());
        for (var make : List.<java.util.function.Function<String, RenderedBody>>of(RenderedBody::ofMarkdown,
                RenderedBody::ofHtml)) {
            try {
                var text = make.apply(source);
                assertTrue(text.html().length() <= 4_000_000, piece);
                assertEquals(text.contents().size(),
                        new HashSet<>(text.contents().stream().map(RenderedBody.Heading::id).toList()).size());
            } catch (HtmlSanitizer.TooComplexException e) {
                assertTrue(e.getMessage().startsWith("must not"), e.getMessage());
            }
        }
    }

    @Test
    void a_page_of_too_many_elements_is_refused() {
        assertThrows(HtmlSanitizer.TooComplexException.class, () -> RenderedBody.ofHtml("<br>".repeat(125_000)));
    }

    @Test
    void pictures_that_a_script_would_load_are_shown_once_and_recordings_are_players() {
        var html = RenderedBody.ofHtml("<noscript><img src='https://x.example/a.png'></noscript>"
                + "<img data-src=' https://x.example/a.png' alt=A><img src='data:image/gif;base64,R0lGOD' data-lazy-src='/b.png'>"
                + "<noscript><img src='https://x.example/c.png'>hidden</noscript><img alt=nothing>"
                + "<img srcset='https://x.example/d.png 1x, https://x.example/e.png 2x'>"
                + "<video controls><source src='https://x.example/v.mp4'>old</video><audio src='https://x.example/s.mp3'></audio><video></video>")
                .html();
        var page = Jsoup.parse(html).body();
        assertEquals(List.of("https://x.example/a.png", "/b.png", "https://x.example/c.png", "https://x.example/d.png"),
                page.select("img").eachAttr("src"), html);
        assertEquals("A", page.selectFirst("img").attr("alt"));
        assertEquals("https://x.example/v.mp4", page.select("video[controls] > source").attr("src"), html);
        assertEquals("https://x.example/s.mp3", page.select("audio[controls]").attr("src"));
        assertEquals(1, page.select("video").size());
        assertEquals("", page.text());
    }

    private static void assertFrame(RenderedBody text, String src) {
        var frames = Jsoup.parse(text.html()).select("iframe");
        assertEquals(1, frames.size(), text.html());
        var frame = frames.first();
        assertEquals(src, frame.attr("src"));
        frame.attributes().forEach(a -> assertTrue(FRAME_ATTRIBUTES.contains(a.getKey()), text.html()));
        assertTrue(frame.attr("height").matches("[0-9]{1,4}"), text.html());
    }
}
