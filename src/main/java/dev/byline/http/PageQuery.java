package dev.byline.http;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.ProblemException;
import jakarta.ws.rs.QueryParam;

/** The parameters that every list shares. */
public class PageQuery {
    static final int DEFAULT_SIZE = 20;
    static final int MAX_SIZE = 100;

    /** How much counting a list is worth. */
    public enum Count {
        none,
        exact
    }

    @QueryParam("size")
    @Parameter(description = "How many items a page holds, 1 to 100.",
            schema = @Schema(defaultValue = "20", minimum = "1", maximum = "100"))
    public Integer size;

    @QueryParam("cursor")
    @Parameter(description = "Where to go on: `page.next` or `page.previous` of an earlier answer to the same query.")
    public String cursor;

    @QueryParam("count")
    @Parameter(description = "`exact` counts the whole list into `page.total`, which costs a statement.",
            schema = @Schema(defaultValue = "none"))
    public Count count;

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
