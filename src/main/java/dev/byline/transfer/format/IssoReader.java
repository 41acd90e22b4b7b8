package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTableReader.text;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;

/**
 * Reads Isso's {@code generic} JSON, the format that Isso itself imports from other systems: a list of threads, each
 * with the address of its page and its comments. Reads no likes.
 */
class IssoReader implements FormatReader {
    private static final JsonFactory JSON = new ObjectMapper().getFactory();
    private int commentNumber;

    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        try (var in = file.open(); var json = JSON.createParser(in)) {
            try {
                if (json.nextToken() != JsonToken.START_ARRAY) {
                    throw new BrokenFileException("The file must be a JSON list of threads.");
                }
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    JsonNode thread = json.readValueAsTree();
                    for (var comment : thread.path("comments")) {
                        readComment(text(thread, "id"), comment, sink);
                    }
                }
            } catch (JsonProcessingException e) {
                throw new BrokenFileException("After comment " + commentNumber + " the file is not valid JSON.");
            }
        }
    }

    private void readComment(String articleUrl, JsonNode row, ImportItemSink sink) {
        var place = "comment " + ++commentNumber;
        var id = text(row, "id");
        var body = CommentMarkdown.fromMarkdown(text(row, "text"));
        if (id == null || articleUrl == null || body == null) {
            sink.reject(place, id, id == null
                    ? "has no id"
                    : body == null
                            ? "has no text"
                            : "belongs to a thread without an id");
            return;
        }
        var name = ImportValues.toSingleLine(text(row, "author"), Guest.MAX_NAME_LENGTH);
        var mode = text(row, "mode");
        sink.accept(place, ImportLine.comment(articleUrl + "#" + id, ImportComment.ofGuest(articleUrl,
                text(row, "parent") == null ? null : articleUrl + "#" + text(row, "parent"),
                "2".equals(mode) ? CommentState.pending : CommentState.approved, name == null ? "Anonymous" : name,
                ImportValues.toEmail(text(row, "email")), ImportValues.toUrl(text(row, "website")), body),
                ImportValues.toInstant(text(row, "created"))));
    }
}
