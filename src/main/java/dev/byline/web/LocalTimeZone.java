package dev.byline.web;

import java.time.ZoneId;

/** The time zone in which times without an offset are read. */
public interface LocalTimeZone {
    /** Returns the time zone of the site. */
    ZoneId current();
}
