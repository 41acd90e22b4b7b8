package dev.byline.web;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import dev.byline.paging.Fields;
import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Rejects query parameters that the operation does not have, and parameters that are given twice and are no lists, so
 * that nothing is ignored silently. {@link IgnoresUnknownParameters} operations ignore unknown parameters, and the
 * public API ignores {@link TrackingParameters}.
 */
class QueryParameterFilter {
    private final Map<Method, OperationParameters> parametersByOperation = new ConcurrentHashMap<>();

    @ServerRequestFilter(priority = Order.QUERY_PARAMETERS)
    void check(ContainerRequestContext request, ResourceInfo resource, RoutingContext context) {
        ProblemResponses.addRequestIdToLog(context);
        var query = request.getUriInfo().getQueryParameters();
        if (query.isEmpty()) {
            return;
        }
        var operation = parametersByOperation.computeIfAbsent(resource.getResourceMethod(), OperationParameters::of);
        var names = operation.names;
        boolean isPublic = !Paths.isAdminApi(context.normalizedPath());
        boolean ignoresUnknown = resource.getResourceClass().isAnnotationPresent(IgnoresUnknownParameters.class);
        for (var entry : query.entrySet()) {
            var name = entry.getKey();
            if (!names.contains(name) && (ignoresUnknown || isPublic && TrackingParameters.isOne(name))) {
                continue;
            }
            if (!names.contains(name)) {
                throw ProblemException.withViolations(ProblemType.UNKNOWN_PARAMETER,
                        List.of(Violation.query(name,
                                "is not a parameter of this operation" + BodyProblems.suggestNearest(name, names))));
            }
            if (entry.getValue().size() > 1 && !operation.lists.contains(name)) {
                throw ProblemException.invalidParameter(name, "must not be given more than once");
            }
            if (entry.getValue().stream().anyMatch(String::isEmpty)) {
                throw ProblemException.invalidParameter(name, "is empty: set a value or omit the parameter");
            }
            if (entry.getValue().stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
                throw ProblemException.invalidParameter(name, "must not contain the character U+0000");
            }
        }
    }

    /** The names of the query parameters of an operation, and those of them that are lists. */
    private record OperationParameters(Set<String> names, Set<String> lists) {
        static OperationParameters of(Method method) {
            var parameters = new OperationParameters(new HashSet<>(), new HashSet<>());
            if (method.isAnnotationPresent(Cached.class)) {
                parameters.names.add(Fields.PARAMETER);
                parameters.lists.add(Fields.PARAMETER);
            }
            for (var parameter : method.getParameters()) {
                parameters.add(parameter, parameter.getType());
                if (parameter.isAnnotationPresent(BeanParam.class)) {
                    for (var field : parameter.getType().getDeclaredFields()) {
                        parameters.add(field, field.getType());
                    }
                }
            }
            return parameters;
        }

        private void add(AnnotatedElement element, Class<?> type) {
            var query = element.getAnnotation(QueryParam.class);
            if (query != null) {
                names.add(query.value());
                if (type == List.class) {
                    lists.add(query.value());
                }
            }
        }
    }
}
