package dev.byline.transfer.format;

import java.util.regex.Pattern;

import dev.byline.article.ArticleInput;
import dev.byline.text.HtmlSanitizer;
import dev.byline.text.RenderedBody;

/** Converts the markup of generators in the text of a Markdown file. Shortcodes stay in the text. */
final class MarkdownText {
    private static final Pattern HIGHLIGHT_TAG = Pattern.compile(
            "\\{%\\s*highlight\\s+([\\w+#-]+).*?%\\}\\n?(.*?)\\{%\\s*endhighlight\\s*%\\}",
            Pattern.DOTALL);
    /** The marker below the beginning of a text that lists show, in the spellings of all generators. */
    private static final Pattern MORE_MARKER = Pattern.compile(
            "(?:<!--\\s*(?:more|truncate|TEASER_END)\\s*-->|(?m:^)\\{/\\*\\s*truncate\\s*\\*/\\})\\n?");
    private static final Pattern MORE_LINE = Pattern.compile("(?m)^[ \\t]*(?:" + MORE_MARKER.pattern() + ")");
    /** A video or another page in the text of Hashnode, and a picture with the alignment that Hashnode adds. */
    private static final Pattern HASHNODE_EMBED = Pattern.compile("(?m)^%\\[\\s*(https?://[^\\s\\]]+)\\s*\\][ \\t]*$");
    private static final Pattern HASHNODE_PICTURE = Pattern.compile(
            "(!\\[[^\\]\\n]*\\]\\(\\s*[^\\s)]+)\\s+align=[\"']\\w*[\"']\\s*\\)");

    private MarkdownText() {
    }

    /**
     * Converts the text of a file: {@code highlight} of Jekyll becomes a code block, {@code raw} and the markers of
     * excerpts are removed, and the markup of Hashnode becomes Markdown.
     */
    static String convert(FrontMatter matter) {
        var text = matter.text();
        if (matter.text("cuid", "datePublished") != null) {
            text = HASHNODE_EMBED.matcher(text).replaceAll("\n$1\n");
            text = HASHNODE_PICTURE.matcher(text).replaceAll("$1)");
        }
        text = HIGHLIGHT_TAG.matcher(text).replaceAll("```$1\n$2```")
                .replaceAll("\\{%-?\\s*(end)?raw\\s*-?%\\}\\n?", "");
        return MORE_MARKER.matcher(text).replaceAll("");
    }

    /** Returns the text above the marker of the excerpt as plain text; null without a marker, or without a text. */
    static String excerpt(FrontMatter matter) {
        var more = MORE_LINE.matcher(matter.text());
        if (!more.find()) {
            return null;
        }
        var above = convert(new FrontMatter(matter.values(), matter.text().substring(0, more.start()), null, false));
        try {
            return ImportValues.toSingleLine(RenderedBody.ofMarkdown(above).text(), ArticleInput.MAX_EXCERPT_LENGTH);
        } catch (HtmlSanitizer.TooComplexException e) {
            return null;
        }
    }
}
