package dev.byline.mail;

/** About once an hour on each node, in a transaction: what nobody needs any more may go, some of it at a time. */
public record HourlyCleanup() {}
