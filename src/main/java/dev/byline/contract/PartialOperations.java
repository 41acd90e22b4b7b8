package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createAPIResponse;
import static org.eclipse.microprofile.openapi.OASFactory.createAPIResponses;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createOperation;
import static org.eclipse.microprofile.openapi.OASFactory.createParameter;
import static org.eclipse.microprofile.openapi.OASFactory.createPathItem;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import dev.byline.paging.Fields;
import dev.byline.web.Paths;

/**
 * Adds to the contract the operations below {@code /api/v1/partial}, which return only the fields that the request
 * names. A generated client decodes their responses with schemas without required fields.
 */
final class PartialOperations {
    private static final String TAG = "Reading: partial responses";
    /** Part of the description of a field that {@code include} adds; without the parameter the field is never there. */
    private static final String ONLY_WITH_INCLUDE = "only with `include=";

    private final OpenAPI contract;
    private final Map<String, PathItem> added = new LinkedHashMap<>();
    /** The schemas of responses to operations that have the parameter {@code include}. */
    private final Set<String> extensible;

    PartialOperations(OpenAPI contract) {
        this.contract = contract;
        this.extensible = contract.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .filter(operation -> parameters(operation).stream()
                        .anyMatch(parameter -> "include".equals(parameter.getName())))
                .filter(operation -> hasJson(operation.getResponses().getAPIResponse("200")))
                .map(operation -> ContractSchemas.nameOf(itemOf(responseOf(operation)))).collect(Collectors.toSet());
    }

    /** Prepares the partial twin of a cached operation, if its response has required fields. */
    void add(String path, Operation operation) {
        var complete = responseOf(operation);
        var item = itemOf(complete);
        var schema = resolve(item);
        if (!extensible.contains(ContractSchemas.nameOf(item))) {
            // The article of a search hit is unwrapped: the hit has the schema of its fields, but never their values.
            Map.copyOf(schema.getProperties()).forEach((name, property) -> {
                if (property.getDescription() != null && property.getDescription().contains(ONLY_WITH_INCLUDE)) {
                    schema.removeProperty(name);
                }
            });
        }
        if (schema.getRequired() == null || schema.getProperties().size() == 1) {
            return;
        }
        var partial = partialOf(item);
        if (item != complete) {
            partial = partialPageOf(complete, partial);
        }
        var id = operation.getOperationId().replaceFirst("^([a-z]+)", "$1Partial");
        var values = new ArrayList<Object>(schema.getProperties().keySet());
        var fields = createParameter().name(Fields.PARAMETER).in(In.QUERY).required(true)
                .description("Returns only these fields of the response, or of each item of a list.")
                .example(List.of(values.get(0)))
                .schema(createSchema().addType(SchemaType.ARRAY).minItems(1).examples(List.of(List.of(values.get(0))))
                        .items(createSchema().addType(SchemaType.STRING).enumeration(values)));
        var twin = createOperation().operationId(id).addTag(TAG).summary(operation.getSummary() + ", only some fields")
                .description("Returns the same as `GET " + path + "`, reduced to the fields that `fields` names.")
                .parameters(new ArrayList<>(parameters(operation))).addParameter(fields).security(List.of())
                .responses(createAPIResponses());
        var reduced = partial;
        operation.getResponses().getAPIResponses().forEach((status, response) -> twin.getResponses()
                .addAPIResponse(status, status.equals("200")
                        ? createAPIResponse().description(response.getDescription()).headers(response.getHeaders())
                                .content(createContent().addMediaType("application/json",
                                        createMediaType().schema(reduced)))
                        : response));
        ContractSchemas.nameValues(contract, twin, fields);
        operation.setDescription((operation.getDescription() == null ? "" : operation.getDescription() + "\n\n")
                + "`GET " + twinPath(path) + "` returns only some fields.");
        added.put(twinPath(path), createPathItem().GET(twin));
    }

    /** Adds the prepared operations, behind all others. */
    void addToContract() {
        added.forEach(contract.getPaths()::addPathItem);
    }

    private static boolean hasJson(APIResponse response) {
        return response != null && response.getContent() != null
                && response.getContent().hasMediaType("application/json");
    }

    private static Schema responseOf(Operation operation) {
        return operation.getResponses().getAPIResponse("200").getContent().getMediaType("application/json").getSchema();
    }

    /** Returns the schema of the items of a page, or of the complete response. */
    private Schema itemOf(Schema complete) {
        var properties = resolve(complete).getProperties();
        return properties.containsKey("page") ? properties.get("items").getItems() : complete;
    }

    private static String twinPath(String path) {
        return Paths.PARTIAL + path.substring(Paths.PUBLIC_API.length());
    }

    private static List<Parameter> parameters(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    private Schema partialOf(Schema complete) {
        var name = ContractSchemas.nameOf(complete);
        var schema = createSchema().addType(SchemaType.OBJECT)
                .description("Those fields of `" + name + "` that the request names.");
        resolve(complete).getProperties().forEach(schema::addProperty);
        return named("Partial" + name, schema);
    }

    private Schema partialPageOf(Schema complete, Schema item) {
        var schema = createSchema().addType(SchemaType.OBJECT).description("One page of a list, with partial items.")
                .required(resolve(complete).getRequired());
        resolve(complete).getProperties().forEach((name, property) -> schema.addProperty(name,
                name.equals("items") ? createSchema().addType(SchemaType.ARRAY).items(item) : property));
        return named("Partial" + ContractSchemas.nameOf(complete), schema);
    }

    private Schema named(String name, Schema schema) {
        contract.getComponents().addSchema(name, schema);
        return createSchema().ref(name);
    }

    private Schema resolve(Schema schema) {
        return contract.getComponents().getSchemas().get(ContractSchemas.nameOf(schema));
    }
}
