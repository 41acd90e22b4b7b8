package dev.byline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.byline.idempotency.Idempotent;
import jakarta.ws.rs.POST;

/** Checks the ranks of the packages: a package uses only packages of lower ranks, and none of its own rank. */
class ArchitectureTest {
    private static final List<Set<String>> RANKS = List.of(Set.of("problem", "text", "node", "image"),
            Set.of("paging", "database", "job", "outbound"), Set.of("web", "backup"),
            Set.of("security", "cache", "limit"), Set.of("audit", "idempotency", "mail", "contract", "replica"),
            Set.of("site"),
            Set.of("author", "category", "tag", "identity", "stats", "history", "account", "member", "spam",
                    "media"),
            Set.of("publication", "session", "rendition"),
            Set.of("article", "comment", "view", "subscription", "listing"),
            Set.of("delivery", "menu", "preview", "search"),
            Set.of("feed", "transfer", "reader", "change"), Set.of("webhook"), Set.of("start", "home"));
    private static final String ROOT = "dev.byline.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.byline");

    @Test
    void every_package_has_a_rank_and_uses_only_lower_ones() {
        var wrong = new ArrayList<String>();
        for (var type : CLASSES) {
            var from = feature(type.getPackageName());
            assertTrue(rank(from) >= 0, "Give the package " + from + " a rank");
            type.getDirectDependenciesFromSelf().stream()
                    .filter(d -> d.getTargetClass().getPackageName().startsWith(ROOT))
                    .forEach(d -> {
                        var to = feature(d.getTargetClass().getPackageName());
                        if (!from.equals(to) && rank(to) >= rank(from)) {
                            wrong.add(d.getDescription());
                        }
                    });
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void services_and_rows_know_nothing_of_http() {
        var wrong = new ArrayList<String>();
        for (var type : CLASSES) {
            if (type.getSimpleName().matches(".*(Service|Repository|Lifecycle)")
                    && !type.getPackageName().endsWith("start")) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(d -> d.getTargetClass().getPackageName().startsWith("jakarta.ws.rs"))
                        .forEach(d -> wrong.add(d.getDescription()));
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void whatever_creates_can_be_asked_twice() {
        int creating = 0;
        for (var type : CLASSES) {
            for (var method : type.getMethods()) {
                // Pages for people, which are hidden from the contract, create nothing.
                if (method.isAnnotatedWith(POST.class)
                        && method.getRawReturnType().isEquivalentTo(RestResponse.class)
                        && !method.tryGetAnnotationOfType(Operation.class).map(Operation::hidden).orElse(false)) {
                    creating++;
                    // An operation that reads its body as a stream calls a method that creates afterwards.
                    assertTrue(method.isAnnotatedWith(Idempotent.class) || method.getMethodCallsFromSelf().stream()
                            .flatMap(call -> call.getTarget().resolveMember().stream())
                            .anyMatch(called -> called.isAnnotatedWith(Idempotent.class)), method.getFullName());
                }
            }
        }
        assertTrue(creating >= 8, "creating: " + creating);
    }

    /** Checks that no query leaves its result open: until it is closed, the session keeps its connection. */
    @Test
    void queries_return_lists_and_no_streams() {
        var streams = new ArrayList<String>();
        for (var type : CLASSES) {
            type.getMethodCallsFromSelf().stream()
                    .filter(call -> List.of("getResultStream", "scroll").contains(call.getName()))
                    .forEach(call -> streams.add(call.getDescription()));
        }
        assertTrue(streams.isEmpty(), () -> String.join("\n", streams));
    }

    private static int rank(String feature) {
        for (int rank = 0; rank < RANKS.size(); rank++) {
            if (RANKS.get(rank).contains(feature)) {
                return rank;
            }
        }
        return -1;
    }

    private static String feature(String packageName) {
        return packageName.substring(ROOT.length()).split("\\.")[0];
    }
}
