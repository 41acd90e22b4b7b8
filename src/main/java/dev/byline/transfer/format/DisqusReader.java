package dev.byline.transfer.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jsoup.nodes.Element;

import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;

/**
 * Reads the XML export of Disqus.
 * <ol>
 * <li>The first pass collects the threads: {@code link} is the URL of the article.</li>
 * <li>The second pass reads each {@code post} as a comment: {@code message}, {@code createdAt}, {@code author},
 * {@code parent}, {@code isDeleted} and {@code isSpam}.</li>
 * </ol>
 * Reads no likes: imported Disqus comments have none (see {@link ImportComment#ofGuest}). Only
 * Byline's own format imports likes.
 */
class DisqusReader implements FormatReader {
    private final Map<String, String> threadUrls = new HashMap<>();
    private final Set<String> deletedThreads = new HashSet<>();
    private int postNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        FormatReader.lookAhead(() -> XmlElementReader.forEachChild(file, "disqus", e -> {
            if (e.tagName().equals("thread")) {
                var link = XmlElementReader.trimmedChildText(e, "link");
                threadUrls.put(disqusId(e), link == null ? XmlElementReader.trimmedChildText(e, "id") : link);
                if (isTrue(e, "isDeleted")) {
                    deletedThreads.add(disqusId(e));
                }
            }
        }));
        XmlElementReader.forEachChild(file, "disqus", e -> {
            if (e.tagName().equals("post")) {
                readPost(e, sink);
            }
        });
    }

    /** Returns the {@code dsq:id} of an element; real exports have it without quotes as well. */
    private static String disqusId(Element e) {
        var id = e == null ? "" : e.attr("dsq:id").replaceAll("/$", "").strip();
        return id.isEmpty() ? null : id;
    }

    private void readPost(Element e, ImportItemSink sink) {
        var place = "post " + ++postNumber;
        var id = disqusId(e) == null ? XmlElementReader.trimmedChildText(e, "id") : disqusId(e);
        var thread = disqusId(child(e, "thread"));
        if (deletedThreads.contains(thread)) {
            sink.skip(place, id, "belongs to a thread that was deleted");
            return;
        }
        var article = threadUrls.get(thread);
        var time = ImportValues.toInstant(XmlElementReader.trimmedChildText(e, "createdAt"));
        var body = CommentMarkdown.fromHtml(XmlElementReader.childText(e, "message"));
        boolean isDeleted = isTrue(e, "isDeleted");
        if (id == null || article == null || time == null || body == null && !isDeleted) {
            sink.reject(place, id, id == null
                    ? "has no id"
                    : article == null
                            ? "names no thread of the file"
                            : time == null ? "has no valid time in createdAt" : "has no text");
            return;
        }
        var author = child(e, "author");
        var name = author == null
                ? null
                : ImportValues.toSingleLine(XmlElementReader.trimmedChildText(author, "name"), Guest.MAX_NAME_LENGTH);
        var state = isDeleted
                ? CommentState.deleted
                : isTrue(e, "isSpam") ? CommentState.spam : CommentState.approved;
        sink.accept(place, ImportLine.comment(id, ImportComment.ofGuest(article,
                disqusId(child(e, "parent")), state,
                name == null ? "Anonymous" : name,
                author == null ? null : ImportValues.toEmail(XmlElementReader.trimmedChildText(author, "email")),
                null, isDeleted ? null : body), time));
    }

    private static boolean isTrue(Element e, String name) {
        return "true".equals(XmlElementReader.trimmedChildText(e, name));
    }

    private static Element child(Element e, String name) {
        return e.children().stream().filter(c -> c.tagName().equals(name)).findFirst().orElse(null);
    }
}
