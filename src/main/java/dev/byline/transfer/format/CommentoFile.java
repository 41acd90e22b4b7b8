package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTables.text;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.comment.CommentState;

/** Commento's export: comments by address, and who wrote them beside that. */
class CommentoFile implements FileReader {
    private final Map<String, JsonNode> commenters = new HashMap<>();
    private int number;

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        FileReader.lookAhead(() -> JsonTables.each(file, Set.of("commenters"),
                (table, row) -> commenters.put(text(row, "commenterHex"), row)));
        JsonTables.each(file, Set.of("comments"), (table, row) -> comment(row, sink));
    }

    private void comment(JsonNode row, LineSink sink) {
        var place = "comment " + ++number;
        var id = text(row, "commentHex");
        var address = text(row, "url") == null ? text(row, "path") : text(row, "url");
        boolean deleted = row.path("deleted").asBoolean();
        var body = text(row, "markdown") == null
                ? CommentText.ofHtml(text(row, "html"))
                : CommentText.ofMarkdown(text(row, "markdown"));
        if (id == null || address == null || body == null && !deleted) {
            sink.broken(place, id, id == null ? "has no commentHex" : address == null ? "has no url" : "has no text");
            return;
        }
        var who = commenters.get(text(row, "commenterHex"));
        var name = who == null ? null : Clean.line(text(who, "name"), 80);
        var parent = text(row, "parentHex");
        var state = deleted ? CommentState.deleted : switch (String.valueOf(text(row, "state"))) {
            case "unapproved" -> CommentState.pending;
            case "flagged" -> CommentState.spam;
            default -> CommentState.approved;
        };
        sink.line(place, ImportLine.comment(id, ImportLine.Remark.of(address,
                parent == null || parent.equals("root") ? null : parent, state, name == null ? "Anonymous" : name,
                who == null ? null : Clean.email(text(who, "email")),
                who == null ? null : Clean.address(text(who, "link")), deleted ? null : body),
                Clean.time(text(row, "creationDate"))));
    }
}
