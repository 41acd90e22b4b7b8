package dev.byline.cache;

import java.util.List;

/**
 * Something that readers see changed; fired inside the transaction that changes it.
 *
 * @param names
 *            what cached answers know it by: ids, slugs, and the names in {@link Changes}
 * @param often
 *            whether readers cause it: then other nodes hear of it shortly after the commit, not with it, because commits
 *            that notify wait for each other. If this node is killed in between, they go by the age of what they keep.
 */
public record Changed(List<String> names, boolean often) {
    /** What staff changes. */
    public Changed(List<String> names) {
        this(names, false);
    }

    /** The same of a few names. */
    public static Changed of(Object... names) {
        return new Changed(List.of(names).stream().map(String::valueOf).toList());
    }
}
