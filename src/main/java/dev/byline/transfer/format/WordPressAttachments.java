package dev.byline.transfer.format;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

import dev.byline.publication.Cover;

/** The attachments of a WordPress export. An attachment may come after the post that shows it. */
final class WordPressAttachments {
    private static final Pattern IMAGE = Pattern.compile("(?i)[^?#]*\\.(jpe?g|jpe|png|gif|webp|avif|heic|bmp|svg|ico)");
    private static final Pattern AUDIO = Pattern.compile("(?i)[^?#]*\\.(mp3|ogg|oga|flac|m4a|wav|wma)");
    private static final Pattern VIDEO = Pattern.compile("(?i)[^?#]*\\.(mp4|m4v|webm|ogv|flv|mov|wmv|avi)");
    private static final int MAX_CAPTION_LENGTH = 500;

    private final Map<String, Attachment> byId = new HashMap<>();

    /**
     * An attached file.
     *
     * @param parent
     *            the id of the post to which the file was uploaded; null without one
     * @param order
     *            the position among the files of the post
     */
    record Attachment(String id, String url, String alt, String caption, String parent, int order) {

        boolean isImage() {
            return IMAGE.matcher(url.replaceAll("[?#].*", "")).matches();
        }

        boolean isAudio() {
            return AUDIO.matcher(url.replaceAll("[?#].*", "")).matches();
        }

        boolean isVideo() {
            return VIDEO.matcher(url.replaceAll("[?#].*", "")).matches();
        }
    }

    /** Adds an item of the file, if it is an attachment with an address. */
    void add(Element item) {
        var url = "attachment".equals(XmlElementReader.trimmedChildText(item, "post_type"))
                ? ImportValues.toUrl(XmlElementReader.trimmedChildText(item, "attachment_url"))
                : null;
        var id = XmlElementReader.trimmedChildText(item, "post_id");
        if (url != null && id != null) {
            var order = XmlElementReader.trimmedChildText(item, "menu_order");
            byId.put(id, new Attachment(id, url, WordPressMeta.of(item).altText(),
                    ImportValues.toPlainLine(XmlElementReader.childText(item, "excerpt:encoded"), MAX_CAPTION_LENGTH),
                    XmlElementReader.trimmedChildText(item, "post_parent"),
                    order != null && order.matches("\\d{1,9}") ? Integer.parseInt(order) : 0));
        }
    }

    /** Passes the descriptions of all attachments on. */
    void describe(ImportItemSink sink) {
        byId.values().forEach(attachment -> sink.describeFile(attachment.url, attachment.alt, attachment.caption));
    }

    /** Returns an attachment as a cover; null if there is none of this id. */
    Cover findCover(String id) {
        var attachment = byId.get(id);
        return attachment == null ? null : new Cover(attachment.url, attachment.alt, null, null);
    }

    /** Finds an attachment by id; null if there is none. */
    Attachment find(String id) {
        return byId.get(id);
    }

    /** Lists the attachments of a post, in their order. */
    List<Attachment> listOf(String post) {
        return post == null
                ? List.of()
                : byId.values().stream().filter(attachment -> post.equals(attachment.parent))
                        .sorted(Comparator.comparing(Attachment::order)
                                .thenComparing(attachment -> attachment.id.length()).thenComparing(Attachment::id))
                        .toList();
    }

    /** Lists the attachments of these ids, without those that the file does not have. */
    List<Attachment> list(List<String> ids) {
        return ids.stream().map(byId::get).flatMap(Stream::ofNullable).toList();
    }
}
