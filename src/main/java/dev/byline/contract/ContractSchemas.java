package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

import dev.byline.problem.ProblemType;

/**
 * Prepares the schemas of the contract for generators of clients: no schema for a simple value, no type beside a
 * reference, formats and limits from the constraints of the code, and properties in the order of the code.
 */
final class ContractSchemas {
    /** Schemas of simple values, which generators would make classes of, with their formats. */
    private static final Map<String, String> FORMATS_OF_VALUES = Map.of("Instant", "date-time", "LocalDate", "date",
            "UUID", "uuid");
    /** Formats of responses, by the name of the field; requests have theirs from constraints. */
    private static final Map<String, String> FORMATS_BY_NAME = Map.of("email", "email", "avatarUrl", "uri", "website",
            "uri", "canonicalUrl", "uri", "siteUrl", "uri", "articleUrl", "uri-template", "pageUrl", "uri-template",
            "categoryUrl", "uri-template", "tagUrl", "uri-template", "authorUrl", "uri-template");

    private static final String PROBLEM_TYPE = "ProblemType";
    /** Names of members of each enum in Kotlin: a constant of such a name does not compile. */
    private static final Set<String> RESERVED_IN_ENUMS = Set.of("name", "ordinal");

    private final OpenAPI contract;

    ContractSchemas(OpenAPI contract) {
        this.contract = contract;
    }

    /** Prepares all schemas, before other schemas are derived from them. */
    void prepare(SchemaAnnotations annotations) {
        visitAll(this::inlineValue);
        visitAll(ContractSchemas::removeTypeBesideReference);
        schemas().values().forEach(ContractSchemas::addFormats);
        annotations.forEachConstraint((schema, property, constraint) -> Stream.of(schemas().get(schema))
                .filter(Objects::nonNull).map(Schema::getProperties).filter(Objects::nonNull)
                .map(properties -> properties.get(property)).filter(Objects::nonNull).forEach(constraint));
        annotations.forEachUnwrapped(this::orderProperties);
        nameProblemTypes();
    }

    /** Lists the types of problems in a schema of its own, so that clients can name them. */
    private void nameProblemTypes() {
        var types = ProblemType.inContract().stream().map(type -> (Object) type.uri()).toList();
        contract.getComponents().addSchema(PROBLEM_TYPE,
                createSchema().addType(SchemaType.STRING).enumeration(types)
                        .description("A stable code for programs. Later versions may add types."));
        schemas().get("Problem").addProperty("type", createSchema().ref(PROBLEM_TYPE));
    }

    /** Removes the schemas to which nothing refers, sorts the others by name, and names reserved constants. */
    void finish() {
        visitAll(ContractSchemas::nameConstants);
        int before;
        do {
            before = schemas().size();
            var used = new HashSet<String>();
            visitAll(schema -> {
                if (schema.getRef() != null) {
                    used.add(nameOf(schema));
                }
            });
            Set.copyOf(schemas().keySet()).stream().filter(name -> !used.contains(name))
                    .forEach(contract.getComponents()::removeSchema);
        } while (schemas().size() < before);
        contract.getComponents().setSchemas(new TreeMap<>(schemas()));
    }

    private Map<String, Schema> schemas() {
        return contract.getComponents().getSchemas();
    }

    private void inlineValue(Schema schema) {
        var format = schema.getRef() == null ? null : FORMATS_OF_VALUES.get(nameOf(schema));
        if (format != null) {
            schema.setRef(null);
            schema.setType(List.of(SchemaType.STRING));
            schema.setFormat(format);
        }
    }

    /** Removes the type that the scanner writes beside a reference, or beside the alternatives of a nullable value. */
    private static void removeTypeBesideReference(Schema schema) {
        if (schema.getRef() != null || schema.getAnyOf() != null) {
            schema.setType(null);
        }
    }

