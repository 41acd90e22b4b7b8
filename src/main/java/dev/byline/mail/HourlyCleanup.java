package dev.byline.mail;

/**
 * Event that each node fires about once an hour, in a transaction. Observers delete expired rows, a limited number at
 * a time.
 */
public record HourlyCleanup() {}
