package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests what single generators of Markdown sites add to their files, each with a small archive. */
@QuarkusTest
class ImportGeneratorsTest extends ImportTestBase {
    private static final String ID = " 1f2e3d4c5b6a79880123456789abcdef";

    @Test
    void notion_pages_have_neither_ids_in_their_names_nor_properties_in_their_text() throws Exception {
        var folder = "Export/Blog" + ID + "/";
        var job = importFile(zip(Map.of(folder + "Meeting notes" + ID + ".md",
                "# Meeting notes of *May*\n\nCreated: March 3, 2021 9:05 PM\nTags: work, notes\nMood: good\n\nBody: one.\n",
                folder + "Plain-1F2E3D4C5B6A79880123456789ABCDEF.md", "# Plain\n\nNote: no property.\n\nMore.\n",
                folder + "Draft" + ID + ".md",
                "# Draft\n\nStatus: Draft\nCreated time: March 3, 2021 9:05 PM\n\nNot yet.\n",
                folder + "Trip" + ID + "/index.md", "---\ntitle: Trip\ndate: 2020-01-01\n---\nGone.",
                "posts/deadbeefdeadbeefdeadbeefdeadbeef.md", "---\ntitle: Hex\ndate: 2020-01-01\n---\nHex.")), "");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        get(API + "/articles/meeting-notes").then().statusCode(200).body("title", equalTo("Meeting notes of *May*"))
                .body("publishedAt", equalTo("2021-03-03T21:05:00Z"))
                .body("tags.name", containsInAnyOrder("work", "notes"))
                .body("body.html", allOf(containsString("Body: one."), not(containsString("Created"))));
        var plain = article("plain");
        assertEquals("Plain", plain.getString("title"));
        assertEquals("Note: no property.\n\nMore.", plain.getString("body.source"));
        assertEquals("never_published", article("draft").getString("state"));
        get(API + "/articles/trip").then().statusCode(200);
        get(API + "/articles/deadbeefdeadbeefdeadbeefdeadbeef").then().statusCode(200);
        assertTrue(report(job).contains("read as front matter: Created, Tags, Mood"), report(job));
    }

    @Test
    void modules_are_removed_from_mdx_and_stay_in_markdown() throws Exception {
        var text = "---\ntitle: Modules\ndate: 2020-01-01\n---\nimport {Chart} from '../chart'\nexport const year = 2020\n\n"
                + "# Hello\n\n<Chart data={year}>**bold** text</Chart>\n";
        var job = importFile(zip(Map.of("posts/mdx.mdx", text, "posts/markdown.md", text)), "");
        get(API + "/articles/mdx").then().statusCode(200).body("body.html", allOf(containsString("Hello"),
                containsString("<strong>bold</strong> text"), not(containsString("import"))));
        get(API + "/articles/markdown").then().body("body.html", containsString("import {Chart}"));
        assertTrue(report(job).contains("JavaScript were removed: import {Chart} from '../chart' export const year"),
                report(job));
        importFile(zip(Map.of("docusaurus.config.js", "x", "blog/2020-01-02-docs.md",
                "import A from 'a';\n\nTrams.\n\n{/* truncate */}\n\nMore.")), "source=docs");
        get(API + "/articles/docs").then().body("excerpt", equalTo("Trams."))
                .body("body.html", equalTo("<p>Trams.</p>\n<p>More.</p>"));
    }

    @Test
    void hashnode_backups_keep_dates_covers_pictures_and_videos() throws Exception {
        importFile(zip(Map.of("cl9abc.md", """
                ---
                title: "From Hashnode"
                seoTitle: "For engines"
                seoDescription: "About trams"
                datePublished: Thu Nov 24 2022 02:00:45 GMT+0000 (Coordinated Universal Time)
                cuid: cl9abc
                slug: from-hashnode
                cover: https://cdn.example/cover.png
                tags: go, golang
                ---
                A picture:

                ![Tram](https://cdn.example/a.png?auto=compress align="center")

                %[https://www.youtube.com/watch?v=dQw4w9WgXcQ]

                The end.
                """)), "");
        get(API + "/articles/from-hashnode").then().statusCode(200)
                .body("publishedAt", equalTo("2022-11-24T02:00:45Z"))
                .body("tags.name", equalTo(List.of("go", "golang")))
                .body("cover.url", equalTo("https://cdn.example/cover.png")).body("seo.title", equalTo("For engines"))
                .body("seo.description", equalTo("About trams"))
                .body("body.html", allOf(containsString("src=\"https://cdn.example/a.png?auto&#61;compress\""),
                        containsString("<iframe"), not(containsString("%["))));
    }

