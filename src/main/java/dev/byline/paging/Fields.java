package dev.byline.paging;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code fields} parameter: reduces a response, or each item of a list, to the named fields. */
public final class Fields {
    /** The name of the query parameter. */
    public static final String PARAMETER = "fields";
    private static final Map<Method, List<String>> NAMES_BY_OPERATION = new ConcurrentHashMap<>();

    private Fields() {
    }

    /** Returns the names of the fields that the operation's response, or each of its items, may have. */
    public static List<String> namesOf(Method operation) {
        return NAMES_BY_OPERATION.computeIfAbsent(operation, m -> collectNames(m.getGenericReturnType()));
    }

    /** Removes all other fields from the response; the name of a field that the operation does not have is a 400. */
    public static void retainOnly(JsonNode response, List<String> fields, Method operation) {
        var kept = AllowedValues.requireAll(PARAMETER, fields, namesOf(operation));
        if (response.has("items") && response.has("page")) {
            response.get("items").forEach(item -> retain(item, kept));
        } else {
            retain(response, kept);
        }
    }

    private static void retain(JsonNode item, Collection<String> kept) {
        ((ObjectNode) item).retain(kept);
    }

    private static List<String> collectNames(Type type) {
        if (type instanceof ParameterizedType wrapper) {
            return collectNames(wrapper.getActualTypeArguments()[0]);
        }
        var fields = Stream.of(((Class<?>) type).getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()));
        if (Paged.class.isAssignableFrom((Class<?>) type)) {
            return fields.filter(field -> field.getName().equals("items"))
                    .flatMap(field -> collectNames(field.getGenericType()).stream()).toList();
        }
        return fields.filter(field -> !field.isAnnotationPresent(JsonIgnore.class))
                .flatMap(field -> field.isAnnotationPresent(JsonUnwrapped.class)
                        ? collectNames(field.getType()).stream()
                        : Stream.of(field.getName()))
                .toList();
    }
}
