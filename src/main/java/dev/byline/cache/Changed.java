package dev.byline.cache;

import java.util.List;

/**
 * Something that readers see changed; fired inside the transaction that changes it.
 *
 * @param names
 *            what cached answers know it by: ids, slugs, and the names in {@link Changes}
 */
public record Changed(List<String> names) {
    /** The same of a few names. */
    public static Changed of(Object... names) {
        return new Changed(List.of(names).stream().map(String::valueOf).toList());
    }
}