    @Test
    void only_a_list_has_several_authors() throws Exception {
        importFile(zip(Map.of("comma.md", file("author: Mai Tran, Head of Things"), "list.md",
                file("authors: [Mai Tran, An Le]"), "plural.md", file("authors: \"Tran, Mai\""), "table.md",
                file("author: {name: An Le, email: an@example.com}"), "mail.md", file("author: An Le <an@example.com>"),
                "pelican.md", "Title: Pelican\nDate: 2020-01-01\nAuthors: Bao; Chi\n\nText.")), "");
        for (var authors : Map.of("comma", List.of("Mai Tran, Head of Things"), "list", List.of("Mai Tran", "An Le"),
                "plural", List.of("Tran, Mai"), "table", List.of("An Le"), "mail", List.of("An Le"), "pelican",
                List.of("Bao", "Chi")).entrySet()) {
            assertEquals(authors.getValue(), article(authors.getKey()).getList("authors.name"), authors.getKey());
        }
    }

    @Test
    void keys_of_authors_are_resolved_from_the_file_of_authors() throws Exception {
        var job = importFile(zip(Map.of("docusaurus.config.ts", "x", "blog/authors.yml", """
                mai:
                  name: Mai Tran
                  title: Head of Things
                  url: https://mai.example
                  image_url: https://mai.example/a.png
                an:
                  name: An Le
                """, "blog/2020-01-01-one.md", "---\nauthors: mai\n---\nText.", "blog/2020-01-02-two.md",
                "---\nauthors: [an, {key: mai, title: Guest}, {name: Bao, image_url: https://b.example/b.png}]\n---\nText.",
                "blog/2020-01-03-three.md", "---\nauthor: Chi\nauthor_title: Driver\n---\nText.",
                "_data/authors.yml", "dung: {name: Dung Vo}\n", "posts/2020-01-04-four.md",
                "---\nauthor: dung\n---\nText.")), "");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(List.of("Mai Tran"), article("one").getList("authors.name"));
        assertEquals(List.of("An Le", "Mai Tran", "Bao"), article("two").getList("authors.name"));
        assertEquals(List.of("Chi"), article("three").getList("authors.name"));
        assertEquals(List.of("Dung Vo"), article("four").getList("authors.name"));
        get(API + "/authors/mai-tran").then().body("bio", equalTo("Head of Things")).body("avatarUrl",
                equalTo("https://mai.example/a.png"));
        get(API + "/authors/chi").then().body("bio", equalTo("Driver"));
    }

    @Test
    void defaults_of_jekyll_apply_to_the_files_of_their_scope() throws Exception {
        var config = """
                title: Trams
                defaults:
                  - scope: {path: "", type: posts}
                    values: {author: Mai Tran, categories: [lines], layout: post}
                  - scope: {path: "_posts/hidden"}
                    values: {published: false}
                  - scope: {path: "_posts/*/old", type: post}
                    values: {categories: [archive]}
                  - scope: {path: "", type: notes}
                    values: {draft: true}
                """;
        var job = importFile(zip(Map.of("_config.yml", config, "_posts/2020-01-01-plain.md", "Text.",
                "_posts/2020-01-02-own.md", "---\nauthor: An Le\ncategories: [stops]\n---\nText.",
                "_posts/hidden/2020-01-03-hidden.md", "Text.",
                "_posts/hidden/2020-01-04-shown.md", "---\npublished: true\n---\nText.",
                "_posts/a/old/2020-01-05-old.md", "Text.")), "");
        assertEquals(List.of("Mai Tran"), article("plain").getList("authors.name"), report(job));
        assertEquals(List.of("lines"), article("plain").getList("categories.name"));
        assertEquals(List.of("An Le"), article("own").getList("authors.name"));
        assertEquals(List.of("stops"), article("own").getList("categories.name"));
        assertEquals(List.of("archive"), article("old").getList("categories.name"));
        assertEquals("never_published", article("hidden").getString("state"));
        assertEquals("live", article("shown").getString("state"));
        var broken = importFile(zip(Map.of("_config.yml", "defaults: [\n", "_posts/2020-01-06-six.md", "Text.")),
                "source=broken");
        assertTrue(report(broken).contains("its defaults were not applied"), report(broken));
    }

