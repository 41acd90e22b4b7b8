package dev.byline.site;

/** Which comments wait for a moderator: none, those of a commenter's first time, or all. */
public enum ModerationPolicy {
    none,
    first_time,
    all
}
