package dev.byline.transfer.format;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

/** Finds the picture that an item of a feed names beside its text, as an enclosure or in Media RSS. */
final class FeedPicture {
    private static final String PICTURE_FILE = "(?i)[^?#]*\\.(jpe?g|png|gif|webp|avif|svg)([?#].*)?";

    private FeedPicture() {
    }

    /** Returns the address of the picture; null without one. Notes enclosures of other types. */
    static String find(Element item, List<String> notes) {
        String picture = null;
        String thumbnail = null;
        for (var e : item.children().stream().flatMap(FeedPicture::withGroup).toList()) {
            var name = e.tagName();
            boolean link = name.equals("link") && e.attr("rel").equals("enclosure");
            if (name.equals("enclosure") || link || name.equals("media:content")) {
                var url = e.attr(link ? "href" : "url").strip();
                if (isPicture(e, url)) {
                    picture = picture == null ? url : picture;
                } else if (!name.equals("media:content") && !url.isEmpty()) {
                    notes.add("its enclosure was not imported: " + ImportValues.toSingleLine(url, 300));
                }
            } else if (name.equals("media:thumbnail") && thumbnail == null) {
                thumbnail = e.attr("url").strip();
            } else if (name.equals("itunes:image") && thumbnail == null) {
                thumbnail = e.attr("href").strip();
            }
        }
        return picture == null ? thumbnail : picture;
    }

    private static Stream<Element> withGroup(Element e) {
        return e.tagName().equals("media:group") ? e.children().stream() : Stream.of(e);
    }

    private static boolean isPicture(Element e, String url) {
        var type = e.attr("type").toLowerCase(Locale.ROOT);
        return !url.isEmpty() && (type.startsWith("image/") || e.attr("medium").equals("image")
                || type.isEmpty() && e.attr("medium").isEmpty() && url.matches(PICTURE_FILE));
    }
}
