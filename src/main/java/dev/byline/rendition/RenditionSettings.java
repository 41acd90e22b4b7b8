package dev.byline.rendition;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The bounds of the sizes of pictures. */
@ConfigMapping(prefix = "byline.media-sizes")
interface RenditionSettings {
    /** The disk space of all sizes; beyond it, those that were not used for the longest time are deleted. */
    @WithDefault("2G")
    MemorySize bytes();

    /** The sizes that wait to be made on this node; beyond them, requests are answered with 503. */
    @WithDefault("200")
    int queue();
}
