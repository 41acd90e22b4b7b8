package dev.byline.transfer.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The imports and exports of an MDX file, which are JavaScript and no text. They begin at the start of a line after a
 * blank line, and end where their brackets are closed. A line that only looks like one stays in the text.
 */
final class MdxModules {
    private static final Pattern START = Pattern.compile("(?:import|export)\\b.*");
    private static final Pattern IMPORT = Pattern.compile(
            "import\\s*(?:type\\s+)?(?:[\\w$*{][^'\"]*\\bfrom\\s*)?(?:'[^'\\n]+'|\"[^\"\\n]+\").*", Pattern.DOTALL);
    private static final Pattern EXPORT = Pattern.compile(
            "export\\s*(?:(?:default|const|let|var|function|async|class|type|interface|enum)\\b|\\*|\\{).*",
            Pattern.DOTALL);
    /** The end of a line after which a statement goes on. */
    private static final Pattern OPEN_END = Pattern.compile(".*(?:[=,+&|?:(\\[{.]|=>|\\bfrom|\\bdefault)\\s*");
    /** The beginning of a line that continues a statement, or is another statement of JavaScript. */
    private static final Pattern CONTINUATION = Pattern.compile(
            "\\s+\\S.*|[.)}\\]?:;&|+].*|//.*|/\\*.*|(?:const|let|var|function|class|async function)\\s+[\\w$]+.*");
    private static final Pattern METADATA = Pattern.compile(
            "export\\s+const\\s+(?:meta|metadata|frontMatter|frontmatter)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(\\{.*\\})\\s*;?\\s*",
            Pattern.DOTALL);
    private static final Pattern FENCE = Pattern.compile("\\s{0,3}(```+|~~~+).*");
    private static final int MAX_NOTE_LENGTH = 300;
    /** The maximum number of lines of an import or export. */
    private static final int MAX_LINES = 2_000;

    private MdxModules() {
    }

    /**
     * Removes imports and exports from the text of a file, with a note. Metadata that the file exports becomes front
     * matter; if its values cannot be read, the front matter is incomplete.
     */
    static FrontMatter remove(FrontMatter matter, List<String> notes) {
        var lines = matter.text().split("\n", -1);
        var text = new ArrayList<String>();
        var removed = new ArrayList<String>();
        String fence = null;
        boolean mayBegin = true;
        for (int i = 0; i < lines.length; i++) {
            var opening = FENCE.matcher(lines[i]);
            int end = fence == null && mayBegin && START.matcher(lines[i]).matches() ? findEnd(lines, i) : -1;
            if (end > 0) {
                removed.add(String.join("\n", List.of(lines).subList(i, end)));
                i = end - 1;
                continue;
            }
            if (fence == null && opening.matches()) {
                fence = opening.group(1);
            } else if (fence != null && lines[i].strip().matches(fence.charAt(0) + "{" + fence.length() + ",}")) {
                fence = null;
            }
            text.add(lines[i]);
            mayBegin = lines[i].isBlank();
        }
        if (removed.isEmpty()) {
            return matter;
        }
        notes.add("its imports and exports of JavaScript were removed: "
                + ImportValues.toSingleLine(String.join(" ", removed), MAX_NOTE_LENGTH));
        return withMetadata(new FrontMatter(matter.values(), String.join("\n", text), matter.problem(),
                matter.incomplete()), removed);
    }

    private static FrontMatter withMetadata(FrontMatter matter, List<String> removed) {
        var values = new LinkedHashMap<>(matter.values());
        boolean incomplete = matter.incomplete();
        for (var statement : removed) {
            var metadata = METADATA.matcher(statement);
            if (metadata.matches()) {
                // An object of JavaScript with simple values is a mapping of YAML.
                var read = FrontMatterParser.parseData("", metadata.group(1));
                if (read instanceof Map<?, ?> map && !map.containsValue(null)) {
                    FrontMatterParser.toMap(read).forEach(values::putIfAbsent);
                } else {
                    incomplete = true;
                }
            }
        }
        return new FrontMatter(values, matter.text(), matter.problem(), incomplete);
    }

    /** Returns the line after an import or export that begins at the given line; -1 if there is none. */
    private static int findEnd(String[] lines, int start) {
        var brackets = new Brackets();
        for (int i = start; i < Math.min(lines.length, start + MAX_LINES); i++) {
            brackets.read(lines[i]);
            boolean last = i + 1 == lines.length || !CONTINUATION.matcher(lines[i + 1]).matches();
            if (brackets.areClosed() && !OPEN_END.matcher(lines[i]).matches() && last) {
                var statement = String.join("\n", List.of(lines).subList(start, i + 1));
                return IMPORT.matcher(statement).matches() || EXPORT.matcher(statement).matches() ? i + 1 : -1;
            }
            if (lines[i].isBlank() && brackets.areClosed()) {
                return -1;
            }
        }
        return -1;
    }

    /** Counts the open brackets of JavaScript, outside of strings and comments. */
    private static final class Brackets {
        private int depth;
        private boolean inTemplate;
        private boolean inComment;

        boolean areClosed() {
            return depth == 0 && !inTemplate && !inComment;
        }

        void read(String line) {
            char quote = 0;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (inComment) {
                    inComment = !line.startsWith("*/", i);
                } else if (c == '\\') {
                    i++;
                } else if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '`') {
                    inTemplate = !inTemplate;
                } else if (!inTemplate && line.startsWith("//", i)) {
                    return;
                } else if (!inTemplate && line.startsWith("/*", i)) {
                    inComment = true;
                } else if (!inTemplate && (c == '\'' || c == '"')) {
                    quote = line.indexOf(c, i + 1) < 0 ? 0 : c;
                } else if (!inTemplate) {
                    depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                }
            }
        }
    }
}
