package dev.byline.http;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code fields=}: an answer, or each item of a list, with nothing but these fields. */
public final class Fields {
    /** The parameter's name. */
    public static final String PARAMETER = "fields";
    private static final Map<Method, List<String>> KNOWN = new ConcurrentHashMap<>();

    private Fields() {
    }

    /** The fields that an operation's answer, or each of its items, may have. */
    public static List<String> of(Method operation) {
        return KNOWN.computeIfAbsent(operation, m -> names(m.getGenericReturnType()));
    }

    /** Leaves only these fields in the answer; one that the operation does not have is a 400. */
    public static void trim(JsonNode answer, String fields, Method operation) {
        var kept = Choices.several(PARAMETER, fields, of(operation));
        if (answer.has("items") && answer.has("page")) {
            answer.get("items").forEach(item -> retain(item, kept));
        } else {
            retain(answer, kept);
        }
    }

    private static void retain(JsonNode item, Collection<String> kept) {
        ((ObjectNode) item).retain(kept);
    }

    private static List<String> names(Type type) {
        if (type instanceof ParameterizedType wrapper) {
            return names(wrapper.getActualTypeArguments()[0]);
        }
        var names = new ArrayList<String>();
        var components = ((Class<?>) type).getRecordComponents();
        if (Paged.class.isAssignableFrom((Class<?>) type)) {
            return Stream.of(components).filter(c -> c.getName().equals("items"))
                    .flatMap(c -> names(c.getGenericType()).stream()).toList();
        }
        for (var component : components) {
            if (has(component, JsonUnwrapped.class)) {
                names.addAll(names(component.getType()));
            } else if (!has(component, JsonIgnore.class)) {
                names.add(component.getName());
            }
        }
        return names;
    }

    private static boolean has(RecordComponent component, Class<? extends java.lang.annotation.Annotation> annotation) {
        try {
            AnnotatedElement field = component.getDeclaringRecord().getDeclaredField(component.getName());
            return field.isAnnotationPresent(annotation);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
