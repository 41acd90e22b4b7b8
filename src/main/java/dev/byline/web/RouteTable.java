package dev.byline.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

/**
 * The routes of all resource classes, for hooks that run before the platform has found the operation of a request. The
 * hooks find the operation by its path here and read its annotations. Also knows the methods of each path, for the
 * {@code Allow} header that a 405 must carry (RFC 9110 §15.5.6) and that the platform omits.
 */
@ApplicationScoped
public class RouteTable {
    /**
     * The key under which the platform keeps the path of the operation in the context of a request; metrics and traces
     * name the request by the path.
     */
    public static final String PATH_TEMPLATE_KEY = "UrlPathTemplate";

    private record Route(PathTemplate path, String httpMethod, Method operation) {}

    private final BeanManager beans;
    /** The routes with the most literal characters first, the order in which Jakarta REST matches paths (§3.7.2). */
    private List<Route> routes = List.of();
    /** The methods by path, for paths without parameters. */
    private Map<String, Set<String>> literalPaths = Map.of();

    RouteTable(BeanManager beans) {
        this.beans = beans;
    }

    void collect(@Observes StartupEvent event) {
        var found = new ArrayList<Route>();
        var literal = new HashMap<String, Set<String>>();
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            var type = bean.getBeanClass();
            if (type.isAnnotationPresent(Path.class)) {
                for (var operation : type.getDeclaredMethods()) {
                    var path = pathTemplate(type, operation);
                    httpMethods(operation).forEach(httpMethod -> {
                        found.add(new Route(PathTemplate.of(path), httpMethod, operation));
                        if (!path.contains("{")) {
                            literal.computeIfAbsent(path, p -> new TreeSet<>()).add(httpMethod);
                        }
                    });
                }
            }
        }
        found.sort(Comparator.comparingInt((Route route) -> route.path.literalLength()).reversed());
        routes = List.copyOf(found);
        literal.values().forEach(RouteTable::addImpliedMethods);
        literalPaths = Map.copyOf(literal);
    }

    /**
     * Returns the resource method that handles a request, empty if no resource has this path and method. Compares
     * characters only, so that the event loop may call this method.
     *
     * @param path
     *            the path as the client sent it, without the query
     */
    public Optional<Method> findOperation(String path, String httpMethod) {
        for (var route : routes) {
            if (route.httpMethod.equals(httpMethod) && route.path.matches(path)) {
                return Optional.of(route.operation);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the media types that the operation of a path reads, as {@code @Consumes} names them; empty if it does not
     * say, or if there is no such operation.
     */
    List<String> consumedTypes(String path, String httpMethod) {
        return findOperation(path, httpMethod).map(operation -> {
            var own = operation.getAnnotation(Consumes.class);
            return own == null ? operation.getDeclaringClass().getAnnotation(Consumes.class) : own;
        }).map(types -> List.of(types.value())).orElse(List.of());
    }

    /**
     * Returns whether a path without parameters lacks the method. The platform would then take the last segment of the
     * path for the parameter of another path, for instance {@code me} for an id.
     */
    boolean lacksMethod(String path, String httpMethod) {
        var own = literalPaths.get(path);
        return own != null && !own.contains(httpMethod);
    }

    /** Returns the methods of a path in alphabetical order, with HEAD and OPTIONS; empty if the path does not exist. */
    public String methodsOf(String path) {
        var methods = literalPaths.get(path);
        if (methods == null) {
            methods = routes.stream().filter(route -> route.path.matches(path)).map(Route::httpMethod)
                    .collect(Collectors.toCollection(TreeSet::new));
            addImpliedMethods(methods);
        }
        return String.join(", ", methods);
    }

    private static void addImpliedMethods(Set<String> methods) {
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
    }

    private static Stream<String> httpMethods(Method operation) {
        return Stream.of(operation.getAnnotations()).map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                .filter(httpMethod -> httpMethod != null).map(HttpMethod::value);
    }

    private static String pathTemplate(Class<?> type, Method operation) {
        var own = operation.getAnnotation(Path.class);
        var template = "/" + type.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        return template.replaceAll("/+", "/").replaceAll("/$", "");
    }
}
