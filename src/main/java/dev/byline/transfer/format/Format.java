package dev.byline.transfer.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What can be imported, by its name in the contract. */
@Schema(name = "ImportFormat",
        description = "`byline` is NDJSON as exports have it, `wordpress` WXR, `ghost` its JSON, `markdown` a zip of files with front matter (Hugo, Jekyll, Hexo, Zola, Astro); `disqus`, `commento`, `remark42` and `isso` are comments.")
public enum Format {
    byline,
    wordpress,
    ghost,
    markdown,
    disqus,
    commento,
    remark42,
    isso;

    /** How many bytes of a file it takes to know what it is. */
    public static final int HEAD = 64 * 1024;

    private static final Pattern WXR = Pattern.compile("wordpress\\.org/export/|<wp:");
    private static final String ADDRESS = "\\s*(?:<!\\[CDATA\\[)?\\s*(https?://[^\\s<\\]]{1,150})";
    private static final List<Pattern> SITE = Stream.of("wp:base_blog_url", "wp:base_site_url", "link")
            .map(name -> Pattern.compile("<" + name + ">" + ADDRESS)).toList();
    /** The first element, behind instructions, comments and a document type. */
    private static final Pattern ROOT = Pattern
            .compile("(?s)(?:(?:<!--.*?-->|<[?!][^>]*>)\\s*+)*+<([\\w:.-]+)");
    private static final Pattern GHOST = Pattern.compile("\\{\\s*\"(db|meta|data)\"\\s*:");
    private static final Pattern REMARK = Pattern.compile("\"(locator|users)\"\\s*:");
    private static final List<String> OURS = List.of("\"article\"", "\"author\"", "\"category\"", "\"tag\"",
            "\"site\"", "\"comment\"");

    /** What the beginning of a file looks like; empty if it is nothing known. */
    public static Optional<Format> of(byte[] head) {
        if (head.length > 3 && head[0] == 'P' && head[1] == 'K') {
            return Optional.of(markdown);
        }
        var text = text(head).strip();
        int xml = text.indexOf('<');
        if (xml >= 0 && xml < 10) {
            var root = ROOT.matcher(text.substring(xml));
            if (root.lookingAt() && root.group(1).equals("disqus")) {
                return Optional.of(disqus);
            }
            return WXR.matcher(text).find() ? Optional.of(wordpress) : Optional.empty();
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        return json(text);
    }

    private static String text(byte[] head) {
        boolean wide = XmlItems.isUtf16(new String(head, StandardCharsets.ISO_8859_1));
        return new String(head, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    }

    /**
     * A name for where a file is from, of its beginning: the address of a WordPress, whose numbers are any other's as well;
     * else the name of the format.
     */
    public String source(byte[] head) {
        if (this != wordpress) {
            return name();
        }
        // Items have links of their own.
        var channel = text(head).replaceFirst("(?s)<item[\\s>].*", "");
        return SITE.stream().map(address -> address.matcher(channel)).filter(Matcher::find).findFirst()
                .map(address -> address.group(1).replaceAll("/+$", "")).orElse(name());
    }

    private static Optional<Format> json(String text) {
        if (text.startsWith("[")) {
            return text.contains("\"comments\"") ? Optional.of(isso) : Optional.empty();
        }
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        if (GHOST.matcher(text).lookingAt()) {
            return Optional.of(ghost);
        }
        if (text.contains("\"commentHex\"") || text.contains("\"commenters\"")) {
            return Optional.of(commento);
        }
        var first = text.lines().findFirst().orElse("");
        if (REMARK.matcher(first).find() && !first.contains("\"article\"")) {
            return Optional.of(remark42);
        }
        if (text.contains("\"posts\"")) {
            return Optional.of(ghost);
        }
        return OURS.stream().anyMatch(text::contains) ? Optional.of(byline) : Optional.empty();
    }

    /** Why a file that begins so is nothing known, and what to do. */
    public static String unknown(byte[] head) {
        if (head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
            return "The file is compressed with gzip: unpack it first.";
        }
        return "The file does not begin like anything that is known here ("
                + Stream.of(values()).map(Format::name).collect(Collectors.joining(", "))
                + "); if it is, name its format (?format=).";
    }

    /** What reads it. */
    public FileReader reader() {
        return switch (this) {
            case byline -> new BylineFile();
            case wordpress -> new WordPressFile();
            case ghost -> new GhostFile();
            case markdown -> new MarkdownFile();
            case disqus -> new DisqusFile();
            case commento -> new CommentoFile();
            case remark42 -> new Remark42File();
            case isso -> new IssoFile();
        };
    }
}
