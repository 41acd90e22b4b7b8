package dev.byline.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.databind.JsonNode;

import jakarta.validation.constraints.NotNull;

/** One field that differs between two revisions. */
@Schema(name = "RevisionChange", description = "One field that differs between two revisions.")
public record RevisionChange(
        @NotNull @Schema(description = "The field as a JSON Pointer (RFC 6901).", examples = "/title") String field,
        @Schema(implementation = Object.class, description = "The old value; absent if the field was added.",
                examples = "What Dojo computes") JsonNode before,
        @Schema(implementation = Object.class, description = "The new value; absent if the field was removed.",
                examples = "What Dojo trains") JsonNode after) {

    /**
     * Finds the fields that differ. Objects are compared member by member. Arrays are compared as a whole, because
     * their order is significant.
     */
    public static List<RevisionChange> between(JsonNode before, JsonNode after) {
        var changes = new ArrayList<RevisionChange>();
        compare("", before, after, changes);
        return changes;
    }

    private static void compare(String pointer, JsonNode before, JsonNode after, List<RevisionChange> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before == null || after == null || !before.isObject() || !after.isObject()) {
            changes.add(new RevisionChange(pointer, before, after));
            return;
        }
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (var name : names) {
            compare(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), before.get(name), after.get(name),
                    changes);
        }
    }
}
