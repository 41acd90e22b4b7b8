package dev.byline.http;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import dev.byline.problem.BodyFaults;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Problems;
import dev.byline.problem.Violation;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Refuses query parameters that the operation does not have, and those given twice: nothing is silently ignored, except
 * where the operation is {@link Tolerant}.
 */
class QueryParameters {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo resource, RoutingContext context) {
        Problems.log(context);
        var query = request.getUriInfo().getQueryParameters();
        if (query.isEmpty()) {
            return;
        }
        var names = known.computeIfAbsent(resource.getResourceMethod(), QueryParameters::names);
        boolean tolerant = resource.getResourceClass().isAnnotationPresent(Tolerant.class);
        for (var entry : query.entrySet()) {
            var name = entry.getKey();
            if (tolerant && !names.contains(name)) {
                continue;
            }
            if (!names.contains(name)) {
                throw ProblemException.violated(ProblemType.UNKNOWN_PARAMETER,
                        List.of(Violation.query(name, "is not a parameter here" + BodyFaults.nearest(name, names))));
            }
            if (entry.getValue().size() > 1) {
                throw ProblemException.invalidParameter(name, "is given more than once");
            }
            if (entry.getValue().get(0).isEmpty()) {
                throw ProblemException.invalidParameter(name, "is empty: give it a value or leave it out");
            }
            if (entry.getValue().get(0).indexOf('\0') >= 0) {
                throw ProblemException.invalidParameter(name, "must not contain the character U+0000");
            }
        }
    }

    private static Set<String> names(Method method) {
        var names = new HashSet<String>();
        if (method.isAnnotationPresent(Cached.class)) {
            names.add(Fields.PARAMETER);
        }
        for (var parameter : method.getParameters()) {
            add(names, parameter);
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (var field : parameter.getType().getDeclaredFields()) {
                    add(names, field);
                }
            }
        }
        return names;
    }

    private static void add(Set<String> names, AnnotatedElement element) {
        var query = element.getAnnotation(QueryParam.class);
        if (query != null) {
            names.add(query.value());
        }
    }
}
