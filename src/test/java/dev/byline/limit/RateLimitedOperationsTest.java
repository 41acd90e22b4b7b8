package dev.byline.limit;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.ws.rs.HttpMethod;

/** Checks that {@code @RateLimited} tells the truth: about each operation that has it, and about all others. */
@QuarkusTest
class RateLimitedOperationsTest extends ServiceTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.byline");
    private static final String CLIENT_NETWORK = "127.0.0.1";
    /** Acquires limits for a request in another thread, so that no chain of calls leads to it from the operation. */
    private static final Set<String> QUEUED = Set.of("ViewBatchWriter");
    private static final Set<String> OPERATIONS_OF_QUEUES = Set.of("countView");
    /** Acquires limits that belong to no operation. */
    private static final Set<String> BACKGROUND = Set.of("SubscriptionRequestHandler");

    @Test
    void operations_that_the_interceptor_limits_answer_429() {
        var contract = get("/q/openapi?format=json").jsonPath();
        var limited = new TreeSet<String>();
        for (var method : rateLimitedMethods(false)) {
            var id = method.getAnnotationOfType(Operation.class).operationId();
            rateLimiter.enforce(true);
            for (var name : method.getAnnotationOfType(RateLimited.class).value()) {
                while (rateLimiter.tryAcquire(RateLimits.get(name), CLIENT_NETWORK)) {
                    // until the limit is exhausted
                }
            }
            Map<String, Map<String, Map<String, Object>>> paths = contract.getMap("paths");
            paths.forEach((path, operations) -> {
                var operation = operations.get("post");
                if (operation != null && id.equals(operation.get("operationId"))) {
                    var reference = contract.<String>get("paths.'" + path
                            + "'.post.requestBody.content.'application/json'.schema.'$ref'");
                    Object body = contract
                            .get("components.schemas." + reference.substring(reference.lastIndexOf('/') + 1)
                                    + ".examples[0]");
                    given().contentType(ContentType.JSON).body(body).post(path).then()
                            .statusCode(429).body("type", containsString("too-many-requests"));
                    limited.add(id);
                }
            });
        }
        assertEquals(rateLimitedMethods(false).stream()
                .map(method -> method.getAnnotationOfType(Operation.class).operationId())
                .collect(Collectors.toCollection(TreeSet::new)), limited);
        assertTrue(limited.size() >= 11, () -> "limited: " + limited);
    }

    @Test
    void code_that_acquires_a_limit_belongs_to_operations_that_declare_it() {
        var declared = rateLimitedMethods(true).stream().map(JavaMethod::getFullName).collect(Collectors.toSet());
        var reached = new TreeSet<String>();
        for (var type : CLASSES) {
            for (var call : type.getMethodCallsFromSelf()) {
                if (call.getTargetOwner().isEquivalentTo(RateLimiter.class)
                        && call.getTarget().getName().matches("acquire|acquireBatch|tryAcquire")
                        && !type.isEquivalentTo(RateLimiter.class)
                        && !type.isEquivalentTo(RateLimitInterceptor.class)) {
                    var operations = operationsThatReach(call.getOrigin());
                    assertTrue(!operations.isEmpty() || QUEUED.contains(type.getSimpleName())
                            || BACKGROUND.contains(type.getSimpleName()), call.getDescription());
                    reached.addAll(operations);
                }
            }
        }
        rateLimitedMethods(true).stream()
                .filter(method -> OPERATIONS_OF_QUEUES
                        .contains(method.getAnnotationOfType(Operation.class).operationId()))
                .forEach(method -> reached.add(method.getFullName()));
        assertEquals(new TreeSet<>(declared), reached);
    }

    @Test
    void each_name_is_in_the_table() {
        CLASSES.stream().flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(RateLimited.class))
                .forEach(method -> {
                    var names = method.getAnnotationOfType(RateLimited.class).value();
                    assertTrue(names.length > 0, method.getFullName());
                    for (var name : names) {
                        RateLimits.get(name);
                    }
                });
    }

    private static Set<JavaMethod> rateLimitedMethods(boolean explicit) {
        return CLASSES.stream().flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(RateLimited.class)
                        && method.getAnnotationOfType(RateLimited.class).explicit() == explicit)
                .collect(Collectors.toSet());
    }

    /** Follows the callers of the code up to the resource methods. */
    private static Set<String> operationsThatReach(JavaCodeUnit code) {
        var operations = new HashSet<String>();
        var seen = new HashSet<JavaCodeUnit>();
        var open = new ArrayDeque<JavaCodeUnit>(Set.of(code));
        while (!open.isEmpty()) {
            var next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (next.getAnnotations().stream().anyMatch(a -> a.getRawType().isAnnotatedWith(HttpMethod.class))) {
                operations.add(next.getFullName());
            } else {
                next.getAccessesToSelf().stream().map(JavaAccess::getOrigin).forEach(open::add);
            }
        }
        return operations;
    }
}
