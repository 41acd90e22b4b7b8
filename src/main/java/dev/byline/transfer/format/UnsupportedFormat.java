package dev.byline.transfer.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** File formats that are recognized and cannot be imported, each with another way to import the content. */
public enum UnsupportedFormat {
    movable_type(Pattern.compile("(?:[A-Z][A-Z ]{2,30}:[^\\n]{0,500}\\n){1,40}-----\\n"),
            "is a text export of Movable Type or TypePad, which cannot be imported directly. Import it into a WordPress "
                    + "(Tools, Import, Movable Type and TypePad), and send the export of that WordPress."),
    tumblr(Pattern.compile("(?s)\\s*(?:var tumblr_api_read\\b|<\\?xml[^>]*>\\s*<tumblr[\\s>]|<tumblr[\\s>]|"
            + "[{\\[].*\"(?:reblog_key|reblog-key|tumblelog)\"\\s*:).*"),
            "is an export of Tumblr, which cannot be imported directly. Import the blog into a WordPress (Tools, Import, "
                    + "Tumblr), and send the export of that WordPress; or send the feed of the blog (/rss), which has "
                    + "only the newest posts."),
    squarespace(Pattern.compile("(?s)\\{.*\"websiteSettings\"\\s*:.*"),
            "is a page of Squarespace as JSON, which cannot be imported. Send the export of the site instead: Settings, "
                    + "Import & Export Content, Export, WordPress."),
    contentful(Pattern.compile(
            "(?s)\\{\\s*\"(?:contentTypes|tags|editorInterfaces|entries|assets|locales|webhooks|roles)\"\\s*:.*\"sys\"\\s*:.*"),
            "is an export of Contentful. The fields of its entries are different in each space, so it cannot be imported "
                    + "directly. Convert the entries into lines of Byline's own format, one JSON object per line."),
    asciidoc(Pattern.compile("(?s)(?://[^\\n]*\\n|:[\\w-]+:[^\\n]*\\n|\\s*\\n)*+= \\S.*"),
            "is AsciiDoc, which cannot be imported directly. Convert the files into Markdown, for instance with downdoc, "
                    + "or with Asciidoctor and pandoc, and send a zip of them."),
    json_array(Pattern.compile("(?s)\\[.*"),
            "is one JSON array. Byline's own format is one JSON object per line, without brackets and commas between "
                    + "the lines; jq -c '.[]' makes such lines of an array."),
    json_over_lines(Pattern.compile("(?s)\\{[ \\t]*\\n.*"),
            "has JSON objects that extend over several lines. Byline's own format is one JSON object per line; jq -c . "
                    + "makes such lines of them.");

    private static final Pattern TUMBLR_NAME = Pattern
            .compile("(?:.*/)?(?:posts\\.zip|payload-0\\.json|posts_index\\.html|posts/html/\\d+\\.html)");

    private final Pattern beginning;
    private final String explanation;

    UnsupportedFormat(Pattern beginning, String explanation) {
        this.beginning = beginning;
        this.explanation = explanation;
    }

    /** Explains what the file is, and what the client can do; a complete text. */
    public String explanation() {
        return "The file " + explanation;
    }

    /**
     * Finds the unsupported format of a file by its beginning. A format that the client names counts, except that lines
     * of Byline's own format are checked.
     */
    public static Optional<UnsupportedFormat> find(ImportFormat named, byte[] head) {
        if (named != null && named != ImportFormat.byline) {
            return Optional.empty();
        }
        if (ZippedExport.isZip(head)) {
            return named == null
                    && ZipHead.read(head).names().stream().anyMatch(name -> TUMBLR_NAME.matcher(name).matches())
                            ? Optional.of(tumblr)
                            : Optional.empty();
        }
        var decoded = new String(head, StandardCharsets.UTF_8).replace("\r", "");
        var text = (decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded).stripLeading();
        return Stream.of(values()).filter(format -> format.isPossible(named, head))
                .filter(format -> format.beginning.matcher(text).lookingAt()).findFirst();
    }

    /** The formats of JSON begin like others that can be imported, which count first. */
    private boolean isPossible(ImportFormat named, byte[] head) {
        return switch (this) {
            case json_array -> named != null || ImportFormat.detect(head).isEmpty();
            case json_over_lines -> named != null || ImportFormat.detect(head).equals(Optional.of(ImportFormat.byline));
            default -> named == null;
        };
    }
}
