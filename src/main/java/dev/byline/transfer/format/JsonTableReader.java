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

/** Reads named lists of objects from a large JSON document, one object at a time. */
final class JsonTableReader {
    /**
     * A lenient parser, because exports contain duplicate fields and unusual numbers that the client cannot correct.
     */
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonTableReader() {
    }

    /** Passes on the objects of the lists with these names, in the order of the file. Skips all other lists. */
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
                // The place is the parser's, because exceptions about depth or length have none of their own.
                var at = json.currentLocation();
                throw new BrokenFileException("At line " + at.getLineNr() + ", column " + at.getColumnNr() + ", after "
                        + number + " objects, the file is not valid JSON"
                        + (e instanceof StreamConstraintsException
                                ? ", or it is nested too deeply or has too long values."
                                : "."));
            }
        }
    }

    private static void readList(JsonParser json, AtomicLong number, Consumer<JsonNode> take) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new JsonEOFException(json, null, "The file ends inside a list");
            }
            JsonNode node = JSON.readTree(json);
            number.incrementAndGet();
            if (node.isObject()) {
                take.accept(node);
            }
        }
    }

    /** Reads the fields with these names of the outermost object; their values are small. Skips all other fields. */
    static JsonNode readFields(ImportFile file, Set<String> names) throws IOException {
        var fields = JSON.createObjectNode();
        try (var in = file.open(); var json = JSON.getFactory().createParser(in)) {
            try {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var name = json.currentName();
                    json.nextToken();
                    if (names.contains(name)) {
                        fields.set(name, JSON.<JsonNode>readTree(json));
                    } else {
                        json.skipChildren();
                    }
                }
            } catch (JsonProcessingException e) {
                // The pass over the rows reports the broken place.
                return fields;
            }
        }
        return fields;
    }

    /** Parses a small document completely. */
    static JsonNode parse(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    /** Returns the text or number of a field as stripped text; null if the field is neither, or blank. */
    static String text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText().strip() : null;
    }
}
