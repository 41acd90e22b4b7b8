package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.LinkedHashMap;
import java.util.Set;
import java.util.UUID;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests references to media in bodies: how they are stored, and how readers get them. */
class BodyMediaTest {
    private static final String BASE = "https://api.blog.example";
    private static final UUID DOJO = UUID.fromString("01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69");
    private static final UUID GONE = UUID.fromString("01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a70");
    private static final String URL = BASE + "/media/" + DOJO + "/dojo.jpg?v=2";
    private static final BodyMedia.Lookup MEDIA = new BodyMedia.Lookup() {
        @Override
        public BodyMedia.ShownMedium find(UUID id) {
            var attributes = new LinkedHashMap<String, String>();
            attributes.put("src", URL);
            attributes.put("alt", "Racks & <cables>");
            attributes.put("srcset", URL + "&w=320 320w, " + URL + "&w=640 600w");
            attributes.put("sizes", "100vw");
            attributes.put("data-placeholder", "AbC+/=");
            return id.equals(DOJO)
                    ? new BodyMedia.ShownMedium(URL, "/media/" + DOJO + "/dojo.jpg", 600, 400, attributes,
                            "The <hall>", "Mai & Co")
                    : null;
        }

        @Override
        public String absolute(String path) {
            return MediaAddress.absolute(path, BASE);
        }
    };

    private static String shown(RenderedBody body) {
        return body.withMedia(MEDIA).html();
    }

    @Test
    void a_picture_alone_in_a_paragraph_of_markdown_is_a_figure_with_its_title_as_caption() {
        var figure = Jsoup.parse(RenderedBody.ofMarkdown("![Racks](media:" + DOJO + " \"The *hall*\")").html());
        assertEquals("figure", figure.body().child(0).tagName());
        assertEquals("The *hall*", figure.select("figure > figcaption").text());
        assertEquals("/media/" + DOJO, figure.select("figure > img[alt=Racks]:not([title])").attr("src"));
        var linked = Jsoup.parse(shown(RenderedBody.ofMarkdown("[![R](media:" + DOJO + ")](https://x.example/)")));
        assertEquals(1, linked.select("figure > a[href=https://x.example/] > img").size(), linked.html());
        assertEquals(1, linked.select("figure > figcaption").size(), linked.html());
        for (var other : Set.of("Text ![R](media:" + DOJO + " \"T\")", "![R](https://x.example/a.jpg \"T\")",
                "![R](media:" + DOJO + " \"\")", "![R](media:" + DOJO + ") ![R](media:" + DOJO + ")")) {
            assertEquals(0, Jsoup.parse(shown(RenderedBody.ofMarkdown(other))).select("figure").size(), other);
        }
    }

    @Test
    void a_figure_without_a_caption_gets_that_of_the_medium_with_its_credit() {
        for (var body : new RenderedBody[]{ RenderedBody.ofMarkdown("![](media:" + DOJO + ")"),
                RenderedBody.ofHtml("<figure>\n<img src='/media/" + DOJO + "/x?v=1'>\n</figure>") }) {
            var page = Jsoup.parse(shown(body));
            assertEquals("The <hall> Mai & Co", page.select("figure > figcaption").text(), page.html());
            assertEquals("Mai & Co", page.select("figcaption > small").text());
            assertEquals("Racks & <cables>", page.select("img").attr("alt"));
        }
        assertEquals("Own", Jsoup.parse(shown(RenderedBody.ofMarkdown("![](media:" + DOJO + " \"Own\")")))
                .select("figcaption").text());
        assertEquals(0, Jsoup.parse(shown(RenderedBody.ofHtml("<img src='media:" + DOJO + "'>")))
                .select("figcaption").size());
    }

