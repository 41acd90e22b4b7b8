package dev.byline.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

/**
 * Knows the methods of each path, across all resource classes that share the path, for the {@code Allow} header that a
 * 405 must carry (RFC 9110 §15.5.6) and that the platform omits.
 */
@ApplicationScoped
public class RouteTable {
    private record Route(Pattern path, String method) {}

    private final BeanManager beans;
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
                for (var method : type.getDeclaredMethods()) {
                    var path = pathTemplate(type, method);
                    httpMethods(method).forEach(verb -> {
                        found.add(new Route(Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+") + "/?"), verb));
                        if (!path.contains("{")) {
                            literal.computeIfAbsent(path, p -> new TreeSet<>()).add(verb);
                        }
                    });
                }
            }
        }
        routes = List.copyOf(found);
        literal.values().forEach(RouteTable::addImpliedMethods);
        literalPaths = Map.copyOf(literal);
    }

    /**
     * Returns whether a path without parameters lacks the method. The platform would then take the last segment of the
     * path for the parameter of another path, for instance {@code me} for an id.
     */
    public boolean lacksMethod(String path, String method) {
        var own = literalPaths.get(path);
        return own != null && !own.contains(method);
    }

    /** Returns the methods of a path in alphabetical order, with HEAD and OPTIONS; empty if the path does not exist. */
    public String methodsOf(String path) {
        var methods = literalPaths.get(path);
        if (methods == null) {
            methods = routes.stream().filter(route -> route.path.matcher(path).matches()).map(Route::method)
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

    private static Stream<String> httpMethods(Method method) {
        return Stream.of(method.getAnnotations()).map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null).map(HttpMethod::value);
    }

    private static String pathTemplate(Class<?> type, Method method) {
        var own = method.getAnnotation(Path.class);
        var template = "/" + type.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        return template.replaceAll("/+", "/").replaceAll("/$", "");
    }
}
