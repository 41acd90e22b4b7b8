package dev.byline.paging;

import java.lang.reflect.Field;
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

import dev.byline.problem.ProblemException;

/** The {@code fields} parameter: reduces a response, or each item of a list, to the named fields. */
public final class Fields {
    /** The name of the query parameter. */
    public static final String PARAMETER = "fields";
    private static final String INCLUDE_PARAMETER = "include";
    private static final Map<Method, List<Field>> FIELDS_BY_OPERATION = new ConcurrentHashMap<>();

    private Fields() {
    }

    /** Returns the names of the fields that the operation's response, or each of its items, may have. */
    public static List<String> namesOf(Method operation) {
        return fieldsOf(operation).stream().map(Field::getName).toList();
    }

    /**
     * Removes all other fields from the response. The name of a field that the operation does not have is a 400, and so
     * is the name of an {@link Included} field that the request does not include.
     *
     * @param included
     *            the values of the parameter {@code include}; null if it is absent
     */
    public static void retainOnly(JsonNode response, List<String> fields, List<String> included, Method operation) {
        var kept = AllowedValues.requireAll(PARAMETER, fields, namesOf(operation));
        var present = AllowedValues.split(INCLUDE_PARAMETER, included == null ? List.of() : included,
                Integer.MAX_VALUE);
        for (var field : fieldsOf(operation)) {
            var name = field.getName();
            if (field.isAnnotationPresent(Included.class) && kept.contains(name) && !present.contains(name)) {
                throw ProblemException.invalidParameter(PARAMETER,
                        "names '" + name + "', which is only in responses with include=" + name);
            }
        }
        if (response.has("items") && response.has("page")) {
            response.get("items").forEach(item -> retain(item, kept));
        } else {
            retain(response, kept);
        }
    }

    private static void retain(JsonNode item, Collection<String> kept) {
        ((ObjectNode) item).retain(kept);
    }

    private static List<Field> fieldsOf(Method operation) {
        return FIELDS_BY_OPERATION.computeIfAbsent(operation, m -> collect(m.getGenericReturnType()));
    }

    private static List<Field> collect(Type type) {
        if (type instanceof ParameterizedType wrapper) {
            return collect(wrapper.getActualTypeArguments()[0]);
        }
        var fields = Stream.of(((Class<?>) type).getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()));
        if (Paged.class.isAssignableFrom((Class<?>) type)) {
            return fields.filter(field -> field.getName().equals("items"))
                    .flatMap(field -> collect(field.getGenericType()).stream()).toList();
        }
        return fields.filter(field -> !field.isAnnotationPresent(JsonIgnore.class))
                .flatMap(field -> field.isAnnotationPresent(JsonUnwrapped.class)
                        ? collect(field.getType()).stream()
                        : Stream.of(field))
                .toList();
    }
}
