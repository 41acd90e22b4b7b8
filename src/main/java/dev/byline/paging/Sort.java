package dev.byline.paging;

import java.util.Arrays;

/**
 * The sort order of a list: a key and a direction.
 *
 * @param <O>
 *            the enum of the sort keys, named as in the contract
 */
public record Sort<O extends Enum<O>>(O key, boolean descending) {
    /** Parses {@code key} or {@code -key}. Null gives the default order; a key that the list does not have is a 400. */
    public static <O extends Enum<O>> Sort<O> of(String sort, Class<O> keys, String defaultSort) {
        var names = Arrays.stream(keys.getEnumConstants()).flatMap(key -> Arrays.stream(new String[]{ key.name(),
                "-" + key.name() })).toList();
        var chosen = AllowedValues.requireOne("sort", sort == null ? defaultSort : sort, names);
        boolean descending = chosen.startsWith("-");
        return new Sort<>(Enum.valueOf(keys, descending ? chosen.substring(1) : chosen), descending);
    }
}
