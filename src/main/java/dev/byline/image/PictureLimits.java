package dev.byline.image;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The limits of pictures; a picture above them is refused before its pixels are decoded. */
@ConfigMapping(prefix = "byline.pictures")
public interface PictureLimits {
    /** The largest number of pixels of a picture, width times height. */
    @WithDefault("50000000")
    long maxPixels();

    /** The largest number of frames of an animation. */
    @WithDefault("600")
    int maxFrames();

    /** The largest number of pixels of all frames of an animation. */
    @WithDefault("400000000")
    long maxAnimationPixels();

    /** The time in which all frames of an animation must be decoded. */
    @WithDefault("20s")
    Duration maxTime();

    /** The memory of all pictures that are decoded at the same time. */
    @WithDefault("384M")
    MemorySize memory();
}