    private static void addFormats(Schema schema) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                var format = FORMATS_BY_NAME.get(name);
                if (format != null && property.getFormat() == null && isText(property)) {
                    property.setFormat(format);
                }
            });
        }
    }

    /**
     * Gives the values of a list parameter a schema, named after the operation and the parameter, such as
     * {@code GetArticleInclude}: generators make an enum of it, and plain texts of values without a name. A parameter
     * of one value gets such a schema if one of its values is reserved, because generators do not make the name of a
     * constant out of a default beside a reference.
     */
    static void nameValues(OpenAPI contract, Operation operation, Parameter parameter) {
        var schema = parameter.getSchema();
        var name = capitalized(operation.getOperationId()) + capitalized(parameter.getName());
        if (schema != null && schema.getItems() != null && schema.getItems().getEnumeration() != null) {
            contract.getComponents().addSchema(name, schema.getItems());
            schema.setItems(createSchema().ref(name));
        } else if (schema != null && hasReservedValue(schema)) {
            contract.getComponents().addSchema(name,
                    createSchema().type(schema.getType()).enumeration(schema.getEnumeration()));
            parameter.setSchema(createSchema().ref(name).defaultValue(schema.getDefaultValue()));
        }
    }

    private static boolean hasReservedValue(Schema schema) {
        return schema.getEnumeration() != null
                && schema.getEnumeration().stream().anyMatch(RESERVED_IN_ENUMS::contains);
    }

    /** Names the constants of an enum with a reserved value, for generators that would name them like the values. */
    private static void nameConstants(Schema schema) {
        if (hasReservedValue(schema)) {
            schema.addExtension("x-enum-varnames", schema.getEnumeration().stream()
                    .map(value -> constantName(String.valueOf(value))).toList());
        }
    }

    private static String constantName(String value) {
        boolean descending = value.startsWith("-");
        return (descending ? value.substring(1) : value).replaceAll("([a-z])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT) + (descending ? "_DESCENDING" : "");
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Sets the length of a text, or of each text of a list. */
    static void limitLength(Schema schema, int min, int max) {
        var text = schema.getItems() == null ? schema : schema.getItems();
        if (isText(text)) {
            text.setMinLength(min);
            text.setMaxLength(max);
        }
    }

    static void setFormat(Schema schema, String format) {
        if (isText(schema)) {
            schema.setFormat(format);
        }
    }

    private static boolean isText(Schema schema) {
        return schema.getType() != null && schema.getType().contains(SchemaType.STRING);
    }

    /** Puts the fields of an unwrapped object first and in their order; the scanner orders them at random. */
    private void orderProperties(String wrapper, String unwrapped) {
        var schema = schemas().get(wrapper);
        var first = schemas().get(unwrapped);
        if (schema == null || first == null) {
            return;
        }
        var ordered = new LinkedHashMap<String, Schema>();
        Stream.concat(first.getProperties().keySet().stream(), schema.getProperties().keySet().stream())
                .filter(schema.getProperties()::containsKey)
                .forEach(name -> ordered.put(name, schema.getProperties().get(name)));
        schema.setProperties(ordered);
        if (schema.getRequired() != null) {
            schema.setRequired(ordered.keySet().stream().filter(Set.copyOf(schema.getRequired())::contains)
                    .collect(Collectors.toList()));
        }
    }

    /** Returns the name of the schema to which a schema refers. */
    static String nameOf(Schema reference) {
        return reference.getRef().substring(reference.getRef().lastIndexOf('/') + 1);
    }

    private void visitAll(Consumer<Schema> visitor) {
        schemas().values().forEach(schema -> visit(schema, visitor));
        if (contract.getComponents().getResponses() != null) {
            contract.getComponents().getResponses().values()
                    .forEach(response -> visit(response.getContent(), visitor));
        }
        contract.getPaths().getPathItems().values()
                .forEach(item -> item.getOperations().values().forEach(operation -> visit(operation, visitor)));
    }

    private static void visit(Operation operation, Consumer<Schema> visitor) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> visit(parameter.getSchema(), visitor));
        }
        if (operation.getRequestBody() != null) {
            visit(operation.getRequestBody().getContent(), visitor);
        }
        operation.getResponses().getAPIResponses().values().forEach(response -> {
            visit(response.getContent(), visitor);
            if (response.getHeaders() != null) {
                response.getHeaders().values().forEach(header -> visit(header.getSchema(), visitor));
            }
        });
    }

    private static void visit(Content content, Consumer<Schema> visitor) {
        if (content != null) {
            content.getMediaTypes().values().forEach(media -> visit(media.getSchema(), visitor));
        }
    }

    private static void visit(Schema schema, Consumer<Schema> visitor) {
        if (schema == null) {
            return;
        }
        visitor.accept(schema);
        visit(schema.getItems(), visitor);
        visit(schema.getAdditionalPropertiesSchema(), visitor);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> visit(property, visitor));
        }
        Stream.of(schema.getAnyOf(), schema.getOneOf(), schema.getAllOf()).filter(Objects::nonNull)
                .flatMap(List::stream).forEach(part -> visit(part, visitor));
    }
}
