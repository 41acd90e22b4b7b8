package dev.byline.web;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.byline.paging.AllowedValues;
import dev.byline.paging.Keyset;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;

/**
 * Converts query parameters. An invalid value is a 400 that names the parameter; Jakarta REST by itself would answer
 * 404 (§3.2).
 */
@Provider
class QueryParameterConverters implements ParamConverterProvider {
    /**
     * The limits of accepted years. Within them, the week-based year of a day and the adjacent years have four digits
     * as well.
     */
    private static final int MIN_YEAR = 1000;
    private static final int MAX_YEAR = 9000;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,10}");

    private final SiteTimeParser timeParser;

    QueryParameterConverters(SiteTimeParser timeParser) {
        this.timeParser = timeParser;
    }

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        var all = annotations == null ? new Annotation[0] : annotations;
        var name = Stream.of(all).filter(QueryParam.class::isInstance).map(a -> ((QueryParam) a).value()).findFirst()
                .orElse("");
        boolean inSiteTimeZone = Stream.of(all).anyMatch(InSiteTimeZone.class::isInstance);
        var read = type == Instant.class && inSiteTimeZone ? localTimeParser(name) : parserOf(type, name);
        return read == null ? null : new ParamConverter<>() {
            @Override
            public T fromString(String text) {
                return type.cast(read.apply(text));
            }

            @Override
            public String toString(T value) {
                return String.valueOf(value);
            }
        };
    }

    private Function<String, Object> localTimeParser(String name) {
        return text -> {
            try {
                return timeParser.parse(text);
            } catch (DateTimeException e) {
                throw invalidValue(name, "must be a time such as 2023-11-23T00:00:00Z (RFC 3339), or "
                        + "2023-11-23T00:00 in the time zone of the site", text);
            }
        };
    }

    /** Parses the digits 0 to 9 with an optional minus; Java would read the digits of all scripts. */
    private static Integer parseWholeNumber(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return Integer.valueOf(text);
    }

    private static Function<String, Object> parserOf(Class<?> type, String name) {
        if (type.isEnum()) {
            var names = Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
            return text -> type.getEnumConstants()[names.indexOf(AllowedValues.requireOne(name, text, names))];
        }
        if (type == Boolean.class) {
            return text -> {
                if (!text.equals("true") && !text.equals("false")) {
                    throw invalidValue(name, "must be true or false", text);
                }
                return text.equals("true");
            };
        }
        if (type == Integer.class) {
            return text -> {
                try {
                    return parseWholeNumber(text);
                } catch (NumberFormatException e) {
                    throw invalidValue(name, "must be a whole number", text);
                }
            };
        }
        if (type == Instant.class) {
            return text -> {
                try {
                    return Keyset.parseTime(text);
                } catch (DateTimeException | IllegalArgumentException e) {
                    throw invalidValue(name, "must be a time in UTC such as 2023-11-23T00:00:00Z (RFC 3339)", text);
                }
            };
        }
        if (type == LocalDate.class) {
            return text -> {
                try {
                    var day = LocalDate.parse(text);
                    if (day.getYear() < MIN_YEAR || day.getYear() > MAX_YEAR) {
                        throw new DateTimeException("year out of range");
                    }
                    return day;
                } catch (DateTimeException e) {
                    throw invalidValue(name, "must be a day such as 2023-11-23", text);
                }
            };
        }
        return null;
    }

    private static ProblemException invalidValue(String name, String expected, String text) {
        return ProblemException.invalidParameter(name, expected + ", not " + EchoedInput.quote(text));
    }
}
