package dev.byline.paging;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.ProblemException;
import jakarta.ws.rs.QueryParam;

/** The query parameters that all lists share. */
public class PageQuery {
    /** The number of items on a page if the request names no size. */
    public static final int DEFAULT_SIZE = 20;
    /** The maximum number of items on a page. */
    public static final int MAX_SIZE = 100;
    /** The number of items, from the beginning of a list, that page numbers cover. */
    static final int MAX_NUMBERED_ITEMS = 10_000;

    /** The ways to count the items of a list. */
    public enum Count {
        none,
        estimated,
        exact
    }

    @QueryParam("size")
    @Parameter(description = "The number of items on a page, 1 to " + MAX_SIZE + ".",
            schema = @Schema(defaultValue = "" + DEFAULT_SIZE, minimum = "1", maximum = "" + MAX_SIZE))
    public Integer size;

    @QueryParam("cursor")
    @Parameter(
            description = "The position to continue from: `page.next` or `page.previous` of an earlier response.")
    public String cursor;

    @QueryParam("page")
    @Parameter(
            description = "The number of the page, from 1, instead of a cursor, within the first "
                    + MAX_NUMBERED_ITEMS + " items. Use a cursor for later items, and where items are added or "
                    + "removed between two requests.",
            schema = @Schema(minimum = "1"))
    public Integer page;

    @QueryParam("count")
    @Parameter(
            description = "Whether `page.total` gives the number of items in the list: `exact`, or `estimated`, "
                    + "which is fast for any list but may be inaccurate where filters are combined.",
            schema = @Schema(implementation = Count.class, defaultValue = "none"))
    public Count count;

    /**
     * Returns the number of items before the requested page number; 400 beyond the first {@value #MAX_NUMBERED_ITEMS}
     * items.
     */
    int checkedOffset() {
        if (page == null) {
            return 0;
        }
        if (cursor != null) {
            throw ProblemException.invalidParameter("page", "cannot be combined with cursor");
        }
        int pages = MAX_NUMBERED_ITEMS / checkedSize();
        if (page < 1 || page > pages) {
            throw ProblemException.invalidParameter("page", "must be 1 to " + pages + " with this size, not " + page
                    + ": page numbers cover the first " + MAX_NUMBERED_ITEMS + " items, use a cursor for later ones");
        }
        return (page - 1) * checkedSize();
    }

    /**
     * Returns the requested size, or {@value #DEFAULT_SIZE}; a size outside of 1 to {@value #MAX_SIZE} is a 400, never
     * a silent cap.
     */
    int checkedSize() {
        if (size == null) {
            return DEFAULT_SIZE;
        }
        if (size < 1 || size > MAX_SIZE) {
            throw ProblemException.invalidParameter("size", "must be 1 to " + MAX_SIZE + ", not " + size);
        }
        return size;
    }
}
