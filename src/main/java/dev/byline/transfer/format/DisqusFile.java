package dev.byline.transfer.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jsoup.nodes.Element;

import dev.byline.comment.CommentState;

/** Disqus' export: comments under threads, which know the addresses of their pages. */
class DisqusFile implements FileReader {
    private final Map<String, String> threads = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private int number;

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        FileReader.lookAhead(() -> XmlItems.each(file, "disqus", e -> {
            if (e.tagName().equals("thread")) {
                var link = XmlItems.word(e, "link");
                threads.put(id(e), link == null ? XmlItems.word(e, "id") : link);
                if (isTrue(e, "isDeleted")) {
                    deleted.add(id(e));
                }
            }
        }));
        XmlItems.each(file, "disqus", e -> {
            if (e.tagName().equals("post")) {
                post(e, sink);
            }
        });
    }

    /** What the attribute says, which is not always quoted. */
    private static String id(Element e) {
        var id = e == null ? "" : e.attr("dsq:id").replaceAll("/$", "").strip();
        return id.isEmpty() ? null : id;
    }

    private void post(Element e, LineSink sink) {
        var place = "post " + ++number;
        var id = id(e) == null ? XmlItems.word(e, "id") : id(e);
        var thread = id(child(e, "thread"));
        if (deleted.contains(thread)) {
            sink.leftOut(place, id, "its thread was deleted");
            return;
        }
        var article = threads.get(thread);
        var time = Clean.time(XmlItems.word(e, "createdAt"));
        var body = CommentText.ofHtml(XmlItems.text(e, "message"));
        boolean gone = isTrue(e, "isDeleted");
        if (id == null || article == null || time == null || body == null && !gone) {
            sink.broken(place, id, id == null
                    ? "has no id"
                    : article == null
                            ? "belongs to no thread of the file"
                            : time == null ? "createdAt is no time" : "has no text");
            return;
        }
        var author = child(e, "author");
        var name = author == null ? null : Clean.line(XmlItems.word(author, "name"), 80);
        var state = gone
                ? CommentState.deleted
                : isTrue(e, "isSpam") ? CommentState.spam : CommentState.approved;
        sink.line(place, ImportLine.comment(id, ImportLine.Remark.of(article, id(child(e, "parent")), state,
                name == null ? "Anonymous" : name, author == null ? null : Clean.email(XmlItems.word(author, "email")),
                null, gone ? null : body), time));
    }

    private static boolean isTrue(Element e, String name) {
        return "true".equals(XmlItems.word(e, name));
    }

    private static Element child(Element e, String name) {
        return e.children().stream().filter(c -> c.tagName().equals(name)).findFirst().orElse(null);
    }
}
