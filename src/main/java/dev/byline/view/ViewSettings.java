package dev.byline.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of counting views, {@code BYLINE_VIEWS_…}. */
@ConfigMapping(prefix = "byline.views")
interface ViewSettings {
    int DEFAULT_WINDOW_MINUTES = 30;

    /**
     * The view window: the time for which further calls of a visitor for an article are repeats, 30 seconds to 24
     * hours.
     */
    @WithDefault(DEFAULT_WINDOW_MINUTES + "M")
    Duration window();

    /** The IP addresses and ranges whose calls do not count, for instance the addresses of the office. */
    Optional<List<String>> ignored();

    /** True to count the calls of signed-in staff. */
    @WithDefault("false")
    boolean countStaff();
}
