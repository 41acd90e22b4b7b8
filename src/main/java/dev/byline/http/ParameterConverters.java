package dev.byline.http;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;

/** Turns an unreadable query parameter into a 400 that names it; Jakarta REST by itself answers 404 (§3.2). */
@Provider
class ParameterConverters implements ParamConverterProvider {
    private record Reading(Function<String, Object> read, String expected) {}

    private static final Map<Class<?>, Reading> READINGS = Map.of(
            Integer.class, new Reading(Integer::valueOf, "must be a whole number"),
            Boolean.class, new Reading(ParameterConverters::readBoolean, "must be true or false"));

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        var reading = type.isEnum() ? enumReading(type) : READINGS.get(type);
        if (reading == null) {
            return null;
        }
        var name = Stream.of(annotations == null ? new Annotation[0] : annotations)
                .filter(QueryParam.class::isInstance).map(a -> ((QueryParam) a).value()).findFirst().orElse("");
        return new ParamConverter<>() {
            @Override
            public T fromString(String text) {
                try {
                    return type.cast(reading.read.apply(text));
                } catch (IllegalArgumentException e) {
                    throw ProblemException.invalidParameter(name, reading.expected + ", not '" + text + "'");
                }
            }

            @Override
            public String toString(T value) {
                return String.valueOf(value);
            }
        };
    }

    private static Boolean readBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static Reading enumReading(Class<?> type) {
        var constants = type.getEnumConstants();
        var names = Arrays.stream(constants).map(String::valueOf).collect(Collectors.joining(", "));
        return new Reading(text -> Arrays.stream(constants).filter(c -> c.toString().equals(text)).findFirst()
                .orElseThrow(IllegalArgumentException::new), "must be one of " + names);
    }
}
