package dev.byline.transfer.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that imports and exports are removed from MDX, and that no text is taken for them. */
class MdxModulesTest {

    private static FrontMatter remove(String text, List<String> notes) {
        return MdxModules.remove(new FrontMatter(Map.of(), text, null, false), notes);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "import A from './a'\n\nText.",
            "import './a.css';\nimport * as B from \"b\"\nexport const year = 2020\n\nText.",
            "import {\n  A,\n\n  B,\n} from './a'\n\nText.",
            "import A, { type B } from './a'\nText.",
            "export { default } from './layout'\n\nText.",
            "export const lines = [\n  'one',\n\n  'two (of 3',\n]\n\nText.",
            "export default ({ children }) => (\n  <Layout>\n\n    {children}\n  </Layout>\n)\n\nText.",
            "export function Line({ n }) {\n  // one }\n  return `line ${n}`\n}\n\nText.",
            "export const title =\n  'Trams'\n\nText." })
    void imports_and_exports_are_removed_with_a_note(String text) {
        var notes = new ArrayList<String>();
        assertEquals("Text.", remove(text, notes).text().strip());
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).startsWith("its imports and exports of JavaScript were removed: "), notes.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "import taxes are high this year.\n\nText.",
            "exports are high.\n\nText.",
            "Trams\nimport A from 'a'\n\nText.",
            "```js\n\nimport A from 'a'\n\n```\n\nText.",
            "~~~~\n~~~\n\nexport const a = 1\n~~~~\n\nText.",
            "export const open = {\n\nText without an end.",
            "    import A from 'a'\n\nText." })
    void text_that_looks_like_javascript_stays(String text) {
        var notes = new ArrayList<String>();
        assertEquals(text, remove(text, notes).text());
        assertEquals(List.of(), notes);
    }

    @Test
    void exported_metadata_is_front_matter() {
        var matter = remove("export const metadata = {\n  title: 'Trams',\n  draft: true,\n};\n\nText.",
                new ArrayList<>());
        assertEquals("Trams", matter.text("title"));
        assertTrue(matter.isBoolean("draft", true));
        for (var unreadable : List.of("{ title: `Trams`, draft: true }", "{ title: 'Trams', draft }")) {
            assertTrue(remove("export const meta = " + unreadable + "\n\nText.", new ArrayList<>()).incomplete());
        }
    }
}
