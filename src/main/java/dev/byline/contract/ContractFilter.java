package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createAPIResponse;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createHeader;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createParameter;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;
import static org.eclipse.microprofile.openapi.OASFactory.createServer;
import static org.eclipse.microprofile.openapi.OASFactory.createTag;

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

import dev.byline.paging.Fields;
import dev.byline.problem.Problem;
import dev.byline.problem.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * Says once in the contract what holds for every operation: the errors that its shape makes possible, and the headers
 * of requests and answers.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {
    private static final String ADMIN_API = "/api/v1/admin/";
    /** What is open to all, and says 401 to credentials that are wrong. */
    private static final Set<String> SIGN_IN_OPERATIONS = Set.of("signIn", "refreshSession");
    /** The reads that are never kept. */
    private static final Set<String> UNCACHED_OPERATIONS = Set.of("getViews", "listViews", "readPreview",
            "getSubscription",
            "exportSubscription", "getMember", "exportMember", "getOwnComment", "listOwnComments", "listOwnLikes");

    /** What has a budget. */
    private static final Set<String> RATE_LIMITED_OPERATIONS = Set.of("subscribe", "sendSubscriptionLink", "signUp",
            "verifyMember",
            "signIn", "refreshSession", "sendStaffPasswordLink", "resetStaffPassword", "sendSignInLink", "signInByLink",
            "confirmMemberEmail", "sendPasswordLink", "resetMemberPassword", "changeMemberPassword", "countView",
            "postComment", "editComment", "reportComment");
    /** What needs a token of a mail. */
    private static final Set<String> MAIL_TOKEN_OPERATIONS = Set.of("confirmSubscription", "getSubscription",
            "patchSubscription",
            "exportSubscription", "eraseSubscription", "verifyMember", "signInByLink", "confirmMemberEmail",
            "resetMemberPassword");

    /** Whatever can go wrong, as a shared response. */
    private enum ErrorResponse {
        BadRequest(ProblemType.UNKNOWN_PARAMETER, "A parameter is unknown or cannot be read, or the body is not JSON."),
        Unauthenticated(ProblemType.UNAUTHENTICATED, "There is no key or token, or it is not valid (any more)."),
        Forbidden(ProblemType.FORBIDDEN, "The caller's role or scopes, or a policy, do not allow it."),
        NotFound(ProblemType.NOT_FOUND, "There is no such thing, or this caller may not see it."),
        NotAcceptable(ProblemType.NOT_ACCEPTABLE, "`Accept` does not admit JSON."),
        Conflict(ProblemType.CONFLICT, "The state of things does not allow it; `detail` says what stands in the way."),
        Gone(ProblemType.GONE, "It was there, and is not valid any more."),
        Stale(ProblemType.STALE_VERSION, "`If-Match` names another version than the current one; nothing was written."),
        TooLarge(ProblemType.BODY_TOO_LARGE, "The body is larger than this operation reads."),
        UnsupportedMediaType(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body is not JSON."),
        Invalid(ProblemType.INVALID_BODY, "The body breaks rules; `violations` lists all of them."),
        VersionRequired(ProblemType.VERSION_REQUIRED, "`If-Match` is missing."),
        TooOften(ProblemType.TOO_MANY_REQUESTS,
                "A budget is spent; `Retry-After` says when it begins anew, `RateLimit` and `RateLimit-Policy` what there is."),
        Unavailable(ProblemType.UNAVAILABLE, "The database does not answer; `Retry-After` says when to try again.");

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
        contract.setTags(ContractDescriptions.TAGS.entrySet().stream()
                .map(t -> createTag().name(t.getKey()).description(t.getValue())).toList());
        contract.setServers(List.of(createServer().url("/").description("The service that shows this page.")));
        var components = contract.getComponents();
        for (var errorResponse : ErrorResponse.values()) {
            components.addResponse(errorResponse.name(), errorResponse.toResponse());
        }
        components.removeSchema("Page");
        contract.getPaths().getPathItems().forEach((path, item) -> {
            item.getOperations()
                    .forEach((method, operation) -> completeOperation(contract, path, item, method, operation));
            sortMethods(item);
        });
    }

    private static void sortMethods(PathItem item) {
        var operations = item.getOperations();
        for (var method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH,
                HttpMethod.DELETE)) {
            item.setOperation(method, null);
            item.setOperation(method, operations.get(method));
        }
    }

    private static void completeOperation(OpenAPI contract, String path, PathItem item, HttpMethod method,
            Operation operation) {
        boolean staff = path.startsWith(ADMIN_API);
        var parameters = operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters();
        parameters.forEach(ContractDescriptions::addDescription);
        parameters.forEach(ContractDescriptions::completeSchema);
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
                    // Without an example: Swagger UI would send it, and the second article would be the first.
                    .description(
                            "A key of your making, for instance a UUID. The same request repeated with it within 24 hours creates nothing again and gets the first answer, without its secrets."));
        }
        if (method == HttpMethod.GET && !secured && !UNCACHED_OPERATIONS.contains(operation.getOperationId())) {
            describeCaching(contract, operation);
        }
        boolean comments = "postComment".equals(operation.getOperationId());
        boolean limited = RATE_LIMITED_OPERATIONS.contains(operation.getOperationId());
        addErrorResponse(operation, ErrorResponse.BadRequest, true);
        addErrorResponse(operation, ErrorResponse.Unauthenticated,
                secured || SIGN_IN_OPERATIONS.contains(operation.getOperationId()));
        addErrorResponse(operation, ErrorResponse.Forbidden, secured || comments);
        addErrorResponse(operation, ErrorResponse.NotFound, named);
        addErrorResponse(operation, ErrorResponse.NotAcceptable, respondsWithJson(operation));
        addErrorResponse(operation, ErrorResponse.Conflict,
                creates || "confirmMemberEmail".equals(operation.getOperationId())
                        || method != HttpMethod.GET && named || staff && (versioned || method == HttpMethod.POST));
        addErrorResponse(operation, ErrorResponse.Gone,
                path.contains("{token}") || MAIL_TOKEN_OPERATIONS.contains(operation.getOperationId()));
        addErrorResponse(operation, ErrorResponse.Stale, versioned);
        addErrorResponse(operation, ErrorResponse.TooLarge, hasBody);
        addErrorResponse(operation, ErrorResponse.UnsupportedMediaType, hasBody);
        addErrorResponse(operation, ErrorResponse.Invalid, hasBody || path.endsWith("/publish"));
        addErrorResponse(operation, ErrorResponse.VersionRequired, versioned);
        addErrorResponse(operation, ErrorResponse.TooOften, limited);
        addErrorResponse(operation, ErrorResponse.Unavailable, true);
        // What is created and waits is described like what is created.
        operation.getResponses().getAPIResponses().forEach((status, response) -> addHeaders(contract,
                status.equals("202") && operation.getResponses().hasAPIResponse("201") ? "201" : status, response));
    }

    /** What holds for answers that are the same for everyone: fields, and the headers of caching. */
    private static void describeCaching(OpenAPI contract, Operation operation) {
        var ok = operation.getResponses().getAPIResponse("200");
        if (isJson(ok)) {
            addFieldsParameter(contract, operation, ok);
        }
        ok.addHeader("ETag", createHeader().description("Strong, one for each coding.").schema(stringSchema()))
                .addHeader("Cache-Control",
                        createHeader().description("How long a copy may be shown.").schema(stringSchema()))
                .addHeader("Surrogate-Key", createHeader().description(
                        "What a CDN can purge the answer by: ids and slugs of what it shows; `articles` for lists of articles and whatever counts them, `taxonomy` for lists of categories, tags and authors, `site` for all.")
                        .schema(stringSchema()));
        operation.getResponses().addAPIResponse("304",
                createAPIResponse().description("`If-None-Match` names what would be sent."));
    }

    private static void addFieldsParameter(OpenAPI contract, Operation operation, APIResponse ok) {
        var schema = jsonSchema(contract, ok.getContent());
        var properties = schema.getProperties();
        if (properties.containsKey("page")) {
            properties = resolve(contract, properties.get("items").getItems()).getProperties();
        }
        operation.addParameter(createParameter().name(Fields.PARAMETER).in(In.QUERY).style(Parameter.Style.FORM)
                .explode(false).description("Only these fields of the answer, or of each item of a list.")
                .schema(createSchema().addType(SchemaType.ARRAY).items(createSchema().addType(SchemaType.STRING)
                        .enumeration(properties.keySet().stream().sorted().map(Object.class::cast).toList()))));
    }

    private static void addErrorResponse(Operation operation, ErrorResponse errorResponse, boolean possible) {
        operation.getResponses().removeAPIResponse(errorResponse.status);
        if (possible) {
            operation.getResponses().addAPIResponse(errorResponse.status,
                    createAPIResponse().ref(errorResponse.name()));
        }
    }

    /** Whether {@code Accept} counts: feeds and site maps come as what their addresses say. */
    private static boolean respondsWithJson(Operation operation) {
        return operation.getResponses().getAPIResponses().entrySet().stream().noneMatch(
                answer -> answer.getKey().equals("200") && answer.getValue().getContent() != null
                        && !isJson(answer.getValue()));
    }

    private static boolean isJson(APIResponse response) {
        return response.getContent().getMediaType("application/json") != null;
    }

    private static void addHeaders(OpenAPI contract, String status, APIResponse response) {
        if (status.equals("201")) {
            response.addHeader("Idempotent-Replayed", createHeader()
                    .description("`true` on the repeated answer to an `Idempotency-Key`.").schema(stringSchema()));
        }
        if (status.equals("201") || status.equals("308")) {
            response.addHeader("Location", createHeader().description("Where it is.").schema(stringSchema()));
        }
        if (!status.startsWith("2") || response.getContent() == null || !isJson(response)) {
            return;
        }
        var schema = jsonSchema(contract, response.getContent());
        if (schema.getProperties() != null && schema.getProperties().containsKey("version")) {
            response.addHeader("ETag",
                    createHeader().description("The version, for `If-Match`.").schema(stringSchema()));
        }
        if (schema.getProperties().containsKey("page")) {
            response.addHeader("Link", createHeader()
                    .description("The neighbouring pages, `rel=\"next\"` and `rel=\"prev\"` (RFC 8288).")
                    .schema(stringSchema()));
        }
    }

    private static Schema jsonSchema(OpenAPI contract, Content content) {
        return resolve(contract, content.getMediaType("application/json").getSchema());
    }

    private static Schema resolve(OpenAPI contract, Schema schema) {
        var reference = schema.getRef();
        return contract.getComponents().getSchemas().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static Schema stringSchema() {
        return createSchema().addType(SchemaType.STRING);
    }
}
