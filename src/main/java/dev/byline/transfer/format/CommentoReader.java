package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTableReader.text;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;

/**
 * Reads the JSON export of Commento: comments with the URLs of their pages, and a separate list of commenters. Reads no
 * likes.
 */
class CommentoReader implements FormatReader {
    private final Map<String, JsonNode> commenters = new HashMap<>();
    private int commentNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        FormatReader.lookAhead(() -> JsonTableReader.forEachRow(file, Set.of("commenters"),
                (table, row) -> commenters.put(text(row, "commenterHex"), row)));
        JsonTableReader.forEachRow(file, Set.of("comments"), (table, row) -> readComment(row, sink));
    }

    private void readComment(JsonNode row, ImportItemSink sink) {
        var place = "comment " + ++commentNumber;
        var id = text(row, "commentHex");
        var articleUrl = text(row, "url") == null ? text(row, "path") : text(row, "url");
        boolean deleted = row.path("deleted").asBoolean();
        var body = text(row, "markdown") == null
                ? CommentMarkdown.fromHtml(text(row, "html"))
                : CommentMarkdown.fromMarkdown(text(row, "markdown"));
        if (id == null || articleUrl == null || body == null && !deleted) {
            sink.reject(place, id,
                    id == null ? "has no commentHex" : articleUrl == null ? "has no url" : "has no text");
            return;
        }
        var commenter = commenters.get(text(row, "commenterHex"));
        var name = commenter == null ? null : ImportValues.toSingleLine(text(commenter, "name"), Guest.MAX_NAME_LENGTH);
        var parent = text(row, "parentHex");
        var state = deleted ? CommentState.deleted : switch (String.valueOf(text(row, "state"))) {
            case "unapproved" -> CommentState.pending;
            case "flagged" -> CommentState.spam;
            default -> CommentState.approved;
        };
        sink.accept(place, ImportLine.comment(id, ImportComment.ofGuest(articleUrl,
                parent == null || parent.equals("root") ? null : parent, state, name == null ? "Anonymous" : name,
                commenter == null ? null : ImportValues.toEmail(text(commenter, "email")),
                commenter == null ? null : ImportValues.toUrl(text(commenter, "link")), deleted ? null : body),
                ImportValues.toInstant(text(row, "creationDate"))));
    }
}
