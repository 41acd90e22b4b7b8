package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

import dev.byline.web.MergePatch;

/**
 * Adds the schemas of merge patches (RFC 7396) to the contract, derived from the input schemas that the patches change.
 */
final class PatchSchemas {
    private PatchSchemas() {
    }

    /**
     * Replaces the body schema of a PATCH operation by a patch schema: all fields of the input, none required, each
     * nullable.
     */
    static void addPatchSchema(OpenAPI contract, Operation operation) {
        var content = operation.getRequestBody().getContent();
        var media = content.getMediaType(MergePatch.MEDIA_TYPE);
        var reference = media.getSchema().getRef();
        var input = reference.substring(reference.lastIndexOf('/') + 1);
        var name = input.replace("Input", "Patch");
        var inputSchema = contract.getComponents().getSchemas().get(input);
        if (inputSchema == null) {
            media.setSchema(createSchema().ref(name));
            content.addMediaType("application/json", createMediaType().schema(createSchema().ref(name)));
            return;
        }
        var patch = createSchema().addType(SchemaType.OBJECT)
                .description(
                        "A JSON Merge Patch (RFC 7396): an omitted field stays, null clears a field, "
                                + "arrays are replaced completely.");
        inputSchema.getProperties().forEach((field, schema) -> patch.addProperty(field, nullable(schema)));
        var example = Stream.of("title", "name", "body", "description", "alt")
                .filter(inputSchema.getProperties()::containsKey)
                .findFirst()
                .orElseThrow();
        patch.setExamples(List.of(Map.of(example, inputSchema.getProperties().get(example).getExamples().get(0))));
        contract.getComponents().addSchema(name, patch);
        media.setSchema(createSchema().ref(name));
        if (!isUsedInRequests(contract, reference)) {
            contract.getComponents().removeSchema(input);
        }
        content.addMediaType("application/json", createMediaType().schema(createSchema().ref(name)));
    }

    /** Returns whether a request body or a property of a schema still refers to this schema. */
    private static boolean isUsedInRequests(OpenAPI contract, String reference) {
        return contract.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> operation.getRequestBody().getContent().getMediaTypes().values().stream())
                .anyMatch(media -> media.getSchema() != null && reference.equals(media.getSchema().getRef()))
                || contract.getComponents().getSchemas().values().stream()
                        .filter(schema -> schema.getProperties() != null)
                        .flatMap(schema -> schema.getProperties().values().stream())
                        .anyMatch(property -> reference.equals(property.getRef()));
    }

    private static Schema nullable(Schema schema) {
        return createSchema().anyOf(List.of(schema, createSchema().addType(SchemaType.NULL)));
    }
}
