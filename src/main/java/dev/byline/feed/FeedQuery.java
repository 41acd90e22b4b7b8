package dev.byline.feed;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.paging.PageQuery;
import jakarta.ws.rs.QueryParam;

/** Query parameters of article feeds. */
public class FeedQuery {
    @QueryParam("locale")
    @Parameter(description = "Only articles in this locale. Without `locale` the feed contains articles in all "
            + "locales, and each entry has its own.")
    public String locale;

    @QueryParam("size")
    @Parameter(description = "Number of articles, newest first, 1 to " + PageQuery.MAX_SIZE + ".",
            schema = @Schema(defaultValue = "" + PageQuery.DEFAULT_SIZE, minimum = "1",
                    maximum = "" + PageQuery.MAX_SIZE))
    public Integer size;

    /** Returns the query of the feed's own URL, with parameters in a fixed order: {@code ?locale=vi&size=5} or "". */
    String suffix() {
        var suffix = (locale == null ? "" : "&locale=" + locale) + (size == null ? "" : "&size=" + size);
        return suffix.isEmpty() ? "" : "?" + suffix.substring(1);
    }
}
