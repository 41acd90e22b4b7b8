package dev.byline.transfer.format;

import static dev.byline.transfer.format.JsonTables.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.comment.CommentState;

/** Remark42's backup: a line about the site, then a comment a line. */
class Remark42File implements FileReader {
    @Override
    public void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException {
        try (var in = file.open()) {
            var lines = new BylineFile.Lines(in);
            for (long number = 1; lines.next(); number++) {
                var place = "line " + number;
                if (lines.tooLong) {
                    sink.broken(place, null, "is too long");
                } else if (!lines.isBlank()) {
                    try {
                        comment(place, JsonTables.parse(new String(lines.bytes(), StandardCharsets.UTF_8)), sink);
                    } catch (JsonProcessingException e) {
                        sink.broken(place, null, "is not JSON");
                    }
                }
            }
        }
    }

    private static void comment(String place, JsonNode row, LineSink sink) {
        if (row.has("version") && !row.has("id")) {
            return;
        }
        var id = text(row, "id");
        var address = text(row.path("locator"), "url");
        boolean deleted = row.path("delete").asBoolean();
        var body = text(row, "orig") == null
                ? CommentText.ofHtml(text(row, "text"))
                : CommentText.ofMarkdown(text(row, "orig"));
        if (id == null || address == null || body == null && !deleted) {
            sink.broken(place, id, id == null ? "has no id" : address == null ? "has no locator.url" : "has no text");
            return;
        }
        var name = Clean.line(text(row.path("user"), "name"), 80);
        sink.line(place, ImportLine.comment(id, ImportLine.Remark.of(address, text(row, "pid"),
                deleted ? CommentState.deleted : CommentState.approved, name == null ? "Anonymous" : name, null, null,
                deleted ? null : body), Clean.time(text(row, "time"))));
    }
}
