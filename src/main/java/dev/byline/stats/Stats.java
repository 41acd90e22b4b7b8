package dev.byline.stats;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is counted of an article. */
public record Stats(@Schema(description = "Views that were counted.", examples = "8") long views,
        @Schema(description = "Approved comments.", examples = "0") int comments) {
    /** Before anything was counted. */
    public static final Stats NONE = new Stats(0, 0);
}
