package dev.byline.paging;

import java.util.Arrays;

/**
 * One of the orders that a list enumerates: a key, and which way round.
 *
 * @param <O>
 *            the enumeration of the keys, named as the contract names them
 */
public record Sort<O extends Enum<O>>(O key, boolean descending) {
    /** Reads {@code key} or {@code -key}; null is {@code otherwise}; what the list does not have is a 400. */
    public static <O extends Enum<O>> Sort<O> of(String sort, Class<O> keys, String defaultSort) {
        var names = Arrays.stream(keys.getEnumConstants()).flatMap(key -> Arrays.stream(new String[]{ key.name(),
                "-" + key.name() })).toList();
        var chosen = AllowedValues.requireOne("sort", sort == null ? defaultSort : sort, names);
        boolean descending = chosen.startsWith("-");
        return new Sort<>(Enum.valueOf(keys, descending ? chosen.substring(1) : chosen), descending);
    }
}
