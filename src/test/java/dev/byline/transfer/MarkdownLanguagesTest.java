package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the languages of Markdown files: folders, names, settings of Hugo and front matter. */
@QuarkusTest
class MarkdownLanguagesTest extends ImportTestBase {
    @BeforeEach
    void addLocales() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"zh-CN\"]}").then().statusCode(200);
    }

    private static String page(String title) {
        return "---\ntitle: " + title + "\ndate: 2020-02-03\n---\nText.";
    }

    private static JsonPath importZip(Map<String, String> files) throws Exception {
        var job = importFile(zip(files), "");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        return job;
    }

    /** Returns the titles of the translations of an article, with the article itself first. */
    private static List<String> translations(String slug, String locale) {
        var article = get(API + "/articles/" + slug + "?locale=" + locale).then().statusCode(200)
                .body("locale", equalTo(locale)).extract().jsonPath();
        var titles = new ArrayList<>(List.of(article.getString("title")));
        titles.addAll(article.getList("translations.title", String.class));
        return titles;
    }

    private static List<String> find(String formerAddress) {
        return given().queryParam("formerAddress", formerAddress).get(API + "/articles").jsonPath()
                .getList("items.title");
    }

    @Test
    void folders_of_languages_hold_translations_of_one_path() throws Exception {
        importZip(Map.of("content/en/post/same.md", page("Same"), "content/vi/post/same.md", page("Cùng một bài"),
                "content/zh-cn/post/same/index.md", page("Chinese"), "content/posts/other.md", page("Other")));
        assertEquals(List.of("Same", "Cùng một bài"), translations("same", "en").subList(0, 2));
        assertEquals("Cùng một bài", translations("same", "vi").get(0));
        get(API + "/articles/same?locale=zh-CN").then().statusCode(200).body("title", equalTo("Chinese"));
        assertEquals(List.of("Other"), translations("other", "en"));
        assertEquals(List.of("Same"), find("/post/same/"));
        assertEquals(List.of("Cùng một bài"), find("/vi/post/same/"));
        assertEquals(List.of("Chinese"), find("/zh-CN/post/same/"));
    }

    @Test
    void names_with_a_language_are_translations_of_the_name_without() throws Exception {
        var job = importZip(Map.of("posts/hello.md", page("Hello"), "posts/hello.vi.md", page("Xin chào"),
                "posts/bundle/index.md", page("Bundle"), "posts/bundle/index.vi.md", page("Gói"),
                "posts/_index.vi.md", page("Bài viết"), "README.vi.md", page("Đọc"), "posts/alone.md", page("Alone"),
                "posts/release.v2.md", page("Release")));
        assertEquals(List.of("Hello", "Xin chào"), translations("hello", "en"));
        assertEquals(List.of("Gói", "Bundle"), translations("bundle", "vi"));
        assertEquals(List.of("Alone"), translations("alone", "en"));
        assertEquals(2, job.getInt("outcomes.skipped"), report(job));
        assertTrue(report(job).contains("posts/_index.vi.md"), report(job));
        assertEquals(List.of("Xin chào"), find("/vi/posts/hello"));
        assertEquals(List.of("Hello"), find("/posts/hello"));
    }

    @Test
    void settings_of_hugo_name_the_folders_of_languages() throws Exception {
        for (var config : Map.of("hugo.toml",
                "[languages]\n[languages.en]\ncontentDir = 'content/english'\n[languages.vi]\ncontentDir = 'content/tieng-viet'\n",
                "config/_default/languages.yaml",
                "en:\n  contentDir: content/english\nvi:\n  contentDir: content/tieng-viet/\n",
                "config.json", "{\"languages\": {\"en\": {\"contentDir\": \"content/english\"},\n"
                        + "\"vi\": {\"contentDir\": \"./content/tieng-viet\"}}}")
                .entrySet()) {
            resetDatabase();
            addLocales();
            importZip(Map.of(config.getKey(), config.getValue(), "content/english/a.md", page("One"),
                    "content/tieng-viet/a.md", page("Một")));
            assertEquals(List.of("One", "Một"), translations("a", "en"), config.getKey());
            assertEquals(List.of("Một", "One"), translations("a", "vi"), config.getKey());
        }
    }

    @Test
    void hugo_may_have_one_file_of_settings_for_each_language() throws Exception {
        for (var type : Map.of("toml", "contentdir = '%s'\nweight = 1\n[params]\ndate = 'x'\n", "yaml",
                "contentDir: %s\nparams: {a: b}\n").entrySet()) {
            resetDatabase();
            addLocales();
            var name = "config/_default/languages.%s." + type.getKey();
            importZip(Map.of("config/_default/hugo.toml", "title = 'x'\n", name.formatted("en"),
                    type.getValue().formatted("content/english"), name.formatted("zh-cn"),
                    type.getValue().formatted("./content/chinese/"), "content/english/a.md", page("One"),
                    "content/chinese/a.md", page("Chinese")));
            assertEquals(List.of("One", "Chinese"), translations("a", "en"), type.getKey());
            assertEquals(List.of("Chinese", "One"), translations("a", "zh-CN"), type.getKey());
            assertEquals(List.of("One"), find("/a"), "Hugo's default language is English");
            assertEquals(List.of("Chinese"), find("/zh-CN/a"));
        }
    }

    @Test
    void the_language_of_a_whole_site_counts_if_byline_has_it_and_the_request_names_none() throws Exception {
        for (var config : List.of("lang: vi\n", "title: x\nlocale: vi-VN\n", "language: [vi, en]\n",
                "languages: [en, vi]\ndefault_lang: vi\n", "lang: vi_VN\n")) {
            resetDatabase();
            addLocales();
            var site = Map.of("_config.yml", config, "_posts/2020-01-02-mot.md", page("Một"),
                    "_posts/2020-01-02-two.md", "---\ntitle: Two\nlang: en\n---\nx");
            importZip(site);
            assertEquals(List.of("Một"), translations("mot", "vi"), config);
            assertEquals(List.of("Two"), translations("two", "en"), config);
            assertEquals(2, importFile(zip(site), "").getInt("outcomes.unchanged"), config);
            importFile(zip(site), "locale=en&source=named");
            assertEquals(List.of("Một"), translations("mot", "en"), config);
        }
        // German is no locale of this Byline, but an option replaces it.
        var german = zip(Map.of("_config.yml", "lang: de_DE\n", "_posts/2020-01-02-eins.md", page("Eins")));
        importFile(german, "source=german");
        assertEquals(List.of("Eins"), translations("eins", "en"));
        importFile(german, "source=replaced&locales=de_DE:vi");
        assertEquals(List.of("Eins"), translations("eins", "vi"));
    }

    @ParameterizedTest
    @CsvSource({ "content, content/vi", "content/en, content-vi", "content, content.vi", "content/vi/en, content/vi" })
    void folders_of_languages_may_be_anywhere(String english, String vietnamese) throws Exception {
        importZip(Map.of("hugo.yaml",
                "languages: {en: {contentDir: %s}, vi: {contentDir: %s}}".formatted(english, vietnamese),
                english + "/post/a.md", page("One"), vietnamese + "/post/a.md", page("Một")));
        assertEquals(List.of("One", "Một"), translations("a", "en"));
        assertEquals(List.of("One"), find("/post/a"));
        assertEquals(List.of("Một"), find("/vi/post/a"));
    }

    @Test
    void files_that_show_no_language_have_the_default_language_of_the_site() throws Exception {
        for (var config : Map.of("hugo.toml", "defaultContentLanguage = 'vi'\n[languages.en]\nweight = 1\n",
                "config/_default/config.yaml", "DefaultContentLanguage: vi\n",
                "config.json", "{\"defaultContentLanguage\": \"vi\", \"defaultContentLanguageInSubdir\": true}",
                "config.toml", "default_language = \"vi\"\n[languages.en]\n").entrySet()) {
            resetDatabase();
            addLocales();
            importZip(Map.of(config.getKey(), config.getValue(), "content/a.md", page("Một"), "content/a.en.md",
                    page("One"), "content/b.md", page("Hai")));
            assertEquals(List.of("Một", "One"), translations("a", "vi"), config.getKey());
            assertEquals(List.of("Hai"), translations("b", "vi"), config.getKey());
            assertEquals(List.of("Một"), find(config.getValue().contains("Subdir") ? "/vi/a" : "/a"), config.getKey());
            assertEquals(List.of("One"), find("/en/a"), config.getKey());
        }
        // The option decides on a site of one language.
        importFile(zip(Map.of("hugo.toml", "defaultContentLanguage = 'de'", "content/c.md", page("Three"))),
                "locale=en&source=other");
        assertEquals(List.of("Three"), translations("c", "en"));
    }

    @Test
    void front_matter_of_jekyll_joins_files_with_a_language() throws Exception {
        importZip(Map.of("_config.yml", "title: x", "_posts/2020-01-02-one.md",
                "---\ntitle: One\nlang: en\nref: first\n---\nx",
                "_posts/2020-01-02-mot.md", "---\ntitle: Một\nlang: vi\nref: first\n---\nx",
                "_posts/2020-01-03-two.md", "---\ntitle: Two\nlang: en\npermalink: /two/\n---\nx",
                "_posts/2020-01-03-hai.md", "---\ntitle: Hai\nlang: vi\npermalink: /two/\n---\nx",
                "_posts/vi/2020-01-04-three.md", "---\ntitle: Ba\n---\nx", "_posts/2020-01-04-three.md",
                "---\ntitle: Three\n---\nx"));
        assertEquals(List.of("One", "Một"), translations("one", "en"));
        assertEquals(List.of("Hai", "Two"), translations("two", "vi"));
        assertEquals(List.of("Three", "Ba"), translations("three", "en"));
    }

    @Test
    void folders_that_are_topics_are_no_languages() throws Exception {
        importZip(Map.of("content/cs/sorting.md", page("Sorting"), "content/ml/learning.md", page("Learning"),
                "content/it/servers.md", page("Servers")));
        for (var slug : List.of("sorting", "learning", "servers")) {
            assertEquals(1, translations(slug, "en").size());
        }
    }
}
