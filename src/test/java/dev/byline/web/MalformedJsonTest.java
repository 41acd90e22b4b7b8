package dev.byline.web;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests that the problem of malformed JSON has the place of the error and the likely mend. */
@QuarkusTest
class MalformedJsonTest extends ServiceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{⏎ \"title\": \"He said \"hi\" to me\"}   | line 2, column 21 | Write \\\" for a quotation mark within",
            "{\"title\": \"One⏎two\"}                  | line             | A text contains a line break. Write \\n in",
            "{\"title\": \"One→two\"}                  | line 1           | A text contains a tab. Write \\t in",
            "{\"title\": \"x\",⏎}                      | line 2, column 1  | Remove the comma before the closing brace",
            "{\"title\": \"x\", \"tags\": [\"a\",]}    | line 1, column 29 | Remove the comma before the closing bracket",
            "{'title': 'x'}                            | line 1, column 2  | Use double quotation marks (\"), not single",
            "{\"title\": 'x'}                          | line 1, column 11 | Use double quotation marks (\"), not single",
            "{“title”: \"x\"}                          | line 1            | Use straight quotation marks (\"), not curly",
            "{\"title\": “x”}                          | line 1            | Use straight quotation marks (\"), not curly",
            "{\"pinned\": 01}                          | line 1            | Remove the zeros before the number",
            "{title: \"x\"}                            | line 1, column 2  | Put the name of the field into double",
            "{\"title\": x}                            | line 1           | Put the text into double quotation marks",
            "{\"title\": \"x\" \"locale\": \"en\"}     | line 1, column 15 | Put a comma between two fields or items",
            "{\"title\" \"x\"}                         | line 1, column 10 | Put a colon between the name and the value",
            "{\"title\": \"C:\\dir\"}                  | line 1, column 15 | Write \\\\ for a backslash within a text",
            "{\"title\": \"x\"]                        | line 1, column 14 | Close each bracket and brace by its own",
            "{\"title\": \"x\" // a comment⏎}          | line 1           | Remove the comment",
            "{\"title\": \"x                           | line 1           | The body ends too early. Close every text" })
    void malformed_json_says_where_and_how_to_mend_it(String body, String place, String mend) {
        var json = body.replace('⏎', '\n').replace('→', '\t');
        staff().contentType("application/json; charset=UTF-8").body(json).post(ADMIN + "/articles").then()
                .statusCode(400).contentType("application/problem+json")
                .body("type", equalTo("urn:byline:problem:malformed-request"))
                .body("detail", allOf(containsString("not valid JSON at " + place), containsString(mend),
                        not(containsString("java")), not(containsString("jackson")), not(containsString("CTRL"))));
        staff().header("If-Match", "*").contentType("application/merge-patch+json; charset=UTF-8").body(json)
                .patch(ADMIN + "/site").then().statusCode(400).body("detail", containsString(mend));
    }
}
