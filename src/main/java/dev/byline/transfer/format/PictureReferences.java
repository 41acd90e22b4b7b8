package dev.byline.transfer.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.parser.Parser;

/**
 * Finds and replaces the addresses of pictures and other files in a source of Markdown or HTML, and leaves everything
 * else as it is, character by character.
 */
public final class PictureReferences {
    private static final Pattern TAG = Pattern.compile(
            "(?i)<(img|source|video|audio|a|embed)\\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>|\\{\\{[<%]\\s*(figure)\\b([^}]*)\\}\\}");
    private static final Pattern ADDRESS = Pattern
            .compile("(?i)(\\s(?:src|href|poster)\\s*=\\s*)(\"[^\"]*\"|'[^']*'|[^\\s\"'>]+)");
    /** The attributes with other sizes, which browsers prefer to {@code src}; Byline offers sizes of its own. */
    private static final Pattern SIZES = Pattern
            .compile("(?i)\\s(?:srcset|sizes|data-srcset|data-sizes)\\s*=\\s*(?:\"[^\"]*\"|'[^']*')");
    private static final Pattern ALT = Pattern.compile("(?i)\\salt\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern MARKDOWN = Pattern.compile(
            "(!?)\\[((?:[^\\[\\]\\n]++|\\[[^\\[\\]\\n]*+\\])*+)\\]\\((\\s*)(<[^>\\n]*>|[^\\s()<>]++(?:\\([^\\s()]*+\\)[^\\s()]*+)*+)");
    private static final Pattern MARKDOWN_NESTED = Pattern.compile(
            "(!)\\[([^\\[\\]\\n]*)\\]\\((\\s*)(<[^>\\n]*>|[^\\s()<>]++(?:\\([^\\s()]*+\\)[^\\s()]*+)*+)");
    private static final Pattern MARKDOWN_LINK_END = Pattern
            .compile("(?<=\\))(\\]\\()(\\s*)(<[^>\\n]*>|[^\\s()<>]+)");
    private static final Pattern MARKDOWN_DEFINITION = Pattern
            .compile("(?m)^( {0,3}\\[[^\\]\\n]+\\]:\\s*)(<[^>\\n]*>|\\S+)");
    private static final Pattern CODE = Pattern
            .compile("(?ms)^ {0,3}(```+|~~~+).*?(?:^ {0,3}\\1|\\z)|(?<!`)(`+)(?!`).*?(?<!`)\\2(?!`)");

    private PictureReferences() {
    }

    /**
     * A reference to a file.
     *
     * @param address
     *            as the source means it, without escapes
     * @param shown
     *            whether readers see the file, as a picture or a player, and not only a link to it
     * @param alt
     *            the alternative text; null without one
     */
    public record FileReference(String address, boolean shown, String alt) {}

    /** Lists all references of a source. */
    public static List<FileReference> list(String source, boolean markdown) {
        var found = new ArrayList<FileReference>();
        replace(source, markdown, reference -> {
            found.add(reference);
            return null;
        });
        return found;
    }

    /** Replaces addresses by those that the function returns; null leaves an address as it is. */
    public static String replace(String source, boolean markdown, Function<FileReference, String> replacement) {
        if (!markdown) {
            return replaceTags(source, replacement);
        }
        var result = new StringBuilder();
        var code = CODE.matcher(source);
        int from = 0;
        while (code.find()) {
            result.append(replaceMarkdown(source.substring(from, code.start()), replacement)).append(code.group());
            from = code.end();
        }
        return result.append(replaceMarkdown(source.substring(from), replacement)).toString();
    }

    private static String replaceMarkdown(String text, Function<FileReference, String> replacement) {
        var pictures = MARKDOWN_NESTED.matcher(text).replaceAll(found -> Matcher.quoteReplacement("!["
                + found.group(2) + "](" + found.group(3) + target(found.group(4), true, found.group(2), replacement)));
        var links = MARKDOWN.matcher(pictures).replaceAll(found -> Matcher.quoteReplacement(found.group(1).isEmpty()
                && !found.group(2).startsWith("![")
                        ? "[" + found.group(2) + "](" + found.group(3)
                                + target(found.group(4), false, null, replacement)
                        : found.group()));
        var ends = MARKDOWN_LINK_END.matcher(links).replaceAll(found -> Matcher.quoteReplacement(
                found.group(1) + found.group(2) + target(found.group(3), false, null, replacement)));
        var definitions = MARKDOWN_DEFINITION.matcher(ends).replaceAll(found -> Matcher.quoteReplacement(
                found.group(1) + target(found.group(2), false, null, replacement)));
        return replaceTags(definitions, replacement);
    }

    private static String target(String given, boolean shown, String alt,
            Function<FileReference, String> replacement) {
        var address = given.startsWith("<") ? given.substring(1, given.length() - 1) : given;
        var replaced = replacement
                .apply(new FileReference(Parser.unescapeEntities(address, true), shown, blankToNull(alt)));
        return replaced == null ? given : replaced;
    }

    private static String replaceTags(String html, Function<FileReference, String> replacement) {
        return TAG.matcher(html).replaceAll(tag -> Matcher.quoteReplacement(replaceTag(tag.group(), replacement)));
    }

    private static String replaceTag(String tag, Function<FileReference, String> replacement) {
        var alt = ALT.matcher(tag);
        var text = alt.find()
                ? Parser.unescapeEntities(alt.group(1) == null ? alt.group(2) : alt.group(1), true)
                : null;
        boolean shown = !tag.regionMatches(true, 0, "<a", 0, 2) || tag.regionMatches(true, 0, "<audio", 0, 6);
        boolean[] changed = { false };
        var replaced = ADDRESS.matcher(tag).replaceAll(found -> {
            var value = found.group(2);
            boolean quoted = value.startsWith("\"") || value.startsWith("'");
            var address = quoted ? value.substring(1, value.length() - 1) : value;
            var target = replacement.apply(
                    new FileReference(Parser.unescapeEntities(address.strip(), true), shown, blankToNull(text)));
            if (target == null) {
                return Matcher.quoteReplacement(found.group());
            }
            changed[0] = true;
            return Matcher.quoteReplacement(found.group(1) + "\"" + target + "\"");
        });
        return changed[0] ? SIZES.matcher(replaced).replaceAll("") : tag;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
