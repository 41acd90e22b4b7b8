package dev.byline.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.byline.cache.FixedResponse;
import dev.byline.security.Role;
import dev.byline.security.Scope;
import dev.byline.web.Order;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The parts of the contract that Swagger UI offers at its top, each with the schemas that it uses:
 * <ul>
 * <li>{@code readers}: the public API;</li>
 * <li>{@code editors}: what the role {@code editor} may do in the admin API;</li>
 * <li>{@code administrators}: the topics of the admin API in which some operation needs the role {@code admin}.</li>
 * </ul>
 * Each part contains the operations for signing in. The complete contract stays one document, from which the parts are
 * made when they are first read.
 */
@ApplicationScoped
class RoleContracts {
    /** The document that the build writes, the content of {@code openapi/openapi.json}. */
    private static final String RESOURCE = "META-INF/quarkus-generated-openapi-doc.JSON";
    private static final String SIGN_IN_TAG = "Signing in";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final String REFERENCE_PREFIX = "#/components/";

    private final ObjectMapper json;
    /** The parts by audience; the first request makes a part. */
    private final Map<Audience, FixedResponse> parts = new ConcurrentHashMap<>();

    RoleContracts(ObjectMapper json) {
        this.json = json;
    }

    /** The readers of a part. */
    private enum Audience {
        READERS,
        EDITORS,
        ADMINISTRATORS;

        String path() {
            return Paths.CONTRACT + "/" + name().toLowerCase(Locale.ROOT);
        }
    }

    void register(@Observes Router router) {
        for (var audience : Audience.values()) {
            router.route(audience.path()).method(HttpMethod.GET).method(HttpMethod.HEAD).order(Order.FILES)
                    .handler(context -> send(context, audience));
        }
    }

    private void send(RoutingContext context, Audience audience) {
        context.vertx().executeBlocking(() -> parts.computeIfAbsent(audience, this::make), false)
                .onSuccess(part -> part.send(context, audience.path())).onFailure(context::fail);
    }

    private FixedResponse make(Audience audience) {
        return FixedResponse.revalidated(write(select(read(), audience)), "application/json; charset=UTF-8");
    }

    private ObjectNode read() {
        try (var document = Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
            return (ObjectNode) json.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] write(ObjectNode contract) {
        try {
            return json.writeValueAsBytes(contract);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode select(ObjectNode contract, Audience audience) {
        var paths = (ObjectNode) contract.get("paths");
        var adminTags = adminTags(paths);
        var tags = new TreeSet<String>();
        List.copyOf(fieldNames(paths)).forEach(path -> {
            var item = (ObjectNode) paths.get(path);
            retain(item, method -> !METHODS.contains(method)
                    || belongsTo(audience, path, item.get(method), adminTags));
            item.forEach(operation -> operation.path("tags").forEach(tag -> tags.add(tag.asText())));
            if (fieldNames(item).stream().noneMatch(METHODS::contains)) {
                paths.remove(path);
            }
        });
        var allTags = (ArrayNode) contract.get("tags");
        for (int i = allTags.size() - 1; i >= 0; i--) {
            if (!tags.contains(allTags.get(i).get("name").asText())) {
                allTags.remove(i);
            }
        }
        removeUnusedComponents(contract);
        return contract;
    }

    private static Set<String> adminTags(ObjectNode paths) {
        var tags = new TreeSet<String>();
        paths.forEach(item -> item.forEach(operation -> {
            if (Role.ADMIN.equals(leastRole(operation))) {
                tags.add(tag(operation));
            }
        }));
        return tags;
    }

    private static boolean belongsTo(Audience audience, String path, JsonNode operation, Set<String> adminTags) {
        if (tag(operation).equals(SIGN_IN_TAG)) {
            return true;
        }
        boolean staff = Paths.isAdminApi(path);
        return switch (audience) {
            case READERS -> !staff;
            case EDITORS -> staff && !Role.ADMIN.equals(leastRole(operation));
            case ADMINISTRATORS -> staff && adminTags.contains(tag(operation));
        };
    }

    private static String tag(JsonNode operation) {
        return operation.path("tags").path(0).asText();
    }

    /** Returns the least role that may call an operation; null if it needs none of the staff's roles. */
    private static String leastRole(JsonNode operation) {
        var requirement = operation.path("security").path(0).path("key").path(0).asText();
        return Role.STAFF_ROLES.contains(requirement) ? requirement : Scope.leastRole(requirement);
    }

    private static void removeUnusedComponents(ObjectNode contract) {
        var components = contract.get("components");
        var used = new HashSet<String>();
        addReferences(contract.get("paths"), contract, used);
        components.properties().forEach(kind -> {
            if (!kind.getKey().equals("securitySchemes")) {
                retain((ObjectNode) kind.getValue(),
                        name -> used.contains(REFERENCE_PREFIX + kind.getKey() + "/" + name));
            }
        });
    }

    private static void addReferences(JsonNode node, ObjectNode contract, Set<String> used) {
        var reference = node.isObject() ? node.path("$ref").asText() : "";
        if (reference.startsWith(REFERENCE_PREFIX) && used.add(reference)) {
            addReferences(contract.at(reference.substring(1)), contract, used);
        }
        node.forEach(child -> addReferences(child, contract, used));
    }

    private static void retain(ObjectNode object, Predicate<String> name) {
        object.retain(fieldNames(object).stream().filter(name).toList());
    }

    private static List<String> fieldNames(ObjectNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false).toList();
    }
}
