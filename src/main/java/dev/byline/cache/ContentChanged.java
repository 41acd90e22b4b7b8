package dev.byline.cache;

import java.util.List;

/**
 * An event: content that readers see has changed. It is fired inside the transaction of the change.
 *
 * @param names
 *            the ids, slugs and names in {@link ChangeTracker} by which cached responses know the content
 * @param frequent
 *            whether readers cause the change, by comments: it changes what responses show beside an article, and
 *            nothing that {@link KeptValues} hold. Other nodes then learn of the change shortly after the commit
 *            instead of with it, because commits that notify wait for each other. If this node is killed in between, the other
 *            nodes serve their cached responses until these reach their maximum age.
 */
public record ContentChanged(List<String> names, boolean frequent) {
    /** Creates the event of a change by staff. */
    public ContentChanged(List<String> names) {
        this(names, false);
    }

    /** Creates the event of a change by staff from one or several names. */
    public static ContentChanged of(Object... names) {
        return new ContentChanged(List.of(names).stream().map(String::valueOf).toList());
    }
}