    @Test
    void pictures_get_what_a_browser_needs_and_keep_what_the_author_gave() {
        var img = Jsoup.parse(shown(RenderedBody.ofHtml("<img src=media:" + DOJO + ">"))).select("img").first();
        assertEquals(URL, img.attr("src"));
        assertEquals("600x400", img.attr("width") + "x" + img.attr("height"));
        assertEquals(URL + "&w=320 320w, " + URL + "&w=640 600w", img.attr("srcset"));
        assertEquals("100vw lazy AbC+/=",
                img.attr("sizes") + " " + img.attr("loading") + " " + img.attr("data-placeholder"));

        img = Jsoup.parse(shown(RenderedBody.ofHtml("<img src=media:" + DOJO + " width=300 alt='' loading=eager>")))
                .select("img").first();
        assertEquals("300x200", img.attr("width") + "x" + img.attr("height"));
        assertEquals("(max-width: 300px) 100vw, 300px eager", img.attr("sizes") + " " + img.attr("loading"));
        assertEquals("", img.attr("alt"));

        img = Jsoup.parse(shown(RenderedBody.ofHtml("<img src=media:" + DOJO + " sizes=50vw height=100 alt=Own>")))
                .select("img").first();
        assertEquals("150x100", img.attr("width") + "x" + img.attr("height"));
        assertEquals("50vw Own", img.attr("sizes") + " " + img.attr("alt"));

        img = Jsoup.parse(shown(RenderedBody.ofHtml("<img src=media:" + DOJO + " width=50% srcset='media:" + DOJO
                + " 2x, https://x.example/a 3x'>"))).select("img").first();
        assertEquals(BASE + "/media/" + DOJO + " 2x, https://x.example/a 3x", img.attr("srcset"));
        assertEquals("50%", img.attr("width"));
        assertNull(img.hasAttr("height") || img.hasAttr("sizes") ? img.outerHtml() : null);
    }

    @Test
    void links_recordings_and_posters_lead_to_the_file_and_pictures_that_are_gone_keep_their_address() {
        var page = Jsoup.parse(shown(RenderedBody.ofHtml("<a href='media:" + DOJO + "'>PDF</a><a href='/media/" + DOJO
                + "/a.pdf#page=3'>3</a><video src='media:" + DOJO + "#t=9' poster='/media/" + DOJO
                + "/p.jpg'></video><img src='/media/" + GONE + "/old.jpg'><a href='media:" + GONE + "'>x</a>")));
        var stable = BASE + "/media/" + DOJO + "/dojo.jpg";
        assertEquals(stable, page.select("a").get(0).attr("href"));
        assertEquals(stable + "#page=3", page.select("a").get(1).attr("href"));
        assertEquals(URL + "#t=9", page.select("video").attr("src"));
        assertEquals(URL, page.select("video").attr("poster"));
        assertEquals(BASE + "/media/" + GONE, page.select("a").get(2).attr("href"));
        assertEquals("<img src=\"" + BASE + "/media/" + GONE + "/old.jpg\" loading=\"lazy\">",
                page.select("img").outerHtml());
    }

    @Test
    void a_body_without_media_stays_as_it_is() {
        for (var html : Set.of("<p>social media: x</p>", "<p><img src=\"https://x.example/media/a.jpg\" /></p>",
                "<p><a href=\"https://x.example/media/" + DOJO + "/a.jpg?a=1&amp;b=2\" title=\"&#64;x\">x</a></p>")) {
            assertEquals(html, BodyMedia.show(html, MEDIA));
        }
        assertEquals(Set.of(DOJO, GONE), BodyMedia.ids("<img src=\"/media/" + DOJO + "/x\"> media:" + GONE));
        assertEquals(Set.of(), BodyMedia.ids(null));
    }

    @ParameterizedTest
    @CsvSource({ "media:" + "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69, media:01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69",
            "/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/a%20b.jpg?v=3&w=640, /media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/a%20b.jpg",
            "https://api.blog.example/media/01936F5E-8C1A-7C3E-9B1A-2F6D3C4B5A69?v=1, media:01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69",
            "https://api.blog.example/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/x#y, /media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/x",
            "https://other.example/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/x, ", "/media/x/y, ", "media:x, " })
    void references_are_stored_without_host_version_and_size(String reference, String stored) {
        assertEquals(stored, MediaAddress.toStored(reference, BASE));
    }

    @Test
    void sources_lose_the_host_of_media_of_this_service_only() {
        var path = "/media/" + DOJO + "/x";
        assertEquals("![](" + path + ") https://api.blog.example/media/about",
                MediaAddress.withoutHost("![](" + BASE + path + ") https://api.blog.example/media/about", BASE));
    }
}
