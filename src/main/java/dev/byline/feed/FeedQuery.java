package dev.byline.feed;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import jakarta.ws.rs.QueryParam;

/** The parameters of feeds of articles. */
public class FeedQuery {
    @QueryParam("locale")
    @Parameter(description = "Only articles in this locale. Without it the feed has all locales, each entry its own.")
    public String locale;

    @QueryParam("size")
    @Parameter(description = "How many of the newest articles, 1 to 100.",
            schema = @Schema(defaultValue = "20", minimum = "1", maximum = "100"))
    public Integer size;

    /** The part of the feed's own address that follows from these, in one order: {@code ?locale=vi&size=5} or "". */
    String suffix() {
        var suffix = (locale == null ? "" : "&locale=" + locale) + (size == null ? "" : "&size=" + size);
        return suffix.isEmpty() ? "" : "?" + suffix.substring(1);
    }
}
