package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTables.text;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.comment.CommentState;

/** The list of threads that Isso takes from others ({@code generic}): a page with its comments each. */
class IssoFile implements FileReader {
    private static final JsonFactory JSON = new ObjectMapper().getFactory();
    private int number;

    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        try (var in = file.open(); var json = JSON.createParser(in)) {
            try {
                if (json.nextToken() != JsonToken.START_ARRAY) {
                    throw new BrokenFileException("The file is no list of threads.");
                }
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    JsonNode thread = json.readValueAsTree();
                    for (var comment : thread.path("comments")) {
                        comment(text(thread, "id"), comment, sink);
                    }
                }
            } catch (JsonProcessingException e) {
                throw new BrokenFileException("Behind comment " + number + " the file is not JSON.");
            }
        }
    }

    private void comment(String address, JsonNode row, LineSink sink) {
        var place = "comment " + ++number;
        var id = text(row, "id");
        var body = CommentText.ofMarkdown(text(row, "text"));
        if (id == null || address == null || body == null) {
            sink.broken(place, id, id == null ? "has no id" : body == null ? "has no text" : "its thread has no id");
            return;
        }
        var name = Clean.line(text(row, "author"), 80);
        var mode = text(row, "mode");
        sink.line(place, ImportLine.comment(address + "#" + id, ImportLine.Remark.of(address,
                text(row, "parent") == null ? null : address + "#" + text(row, "parent"),
                "2".equals(mode) ? CommentState.pending : CommentState.approved, name == null ? "Anonymous" : name,
                Clean.email(text(row, "email")), Clean.address(text(row, "website")), body),
                Clean.time(text(row, "created"))));
    }
}
