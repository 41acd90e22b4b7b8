package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createAPIResponse;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createHeader;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createParameter;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;
import static org.eclipse.microprofile.openapi.OASFactory.createServer;
import static org.eclipse.microprofile.openapi.OASFactory.createTag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.tags.Tag;
import org.jboss.jandex.IndexView;

import dev.byline.limit.RateLimited;
import dev.byline.problem.Problem;
import dev.byline.problem.ProblemType;
import dev.byline.web.Cached;
import dev.byline.web.NeedsToken;
import dev.byline.web.Paths;
import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * Adds to the OpenAPI contract what applies to many operations: the error responses that the shape of an operation
 * and its annotations make possible, and the headers of requests and responses.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {
    private final OperationAnnotations annotations;
    private final SchemaAnnotations schemaAnnotations;
    private final Set<String> versionedSchemas;

    /** Called by the platform with the index of the build. */
    public ContractFilter(IndexView index) {
        this.annotations = new OperationAnnotations(index);
        this.schemaAnnotations = new SchemaAnnotations(index);
        this.versionedSchemas = schemaAnnotations.versionedSchemas();
    }

    /** An error response that operations share. */
    private enum ErrorResponse {
        BadRequest(ProblemType.UNKNOWN_PARAMETER,
                "A parameter is unknown or has an invalid value, or the body is not JSON."),
        Unauthenticated(ProblemType.UNAUTHENTICATED, "The key or token is missing, invalid or expired."),
        Forbidden(ProblemType.FORBIDDEN, "The caller's role or scopes, or a policy, do not allow this operation."),
        NotFound(ProblemType.NOT_FOUND, "The resource does not exist, or the caller may not see it."),
        NotAcceptable(ProblemType.NOT_ACCEPTABLE, "`Accept` does not allow JSON."),
        Conflict(ProblemType.CONFLICT, "The current state does not allow the operation; `detail` names the obstacle."),
        Gone(ProblemType.GONE, "The token was valid once and is no longer valid."),
        Stale(ProblemType.STALE_VERSION, "`If-Match` does not name the current version; nothing was written."),
        TooLarge(ProblemType.BODY_TOO_LARGE, "The body is larger than this operation accepts."),
        UnsupportedMediaType(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                "The body has a media type that the operation does not take."),
        Invalid(ProblemType.INVALID_BODY, "The body violates rules; `violations` lists all of them."),
        VersionRequired(ProblemType.VERSION_REQUIRED, "`If-Match` is missing."),
        TooOften(ProblemType.TOO_MANY_REQUESTS,
                "A rate limit is exceeded. `Retry-After` gives the seconds until the next attempt, `RateLimit` and "
                        + "`RateLimit-Policy` give the limits and what is left of them."),
        Unavailable(ProblemType.UNAVAILABLE,
                "The database is not available. `Retry-After` gives the seconds until the next attempt.");

        final ProblemType type;
        final String status;
        final String description;

        ErrorResponse(ProblemType type, String description) {
            this.type = type;
            this.status = String.valueOf(type.status);
            this.description = description;
        }

        APIResponse toResponse() {
            var example = new LinkedHashMap<String, Object>();
            example.put("type", type.uri());
            example.put("title", type.title);
            example.put("status", type.status);
            example.put("detail", description.replace("`", ""));
            example.put("requestId", "9f1c2e7ab04d4f6c");
            var media = createMediaType().schema(createSchema().ref("Problem")).example(example);
            return createAPIResponse().description(description)
                    .content(createContent().addMediaType(Problem.MEDIA_TYPE, media));
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.setTags(orderTags(contract.getTags()));
        contract.setServers(List.of(createServer().url("/").description("The service that shows this page.")));
        var components = contract.getComponents();
        for (var errorResponse : ErrorResponse.values()) {
            components.addResponse(errorResponse.name(), errorResponse.toResponse());
        }
        var schemas = new ContractSchemas(contract);
        schemas.prepare(schemaAnnotations);
        var partials = new PartialOperations(contract);
        contract.getPaths().getPathItems().forEach((path, item) -> {
            item.getOperations()
                    .forEach((method, operation) -> completeOperation(contract, path, item, method, operation));
            sortMethods(item);
            if (item.getGET() != null && annotations.has(item.getGET(), Cached.class)
                    && isJson(item.getGET().getResponses().getAPIResponse("200"))) {
                partials.add(path, item.getGET());
            }
        });
        partials.addToContract();
        schemas.finish();
    }

    /** Returns the described tags in their order, then the tags that only a resource describes. */
    private static List<Tag> orderTags(List<Tag> declared) {
        var tags = new ArrayList<Tag>();
        ContractDescriptions.TAGS.forEach((name, text) -> tags.add(createTag().name(name).description(text)));
        declared.stream().filter(tag -> !ContractDescriptions.TAGS.containsKey(tag.getName())).forEach(tags::add);
        return tags;
    }

    private static void sortMethods(PathItem item) {
        var operations = item.getOperations();
        for (var method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH,
                HttpMethod.DELETE)) {
            item.setOperation(method, null);
            item.setOperation(method, operations.get(method));
        }
    }

    private void completeOperation(OpenAPI contract, String path, PathItem item, HttpMethod method,
            Operation operation) {
        boolean staff = Paths.isAdminApi(path);
        var parameters = operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters();
        parameters.forEach(parameter -> ContractDescriptions.addDescription(operation, parameter));
        parameters.forEach(ContractDescriptions::completeSchema);
        parameters.forEach(parameter -> ContractSchemas.nameValues(contract, operation, parameter));
        boolean creates = method == HttpMethod.POST && operation.getResponses().hasAPIResponse("201");
        boolean versioned = parameters.stream().anyMatch(p -> "If-Match".equals(p.getName()));
        boolean hasBody = operation.getRequestBody() != null;
        boolean named = parameters.stream().anyMatch(p -> p.getIn() == In.PATH);
        boolean secured = operation.getSecurity() != null && !operation.getSecurity().isEmpty();
        if (!secured) {
            operation.setSecurity(List.of());
        }
        if (method == HttpMethod.POST && hasBody
                && operation.getRequestBody().getContent().getMediaType("application/json") != null) {
            var body = operation.getRequestBody();
            body.setRequired(jsonSchema(contract, body.getContent()).getRequired() != null);
        }
        if (method == HttpMethod.PATCH) {
            PatchSchemas.addPatchSchema(contract, operation);
        }
        if (creates) {
            operation.addParameter(createParameter().name("Idempotency-Key").in(In.HEADER).schema(stringSchema())
                    // No example: Swagger UI would send it, and a second creation would return the first article.
                    .description(
                            "A key that you generate, for instance a UUID. If the same request is repeated with the "
                                    + "same key within 24 hours, nothing is created again and the first response "
                                    + "is returned, without its secrets."));
        }
        if (annotations.has(operation, Cached.class)) {
            describeCaching(operation);
        }
        addErrorResponse(operation, ErrorResponse.BadRequest, true);
        addErrorResponse(operation, ErrorResponse.Unauthenticated,
                secured);
        addErrorResponse(operation, ErrorResponse.Forbidden, secured);
        addErrorResponse(operation, ErrorResponse.NotFound, named);
        addErrorResponse(operation, ErrorResponse.NotAcceptable, respondsWithJson(operation));
        addErrorResponse(operation, ErrorResponse.Conflict,
                creates || method != HttpMethod.GET && named || staff && (versioned || method == HttpMethod.POST));
        addErrorResponse(operation, ErrorResponse.Gone,
                annotations.has(operation, NeedsToken.class));
        addErrorResponse(operation, ErrorResponse.Stale, versioned);
        addErrorResponse(operation, ErrorResponse.TooLarge, hasBody);
        addErrorResponse(operation, ErrorResponse.UnsupportedMediaType, hasBody);
        addErrorResponse(operation, ErrorResponse.Invalid, hasBody);
        addErrorResponse(operation, ErrorResponse.VersionRequired, versioned);
        addErrorResponse(operation, ErrorResponse.TooOften, annotations.has(operation, RateLimited.class));
        addErrorResponse(operation, ErrorResponse.Unavailable, true);
        // A 202 beside a 201 is a creation that waits for moderation: it has the headers of the 201.
        operation.getResponses().getAPIResponses().forEach((status, response) -> addHeaders(contract,
                status.equals("202") && operation.getResponses().hasAPIResponse("201") ? "201" : status, response));
    }

    /** Adds the caching headers and the 304 to an operation with cached responses. */
    private static void describeCaching(Operation operation) {
        var ok = operation.getResponses().getAPIResponse("200");
        ok.addHeader("ETag",
                createHeader().description("A strong tag, different for each content coding.").schema(stringSchema()))
                .addHeader("Cache-Control",
                        createHeader().description("The time for which a copy of the response may be used.")
                                .schema(stringSchema()))
                .addHeader("Surrogate-Key", createHeader().description(
                        "The keys by which a CDN can purge the response: the ids and slugs of the shown content; "
                                + "`articles` for lists and counts of articles, `taxonomy` for lists of categories, "
                                + "tags and authors, `site` for every response.")
                        .schema(stringSchema()));
        operation.getResponses().addAPIResponse("304",
                createAPIResponse().description("`If-None-Match` names the current `ETag`."));
    }

    /** Adds an error response that is possible by the shape of the operation, or that its method declares. */
    private static void addErrorResponse(Operation operation, ErrorResponse errorResponse, boolean possible) {
        var declared = operation.getResponses().getAPIResponse(errorResponse.status);
        operation.getResponses().removeAPIResponse(errorResponse.status);
        if (possible || declared != null && declared.getRef() != null) {
            operation.getResponses().addAPIResponse(errorResponse.status,
                    createAPIResponse().ref(errorResponse.name()));
        }
    }

    /** Returns whether {@code Accept} is checked. Feeds and site maps have the media type that their path names. */
    private static boolean respondsWithJson(Operation operation) {
        return operation.getResponses().getAPIResponses().entrySet().stream().noneMatch(
                answer -> answer.getKey().equals("200") && answer.getValue().getContent() != null
                        && !isJson(answer.getValue()));
    }

    private static boolean isJson(APIResponse response) {
        return response.getContent().getMediaType("application/json") != null;
    }

    private void addHeaders(OpenAPI contract, String status, APIResponse response) {
        if (status.equals("201")) {
            response.addHeader("Idempotent-Replayed", createHeader()
                    .description("`true` if an earlier response to the same `Idempotency-Key` is repeated.")
                    .schema(stringSchema()));
        }
        if (status.equals("201") || status.equals("308")) {
            response.addHeader("Location",
                    createHeader().description("The path of the resource.").schema(stringSchema()));
        }
        if (!status.startsWith("2") || response.getContent() == null || !isJson(response)) {
            return;
        }
        var reference = response.getContent().getMediaType("application/json").getSchema();
        var schema = resolve(contract, reference);
        if (versionedSchemas.contains(ContractSchemas.nameOf(reference))) {
            response.addHeader("ETag",
                    createHeader().description("The version, for `If-Match`.").schema(stringSchema()));
        }
        if (schema.getProperties().containsKey("page")) {
            response.addHeader("Link", createHeader()
                    .description("The adjacent pages, `rel=\"next\"` and `rel=\"prev\"` (RFC 8288).")
                    .schema(stringSchema()));
        }
    }

    private static Schema jsonSchema(OpenAPI contract, Content content) {
        return resolve(contract, content.getMediaType("application/json").getSchema());
    }

    private static Schema resolve(OpenAPI contract, Schema schema) {
        return contract.getComponents().getSchemas().get(ContractSchemas.nameOf(schema));
    }

    private static Schema stringSchema() {
        return createSchema().addType(SchemaType.STRING);
    }
}
