package dev.byline.transfer.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that front matter of each kind is recognized, and that no text is taken for front matter and lost. */
class FrontMatterTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "Note: trams run late.\n\nFirst part.\n\n---\n\nSecond part.\n",
            "Remark: a heading\n---\n\nText.\n",
            "Update: see below\n\nText.\n\nResults\n-------\n\nTable.\n",
            "Note: one\nSource: two\n\nText.\n",
            "---\nBetween rules\n---\nText.\n",
            "---\n- one\n- two\n---\nText.\n",
            "---\nA list: of\nwords [and more\n: that - is no YAML\n", "{ \"answer\": 42 } is JSON.\n",
            "{ \"answer\": 42 }\nText.\n", "{% include x %}\nText.\n", "<!-- a comment -->\nText.\n",
            "Text: first line\nand a second line\n---\nMore.\n",
            "---\n# A heading between rules\n---\nText.\n", "Summary: it runs\nlate at night.\n\nText.\n",
            "-----\nNote: trams\n-----\nText.\n", "\"Line 4\" is late.\n\nText.\n",
            "Language: a topic\n\nText.\n", "{}, an empty object.\n", "https://trams.example\n\nText.\n" })
    void text_that_looks_like_front_matter_stays_text(String file) {
        var matter = FrontMatterParser.parse(file);
        assertEquals(Map.of(), matter.values());
        assertEquals(file, matter.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "---\ntitle: Line 4\nstatus: draft\n---\nText.",
            "---yaml\ntitle: Line 4\nstatus: draft\n---\nText.",
            "---toml\ntitle = \"Line 4\"\nstatus = \"draft\"\n---\nText.",
            "---json\n{\"title\": \"Line 4\", \"status\": \"draft\"}\n---\nText.",
            "+++\ntitle = \"Line 4\"\nstatus = \"draft\"\n+++\nText.",
            "title: Line 4\nstatus: draft\n---\nText.",
            "Title: Line 4\nStatus: draft\n\nText.",
            "Title: Line 4\nSubject: Trams\nSummary: First\n    and second.\nStatus: draft\n\nText.",
            "Status: draft\nTitle: Line 4\n\nText.",
            "<!--\n.. title: Line 4\n.. status: draft\n-->\nText.",
            "Title:Line 4\nStatus:draft\nText.",
            "Title: Line 4\nDate: 2019-03-05\nStatus: draft\nText.",
            "title:    Line 4  \nBase Header Level: 2\nQuotes Language: german\nStatus: draft\n\nText.",
            "Title:  Line 4\nAbstract: A long way\nto the end.\nStatus: draft\n\nText.",
            "Author: Mai\nAffiliation: Trams\nTitle: Line 4\nStatus: draft\n\nText.",
            "\"title\": \"Line 4\",\n\"status\": \"draft\"\n;;;\nText.",
            ";;;\n\"title\": \"Line 4\",\n\"status\": \"draft\",\n;;;\nText.",
            ";;;\n{\"title\": \"Line 4\", \"status\": \"draft\"}\n;;;\nText.",
            "---json\n{ \"title\": \"Line 4\", \"status\": \"draft\" }\n---\nText.",
            "-----\ntitle: Line 4\nstatus: draft\n-----\nText.",
            "\n\n---\ntitle: Line 4\nstatus: draft\n---\nText.",
            "{ \"title\": \"Line 4\", \"status\": \"draft\" }\nText.",
            "{\n\"title\": \"Line 4\",\n\"status\": \"draft\"\n}\nText.",
            "\uFEFF---\ntitle: Line 4\nstatus: draft\n...\nText." })
    void front_matter_of_every_kind_is_read(String file) {
        var matter = FrontMatterParser.parse(file);
        assertEquals("Line 4", matter.text("title"));
        assertEquals("draft", matter.text("status"));
        assertEquals("Text.", matter.text());
        assertNull(matter.problem());
    }

    @Test
    void a_head_ends_at_the_first_blank_line() {
        var matter = FrontMatterParser
                .parse("Title: A rule\nDate: 2019-03-05 10:20\n\nFirst.\n\nHeading\n---\n\nSecond.\n");
        assertEquals("2019-03-05 10:20", matter.text("date"));
        assertEquals("First.\n\nHeading\n---\n\nSecond.\n", matter.text());
    }

    @Test
    void lists_of_heads_are_split_and_an_author_is_one_text() {
        var matter = FrontMatterParser.parse(
                "Title: Trams\nAuthor: Mai Tran, Head of Things\nAuthors: Tran, Mai; Le, An\nTags: one, two\n\nText.");
        assertEquals("Mai Tran, Head of Things", matter.text("author"));
        assertEquals(List.of("Tran, Mai", "Le, An"), matter.elements("authors"));
        assertEquals(List.of("one", "two"), matter.list("tags"));
    }

    @Test
    void empty_front_matter_is_no_text() {
        for (var head : List.of("---\n---\n", "---\n\n---\n", "+++\n+++\n", "+++\n\n+++\n", "{}\n", "{ }\n",
                ";;;\n;;;\n", "---json\n{}\n---\n", "\uFEFF---\n...\n")) {
            var matter = FrontMatterParser.parse(head + "Text.");
            assertEquals("Text.", matter.text(), head);
            assertEquals(Map.of(), matter.values(), head);
            assertNull(matter.problem(), head);
        }
        assertEquals("", FrontMatterParser.parse("---\ntitle: x\n---").text());
    }

    @Test
    void invalid_front_matter_is_read_key_by_key_and_unreadable_lines_stay_in_the_text() {
        var colon = FrontMatterParser
                .parse("---\ntitle: Trams: a history\ntags:\n  - one\n  - two\ndraft: true\n---\nText.");
        assertEquals("Trams: a history", colon.text("title"));
        assertEquals(List.of("one", "two"), colon.list("tags"));
        assertTrue(colon.isBoolean("draft", true));
        assertEquals("Text.", colon.text());
        assertNotNull(colon.problem());
        var broken = FrontMatterParser.parse("---\ntitle: Trams\n  draft: true\n *x\ndate: 2020-01-01\n---\nText.");
        assertEquals("Trams", broken.text("title"));
        assertEquals("2020-01-01", broken.text("date"));
        assertEquals("```\n  draft: true\n *x\n```\n\nText.", broken.text());
        assertTrue(broken.incomplete());
        var toml = FrontMatterParser
                .parse("+++\ntitle = Trams = trains\ndraft = true\nnot a line\n[extra]\nx = 1\n+++\nText.");
        assertEquals("Trams = trains", toml.text("title"));
        assertTrue(toml.isBoolean("draft", true));
        assertEquals("1", toml.text("extra.x"));
        assertEquals("```\nnot a line\n```\n\nText.", toml.text());
        assertTrue(FrontMatterParser.parse("{\n\"title\": \"Trams\",\n}\nText.").incomplete());
        assertTrue(FrontMatterParser.parse(";;;\n\"title\": [\n;;;\nText.").incomplete());
        assertTrue(FrontMatterParser.parse("---\ntitle: No end\ndraft: true\n\nText.").incomplete());
    }
}
