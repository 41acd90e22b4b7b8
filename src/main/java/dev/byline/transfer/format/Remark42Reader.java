package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTableReader.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;

/** Reads the backup of Remark42: one line about the site, then one comment per line. Reads no likes. */
class Remark42Reader implements FormatReader {
    @Override
    public void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException {
        try (var in = file.open()) {
            var boundedLineReader = new BylineReader.BoundedLineReader(in);
            for (long number = 1; boundedLineReader.readNext(); number++) {
                var place = "line " + number;
                if (boundedLineReader.tooLong) {
                    sink.reject(place, null, "is longer than 8 MiB, the maximum length of a line");
                } else if (!boundedLineReader.isBlank()) {
                    try {
                        readComment(place,
                                JsonTableReader.parse(new String(boundedLineReader.bytes(), StandardCharsets.UTF_8)),
                                sink);
                    } catch (JsonProcessingException e) {
                        sink.reject(place, null, "is not JSON");
                    }
                }
            }
        }
    }

    private static void readComment(String place, JsonNode row, ImportItemSink sink) {
        if (row.has("version") && !row.has("id")) {
            return;
        }
        var id = text(row, "id");
        var articleUrl = text(row.path("locator"), "url");
        boolean deleted = row.path("delete").asBoolean();
        var body = text(row, "orig") == null
                ? CommentMarkdown.fromHtml(text(row, "text"))
                : CommentMarkdown.fromMarkdown(text(row, "orig"));
        if (id == null || articleUrl == null || body == null && !deleted) {
            sink.reject(place, id,
                    id == null ? "has no id" : articleUrl == null ? "has no locator.url" : "has no text");
            return;
        }
        var name = ImportValues.toSingleLine(text(row.path("user"), "name"), Guest.MAX_NAME_LENGTH);
        sink.accept(place, ImportLine.comment(id, ImportComment.ofGuest(articleUrl, text(row, "pid"),
                deleted ? CommentState.deleted : CommentState.approved, name == null ? "Anonymous" : name, null, null,
                deleted ? null : body), ImportValues.toInstant(text(row, "time"))));
    }
}
