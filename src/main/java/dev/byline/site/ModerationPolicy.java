package dev.byline.site;

/** The comments that wait for a moderator: none, comments of first-time commenters, or all. */
public enum ModerationPolicy {
    none,
    first_time,
    all
}
