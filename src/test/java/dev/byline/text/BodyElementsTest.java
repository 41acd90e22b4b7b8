package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which elements and attributes of HTML stay in article bodies. */
class BodyElementsTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "<picture><source srcset=\"/a.avif 640w, https://x.vn/b.avif 1280w\" type=\"image/avif\" media=\"(min-width: 40em)\" sizes=\"100vw\"><img src=\"/a.jpg\" alt=\"A\" loading=\"lazy\"></picture>",
            "<img src=\"/a.jpg\" srcset=\"/a.jpg 1x, /b.jpg 1.5x\" sizes=\"(max-width: 600px) 480px, calc(100vw - 2em)\" loading=\"eager\" fetchpriority=\"low\">",
            "<img src=\"/a.jpg\" fetchpriority=\"high\">",
            "<video controls src=\"/v.mp4\" poster=\"/p.jpg\" width=\"640\" height=\"360\" muted loop playsinline preload=\"none\"><track src=\"/v.vtt\" kind=\"captions\" srclang=\"vi\" label=\"Tiếng Việt\" default></video>",
            "<audio controls><source src=\"https://x.vn/a.ogg\" type=\"audio/ogg; codecs=opus\"></audio>",
            "<details open><summary>More</summary>Text</details>",
            "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "<bdi>x</bdi> <bdo dir=\"rtl\">y</bdo>", "long<wbr>word",
            "<ol start=\"7\" type=\"A\" reversed><li value=\"3\">x</li></ol>",
            "<a href=\"/x\" rel=\"sponsored nofollow\">x</a>", "<a href=\"/x\" rel=\"ugc\">x</a>",
            "<a href=\"/x\">x</a>",
            "<a href=\"tel:+84123\">x</a>", "<a href=\"sms:+84123\">x</a>", "<a href=\"geo:21.03,105.85\">x</a>",
            "<a href=\"xmpp:mai@example.com\">x</a>", "<a href=\"mailto:mai@example.com\">x</a>",
            "<span class=\"math inline\">\\(x\\)</span>" })
    void what_is_harmless_stays(String html) {
        assertEquals(canonical(html), canonical(RenderedBody.ofHtml(html).html()));
    }

    /** Returns the HTML with the attributes of each element in one order, as another parser reads them. */
    private static String canonical(String html) {
        var body = Jsoup.parseBodyFragment(html).body();
        var text = new StringBuilder(body.text());
        for (var element : body.getAllElements()) {
            text.append('\n').append(element.tagName()).append(' ').append(element.attributes().asList().stream()
                    .map(a -> a.getKey() + "=" + (a.getValue().equals(a.getKey()) ? "" : a.getValue()))
                    .map(a -> a.replace(" ,", ",")).sorted()
                    .toList());
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<img src=/a srcset='javascript:x 1x, data:image/png;base64,AA 2x, /b 3x'> | <img src=/a srcset='/b 3x' loading=lazy>",
            "<img src=/a srcset='/b 1x onerror=x, /c 2x,,/d, /e 1q'> | <img src=/a srcset='/c 2x, /d' loading=lazy>",
            "<picture><source srcset='data:x'><img src=/a></picture> | <picture><img src=/a loading=lazy></picture>",
            "<picture><source srcset='/b 1x'><img alt=A></picture> | <picture><source srcset='/b 1x'><img alt=A src=/b loading=lazy></picture>",
            "<picture><source srcset='/b 1x'></picture>x | x",
            "<img src='data:image/gif;base64,R0' data-src=/a data-srcset='/a 1x' srcset='data:x 1x'> | <img src=/a srcset='/a 1x' loading=lazy>",
            "<video src=javascript:x autoplay>old</video>x | x",
            "<video src=/a autoplay controls=x onplay=x>old</video> | <video src=/a controls></video>",
            "<audio src=data:x><source src=/b><source src=javascript:x></audio> | <audio controls><source src=/b></audio>",
            "<a href=/x rel='opener prefetch NoFollow'>x</a> | <a href=/x rel=nofollow>x</a>",
            "<a href=javascript:x rel=opener>x</a> | <a>x</a>", "<a href=whatsapp:x>x</a> | <a>x</a>",
            "<ol type=disc start=x><li>x</ol> | <ol><li>x</ol>", "<img src=tel:1>x | x",
            "<source src=/a><track src=/a>x | x" })
    void what_is_not_harmless_goes_alone(String html, String kept) {
        assertEquals(canonical(kept), canonical(RenderedBody.ofHtml(html).html()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "<center>A</center><center>B</center> | A B",
            "<article>A</article><aside>B</aside><main>C</main> | A B C",
            "<details><summary>A</summary>B</details> | A B",
            "<table><tr><td>A</td><td>B</td></tr><tr><th>C</th></tr></table> | A B C",
            "<dl><dt>A</dt><dd>B</dd></dl> | A B", "<figure><img src=/a><figcaption>A</figcaption></figure>B | A B",
            "<form><fieldset><legend>A</legend>B</fieldset></form>C | A B C", "<ul><li>A</li><li>B</li></ul> | A B",
            "<select><option>A<option>B</select> | A B", "A<br>B<hr>C | A B C", "<h2>A</h2><pre>B</pre>C | A B C",
            "<address>A</address><nav>B</nav><menu><li>C</menu> | A B C", "<blockquote>A</blockquote>B | A B",
            "<video src=/a></video>A<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby> | A漢字",
            "super<wbr>cali<b>fragi</b> | supercalifragi",
            "<table><caption>A</caption><tr><td>B</table> | A B" })
    void blocks_never_glue_words(String html, String text) {
        assertEquals(text, RenderedBody.ofHtml(html).text(), RenderedBody.ofHtml(html).html());
        assertEquals(text, RenderedBody.ofHtml(html).excerpt());
    }

    @Test
    void absolute_urls_are_those_of_attributes_only() {
        var html = RenderedBody
                .ofHtml("<p title=' href=\"x\"'>a href=\"x\" <code> src=\"y\"</code> <a href='x&amp;y=\"'>l</a></p>")
                .html();
        var resolved = AbsoluteUrls.resolve(html, "https://x.vn/a/b?c=d#e");
        assertEquals(Jsoup.parse(html).text(), Jsoup.parse(resolved).text());
        assertEquals(" href=\"x\"", Jsoup.parse(resolved).selectFirst("p").attr("title"));
        assertEquals(List.of("https://x.vn/a/x&y=\""),
                List.of(Jsoup.parse(resolved).selectFirst("a").attr("href").replace("%22", "\"")));
        assertEquals("<a href=\"https://x.vn/a/b?c=d#f\">l</a>",
                AbsoluteUrls.resolve("<a href=\"#f\">l</a>", "https://x.vn/a/b?c=d#e"));
        assertEquals("<a href=\"https://x.vn/a/b?f\">l</a>",
                AbsoluteUrls.resolve("<a href=\"?f\">l</a>", "https://x.vn/a/b?c=d#e"));
        assertFalse(AbsoluteUrls.resolve("<a href=\"mailto:a@b.vn\">l</a>", "https://x.vn/").contains("x.vn/"));
    }
}
