package dev.byline.cache;

import java.util.List;

/**
 * Something that readers see changed; fired inside the transaction that changes it.
 *
 * @param names
 *            what cached answers know it by: ids, slugs, and the names in {@link ChangeTracker}
 * @param frequent
 *            whether readers cause it: then other nodes hear of it shortly after the commit, not with it, because commits
 *            that notify wait for each other. If this node is killed in between, they go by the age of what they keep.
 */
public record ContentChanged(List<String> names, boolean frequent) {
    /** What staff changes. */
    public ContentChanged(List<String> names) {
        this(names, false);
    }

    /** The same of a few names. */
    public static ContentChanged of(Object... names) {
        return new ContentChanged(List.of(names).stream().map(String::valueOf).toList());
    }
}
