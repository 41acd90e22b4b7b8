package dev.byline.transfer.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The file formats that can be imported. The names of the constants are those of the API. */
@Schema(name = "ImportFormat",
        description = "The format of an import file. `byline`: NDJSON as in exports of Byline. `wordpress`: WXR. "
                + "`ghost`: JSON export of Ghost. `markdown`: a zip of Markdown files with front matter (Hugo, "
                + "Jekyll, Hexo, Zola, Astro). `medium`, `substack`: the zips that Medium and Substack export. "
                + "`blogger`: Atom, as Blogger and Google Takeout export it. `rss`, `atom`, `jsonfeed`: feeds in "
                + "RSS 0.9 to 2.0, Atom 1.0 and JSON Feed. `disqus`, `commento`, `remark42`, `isso`: comments of these "
                + "systems.")
public enum ImportFormat {
    byline,
    wordpress,
    ghost,
    markdown,
    medium,
    substack,
    blogger,
    rss,
    atom,
    jsonfeed,
    disqus,
    commento,
    remark42,
    isso;

    /** The number of bytes at the beginning of a file that {@link #detect} needs. */
    public static final int DETECTION_BYTES = 64 * 1024;

    private static final Pattern WXR_MARK = Pattern.compile("wordpress\\.org/export/|<wp:");
    private static final String URL_TEXT = "\\s*(?:<!\\[CDATA\\[)?\\s*(https?://[^\\s<\\]]{1,150})";
    private static final List<Pattern> SITE_URLS = Stream.of("wp:base_blog_url", "wp:base_site_url", "link")
            .map(name -> Pattern.compile("<" + name + ">" + URL_TEXT)).toList();
    /** Matches the first XML element, after processing instructions, comments and a document type. */
    private static final Pattern ROOT_ELEMENT = Pattern
            .compile("(?s)(?:(?:<!--.*?-->|<[?!][^>]*>)\\s*+)*+<([\\w:.-]+)");
    private static final Pattern GHOST_START = Pattern.compile("\\{\\s*\"(db|meta|data)\"\\s*:");
    private static final Pattern REMARK42_FIELDS = Pattern.compile("\"(locator|users)\"\\s*:");
    private static final List<String> BYLINE_FIELDS = List.of("\"article\"", "\"author\"", "\"category\"", "\"tag\"",
            "\"site\"", "\"comment\"", "\"member\"", "\"menu\"", "\"media\"");

    /** Detects the format of a file by its beginning; empty if the format is unknown. */
    public static Optional<ImportFormat> detect(byte[] head) {
        if (ZippedExport.isZip(head)) {
            return Optional.of(ZipHead.read(head).detect());
        }
        var text = decode(head).strip();
        int xml = text.indexOf('<');
        if (xml >= 0 && xml < 10) {
            var root = ROOT_ELEMENT.matcher(text.substring(xml));
            var name = root.lookingAt() ? root.group(1) : "";
            if (name.equals("disqus")) {
                return Optional.of(disqus);
            }
            return !name.equals("feed") && WXR_MARK.matcher(text).find()
                    ? Optional.of(wordpress)
                    : FeedHead.detectXml(name, text);
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        return detectJson(text);
    }

    private static String decode(byte[] head) {
        boolean utf16 = XmlElementReader.isUtf16(new String(head, StandardCharsets.ISO_8859_1));
        return new String(head, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    }

    /**
     * The default name of the source of a file. For a WordPress file and a feed that is the URL of the site, because
     * the numeric ids of different sites overlap; for all other files it is the name of the format.
     */
    public String defaultSource(byte[] head) {
        var export = ZippedExport.isZip(head) ? ZipHead.read(head).export() : head;
        var text = export == null ? "" : decode(export);
        if (this != wordpress) {
            return FeedHead.findSite(this, text).orElse(name());
        }
        // Only the part before the first item counts, because items have link elements as well.
        var channel = text.replaceFirst("(?s)<item[\\s>].*", "");
        return SITE_URLS.stream().map(address -> address.matcher(channel)).filter(Matcher::find).findFirst()
                .map(address -> address.group(1).replaceAll("/+$", "")).orElse(name());
    }

    private static Optional<ImportFormat> detectJson(String text) {
        if (text.startsWith("[")) {
            return text.contains("\"comments\"") ? Optional.of(isso) : Optional.empty();
        }
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        if (FeedHead.isJsonFeed(text)) {
            return Optional.of(jsonfeed);
        }
        if (GHOST_START.matcher(text).lookingAt()) {
            return Optional.of(ghost);
        }
        if (text.contains("\"commentHex\"") || text.contains("\"commenters\"")) {
            return Optional.of(commento);
        }
        var first = text.lines().findFirst().orElse("");
        if (REMARK42_FIELDS.matcher(first).find() && !first.contains("\"article\"")) {
            return Optional.of(remark42);
        }
        if (text.contains("\"posts\"")) {
            return Optional.of(ghost);
        }
        return BYLINE_FIELDS.stream().anyMatch(text::contains) ? Optional.of(byline) : Optional.empty();
    }

    /** Explains why no format was detected, and what the client can do. */
    public static String explainUnknown(byte[] head) {
        if (head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
            return "The file is compressed with gzip; unpack it first, or send it as a zip.";
        }
        return "The format of the file was not recognized. If it is one of the known formats ("
                + Stream.of(values()).map(ImportFormat::name).collect(Collectors.joining(", "))
                + "), name it with the parameter format.";
    }

    /** Creates a reader of this format, for one file. */
    public FormatReader newReader() {
        return switch (this) {
            case byline -> new BylineReader();
            case wordpress -> new WordPressReader();
            case ghost -> new GhostReader();
            case markdown -> new MarkdownReader();
            case medium -> new MediumReader();
            case substack -> new SubstackReader();
            case blogger -> new BloggerReader();
            case rss -> new RssReader();
            case atom -> new AtomReader();
            case jsonfeed -> new JsonFeedReader();
            case disqus -> new DisqusReader();
            case commento -> new CommentoReader();
            case remark42 -> new Remark42Reader();
            case isso -> new IssoReader();
        };
    }
}
