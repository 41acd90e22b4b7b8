package dev.byline.transfer.format;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Lists of objects somewhere in a large JSON document, told one object at a time. */
final class JsonTableReader {
    /** Exports have doubled fields and strange numbers, which are nobody's fault here. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonTableReader() {
    }

    /** Tells the objects of the lists that have these names, in the order of the file; all other lists are passed. */
    static void forEachRow(ImportFile file, Set<String> tables, BiConsumer<String, JsonNode> take)
            throws IOException, BrokenFileException {
        var number = new AtomicLong();
        try (var in = file.open(); var json = JSON.getFactory().createParser(in)) {
            try {
                for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.FIELD_NAME && tables.contains(json.currentName())) {
                        var table = json.currentName();
                        if (json.nextToken() == JsonToken.START_ARRAY) {
                            readList(json, number, node -> take.accept(table, node));
                        }
                    } else if (token == JsonToken.FIELD_NAME && !json.currentName().matches("db|data|meta")) {
                        json.nextToken();
                        json.skipChildren();
                    }
                }
            } catch (JsonProcessingException e) {
                // The exception itself has no place where it is about depth or length.
                var at = json.currentLocation();
                throw new BrokenFileException("At line " + at.getLineNr() + ", column " + at.getColumnNr() + ", behind "
                        + number + " objects, the file is not JSON"
                        + (e instanceof StreamConstraintsException ? " of a sane depth and length." : "."));
            }
        }
    }

    private static void readList(JsonParser json, AtomicLong number, Consumer<JsonNode> take) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new JsonEOFException(json, null, "The file ends");
            }
            JsonNode node = JSON.readTree(json);
            number.incrementAndGet();
            if (node.isObject()) {
                take.accept(node);
            }
        }
    }

    /** All of a small document. */
    static JsonNode parse(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** A text or number; null if it is neither, or empty. */
    static String text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText().strip() : null;
    }
}