    @Test
    void data_files_of_eleventy_apply_to_their_folder_or_file() throws Exception {
        var job = importFile(zip(Map.of("src/posts/posts.json", "{\"tags\": [\"posts\"], \"author\": \"Mai Tran\"}",
                "src/posts/drafts-of-may/drafts-of-may.11tydata.json", "{\"draft\": true}",
                "src/posts/lists/lists.json", "{\"eleventyExcludeFromCollections\": true}",
                "src/posts/one.md", file("tags: [trams]"), "src/posts/two.md", file("x: 1"),
                "src/posts/two.11tydata.json", "{\"tags\": \"stops\", \"draft\": true}",
                "src/posts/drafts-of-may/three.md", file("x: 1"),
                "src/posts/lists/four.md", file("x: 1"), "src/posts/code.11tydata.js", "module.exports = {}")), "");
        assertEquals(List.of("trams", "posts"), article("one").getList("tags.name"), report(job));
        assertEquals(List.of("Mai Tran"), article("one").getList("authors.name"));
        assertEquals(List.of("stops", "posts"), article("two").getList("tags.name"));
        get(API + "/articles").then().body("items.slug", equalTo(List.of("one")));
        for (var slug : List.of("two", "three", "four")) {
            assertEquals("never_published", article(slug).getString("state"), slug);
        }
        assertTrue(report(job).contains("data file of Eleventy in JavaScript"), report(job));
    }

    @Test
    void the_text_above_the_marker_is_the_excerpt() throws Exception {
        importFile(zip(Map.of("more.md",
                file("x: 1").replace("Text.", "A *short* [way](https://x.example).\n\n<!-- more -->\n\nRest."),
                "own.md", file("description: Own").replace("Text.", "A.\n<!--more-->\nB."), "none.md",
                file("x: 1").replace("Text.", "<!--more-->\n\nRest."))), "");
        get(API + "/articles/more").then().body("excerpt", equalTo("A short way.")).body("body.html",
                allOf(containsString("Rest."), containsString("A <em>short</em>")));
        get(API + "/articles/own").then().body("excerpt", equalTo("Own"));
        get(API + "/articles/none").then().body("excerpt", equalTo("Rest."));
    }

    @Test
    void a_tag_that_differs_from_another_only_in_its_signs_is_merged_with_a_note() throws Exception {
        importFile(zip(Map.of("a.md", file("tags: [Node JS, Bàn, C]"))), "source=first");
        var second = zip(
                Map.of("b.md", file("tags: [node_js, Bán, C++, '✨']"), "c.md", file("tags: [node-js, Node JS]"),
                        "d.md", file("tags: [Road-Map]"), "e.md", file("tags: [road map, '🎉']")));
        for (var options : List.of("source=second&dryRun=true", "source=second")) {
            var job = importFile(second, options);
            assertEquals(3, job.getInt("noted"), report(job));
            for (var name : List.of("node_js", "node-js")) {
                assertTrue(
                        report(job).contains("its tag '" + name + "' has the slug of the tag 'Node JS' and is merged"),
                        report(job));
            }
            assertTrue(report(job).contains("its tag 'road map' has the slug of the tag 'Road-Map'"), report(job));
        }
        assertEquals(Set.of("Node JS", "Bán", "C++", "✨"), Set.copyOf(article("b").getList("tags.name")));
        assertEquals(List.of("Node JS"), article("c").getList("tags.name"));
        assertEquals(Set.of("Road-Map", "🎉"), Set.copyOf(article("e").getList("tags.name")));
        var own = importFile("{\"externalId\":\"1\",\"article\":{\"title\":\"Own\",\"tags\":[\"node-js\"]}}\n", "");
        assertEquals(0, own.getInt("noted"), report(own));
        assertEquals(List.of("Node JS"), article("own").getList("tags.name"));
    }

    @Test
    void a_description_that_is_too_long_is_not_cut_within_an_emoji() throws Exception {
        importFile(zip(Map.of("long.md", file("description: " + "👩🏽‍🚀".repeat(200)))), "");
        var excerpt = article("long").getString("excerpt");
        assertEquals("…", excerpt.replace("👩🏽‍🚀", ""));
        assertTrue(excerpt.length() > 600, excerpt);
    }

    private static String file(String line) {
        return "---\ntitle: x\ndate: 2020-01-01\n" + line + "\n---\nText.";
    }
}
