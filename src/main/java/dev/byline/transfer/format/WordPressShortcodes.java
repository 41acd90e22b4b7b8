package dev.byline.transfer.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jsoup.nodes.Entities;

import dev.byline.transfer.format.WordPressAttachments.Attachment;

/**
 * The shortcodes of WordPress itself for media: {@code gallery}, {@code playlist}, {@code audio} and {@code video}. A
 * shortcode whose files are not known stays in the text.
 */
final class WordPressShortcodes {
    private static final Pattern SHORTCODE = Pattern.compile(
            "(\\[?)\\[(gallery|playlist|audio|video)(?![\\w-])([^\\]]*?)/?\\](?:([^\\[\\]]*)\\[/\\2\\])?(\\]?)");
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "([\\w-]+)\\s*=\\s*(?:[\"\u201c\u201d\u2033]([^\"\u201c\u201d\u2033]*)[\"\u201c\u201d\u2033]|'([^']*)'|([^\\s'\"]+))|[\"']?([^\\s\"'=]\\S*?)[\"']?(?=\\s|$)");
    /** The attributes that name files, in the order of preference. */
    private static final List<String> AUDIO_FILES = List.of("src", "mp3", "m4a", "ogg", "oga", "wav", "wma", "flac");
    private static final List<String> VIDEO_FILES = List.of("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mov");
    private static final Pattern VIDEO_PAGE = Pattern.compile(
            "https?://(?:www\\.)?(?:youtube\\.com/|youtu\\.be/|vimeo\\.com/).*");

    private final WordPressAttachments attachments;

    WordPressShortcodes(WordPressAttachments attachments) {
        this.attachments = attachments;
    }

    /** Replaces the shortcodes in the content of a post. Notes those whose files are not in the export. */
    String replace(String content, String post, List<String> notes) {
        return SHORTCODE.matcher(content).replaceAll(code -> {
            // Two pairs of brackets show a shortcode as text.
            boolean escaped = !code.group(1).isEmpty() && !code.group(5).isEmpty();
            var html = escaped ? null : toHtml(code.group(2), code.group(3), text(code.group(4)).strip(), post, notes);
            return Matcher.quoteReplacement(html == null ? code.group() : code.group(1) + html + code.group(5));
        });
    }

    private String toHtml(String name, String attributes, String inner, String post, List<String> notes) {
        var values = parse(attributes);
        var html = switch (name) {
            case "gallery" -> gallery(values, post, notes);
            case "playlist" -> playlist(values, post, notes);
            case "audio" -> player("audio", AUDIO_FILES, values, inner, firstOf(post, Attachment::isAudio));
            default -> player("video", VIDEO_FILES, values, inner, firstOf(post, Attachment::isVideo));
        };
        if (html == null) {
            notes.add("its shortcode [" + name + "] shows files that are not in the export, and stays in the text");
            return null;
        }
        return "\n\n" + html + "\n\n" + (inner.isEmpty() || inner.matches("https?://\\S+") ? "" : inner + "\n\n");
    }

    private static Map<String, String> parse(String attributes) {
        var values = new LinkedHashMap<String, String>();
        var attribute = ATTRIBUTE.matcher(attributes.replace("&quot;", "\"").replace("&amp;", "&"));
        while (attribute.find()) {
            var value = Stream.of(2, 3, 4, 5).map(attribute::group).filter(text -> text != null).findFirst();
            value.ifPresent(text -> values.putIfAbsent(text(attribute.group(1)).toLowerCase(Locale.ROOT),
                    text.strip()));
        }
        return values;
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private Stream<Attachment> firstOf(String post, Predicate<Attachment> kind) {
        return attachments.listOf(post).stream().filter(kind).limit(1);
    }

    /** Finds the files that a shortcode names by their ids, or else those of the post. */
    private List<Attachment> findFiles(Map<String, String> values, String post, Predicate<Attachment> kind,
            List<String> notes) {
        var named = Stream.of("ids", "include").map(values::get).filter(ids -> ids != null && !ids.isEmpty())
                .findFirst().map(WordPressShortcodes::split);
        if (named.isPresent()) {
            var missing = named.get().stream().filter(id -> attachments.find(id) == null).toList();
            var found = attachments.list(named.get());
            if (!missing.isEmpty() && !found.isEmpty()) {
                notes.add("shows attachments that are not in the export: " + String.join(", ", missing));
            }
            return found;
        }
        var excluded = split(values.getOrDefault("exclude", ""));
        return attachments.listOf(values.getOrDefault("id", post)).stream().filter(kind)
                .filter(attachment -> !excluded.contains(attachment.id())).toList();
    }

    private static List<String> split(String ids) {
        return Stream.of(ids.split("[,\\s]+")).filter(id -> !id.isEmpty()).toList();
    }

    private String gallery(Map<String, String> values, String post, List<String> notes) {
        var files = findFiles(values, post, Attachment::isImage, notes);
        return files.isEmpty()
                ? null
                : files.stream().map(file -> "<figure><img src=\"" + escape(file.url()) + "\" alt=\""
                        + escape(text(file.alt())) + "\">" + caption(file) + "</figure>")
                        .collect(Collectors.joining("\n\n"));
    }

    private String playlist(Map<String, String> values, String post, List<String> notes) {
        boolean video = "video".equals(values.get("type"));
        var files = findFiles(values, post, video ? Attachment::isVideo : Attachment::isAudio, notes);
        return files.isEmpty()
                ? null
                : files.stream().map(file -> "<figure>" + element(video ? "video" : "audio", List.of(file.url()), null)
                        + caption(file) + "</figure>").collect(Collectors.joining("\n\n"));
    }

    private static String caption(Attachment file) {
        return file.caption() == null ? "" : "<figcaption>" + escape(file.caption()) + "</figcaption>";
    }

    private static String player(String name, List<String> fileKeys, Map<String, String> values, String inner,
            Stream<Attachment> ofPost) {
        // Old shortcodes have the address without a name, or between their tags.
        var unnamed = Stream.of(values.getOrDefault("", "").replaceFirst("\\|.*", ""), inner);
        var named = Stream.concat(fileKeys.stream().map(values::get), unnamed)
                .map(ImportValues::toUrl).filter(url -> url != null).distinct().toList();
        var urls = named.isEmpty() ? ofPost.map(Attachment::url).toList() : named;
        if (urls.isEmpty()) {
            return null;
        }
        return VIDEO_PAGE.matcher(urls.get(0)).matches()
                ? "<iframe src=\"" + escape(urls.get(0)) + "\"></iframe>"
                : "<figure>" + element(name, urls, ImportValues.toUrl(values.get("poster"))) + "</figure>";
    }

    private static String element(String name, List<String> urls, String poster) {
        var image = poster == null ? "" : " poster=\"" + escape(poster) + "\"";
        return urls.size() == 1
                ? "<" + name + " controls src=\"" + escape(urls.get(0)) + "\"" + image + "></" + name + ">"
                : "<" + name + " controls" + image + ">" + urls.stream()
                        .map(url -> "<source src=\"" + escape(url) + "\">").collect(Collectors.joining())
                        + "</" + name + ">";
    }

    private static String escape(String text) {
        return Entities.escape(text);
    }
}
