package dev.byline.paging;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.ProblemException;
import jakarta.ws.rs.QueryParam;

/** The parameters that every list shares. */
public class PageQuery {
    static final int DEFAULT_SIZE = 20;
    static final int MAX_SIZE = 100;

    static final int MAX_NUMBERED_ITEMS = 10_000;

    /** How much counting a list is worth. */
    public enum Count {
        none,
        estimated,
        exact
    }

    @QueryParam("size")
    @Parameter(description = "How many items a page holds, 1 to 100.",
            schema = @Schema(defaultValue = "20", minimum = "1", maximum = "100"))
    public Integer size;

    @QueryParam("cursor")
    @Parameter(description = "Where to go on: `page.next` or `page.previous` of an earlier answer to the same query.")
    public String cursor;

    @QueryParam("page")
    @Parameter(
            description = "The number of the page, from 1, instead of a cursor: down to the first 10,000 items. Deeper, and where items come and go between two calls, a cursor is right.",
            schema = @Schema(minimum = "1"))
    public Integer page;

    @QueryParam("count")
    @Parameter(
            description = "Whether `page.total` says how many items the list has: `exact`, or `estimated`, which is quick for any list and may be off where filters are combined.",
            schema = @Schema(implementation = Count.class, defaultValue = "none"))
    public Count count;

    /** How many items lie before the page that was asked for by its number; 400 beyond the first 10,000 items. */
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
                    + ": pages have numbers down to the first 10,000 items, cursors go deeper");
        }
        return (page - 1) * checkedSize();
    }

    /** The size that was asked for, or 20; outside of 1 to 100 is a 400, never a silent cap. */
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
