package dev.byline.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.databind.JsonNode;

import jakarta.validation.constraints.NotNull;

/** One field that two revisions differ in. */
@Schema(name = "RevisionChange", description = "One field that two revisions differ in.")
public record Change(
        @NotNull @Schema(description = "The field as a JSON Pointer (RFC 6901).", examples = "/title") String field,
        @Schema(implementation = Object.class, description = "What it was; absent if it was not there.",
                examples = "What Dojo computes") JsonNode before,
        @Schema(implementation = Object.class, description = "What it became; absent if it is gone.",
                examples = "What Dojo trains") JsonNode after) {

    /** The fields that differ, member by member into objects; arrays are compared whole, for their order counts. */
    public static List<Change> between(JsonNode before, JsonNode after) {
        var changes = new ArrayList<Change>();
        compare("", before, after, changes);
        return changes;
    }

    private static void compare(String at, JsonNode before, JsonNode after, List<Change> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before == null || after == null || !before.isObject() || !after.isObject()) {
            changes.add(new Change(at, before, after));
            return;
        }
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (var name : names) {
            compare(at + "/" + name.replace("~", "~0").replace("/", "~1"), before.get(name), after.get(name), changes);
        }
    }
}
