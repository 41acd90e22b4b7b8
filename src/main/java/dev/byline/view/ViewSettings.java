package dev.byline.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What counts as a view. */
@ConfigMapping(prefix = "byline.views")
interface ViewSettings {
    /** How long a visitor's next call for the same article is a repeat, 30 seconds to 24 hours. */
    @WithDefault("30M")
    Duration window();

    /** Addresses and ranges whose calls do not count, for instance those of the office. */
    Optional<List<String>> ignored();

    /** Whether the calls of signed-in staff count. */
    @WithDefault("false")
    boolean countStaff();
}
