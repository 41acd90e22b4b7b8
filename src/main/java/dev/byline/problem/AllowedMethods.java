package dev.byline.problem;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

/**
 * Which methods a path has, over all resource classes that share it, for the {@code Allow} header that a 405 must carry
 * (RFC 9110 §15.5.6) and that the platform leaves out.
 */
@ApplicationScoped
public class AllowedMethods {
    /** @param literal the path itself where it has no parameters, else null */
    private record Route(Pattern path, String literal, String method) {}

    private final BeanManager beans;
    private List<Route> routes = List.of();
    private Set<String> literals = Set.of();

    AllowedMethods(BeanManager beans) {
        this.beans = beans;
    }

    void collect(@Observes StartupEvent event) {
        var found = new ArrayList<Route>();
        for (var bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            var type = bean.getBeanClass();
            if (type.isAnnotationPresent(Path.class)) {
                for (var method : type.getDeclaredMethods()) {
                    verbs(method).forEach(verb -> found.add(route(type, method, verb)));
                }
            }
        }
        routes = List.copyOf(found);
        literals = found.stream().map(Route::literal).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a path without parameters has no such method: the platform would take its last part for the parameter of
     * another path then, {@code me} for an id for instance.
     */
    public boolean refuses(String path, String method) {
        return literals.contains(path) && !List.of(of(path).split(", ")).contains(method);
    }

    /** The methods of a path in alphabetical order, with HEAD and OPTIONS; empty if there is no such path. */
    public String of(String path) {
        var methods = new TreeSet<String>();
        routes.stream().filter(route -> literals.contains(path)
                ? path.equals(route.literal)
                : route.path.matcher(path).matches()).forEach(route -> methods.add(route.method));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return String.join(", ", methods);
    }

    private static Stream<String> verbs(Method method) {
        return Stream.of(method.getAnnotations()).map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null).map(HttpMethod::value);
    }

    private static Route route(Class<?> type, Method method, String verb) {
        var own = method.getAnnotation(Path.class);
        var template = "/" + type.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        var path = template.replaceAll("/+", "/").replaceAll("/$", "");
        return new Route(Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+") + "/?"),
                path.contains("{") ? null : path,
                verb);
    }
}
