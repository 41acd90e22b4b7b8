package dev.byline.change;

/**
 * An event: the log has further changes. It is fired in the transaction that logs them.
 *
 * @param first
 *            the position of the first of them
 * @param last
 *            the position of the last of them; the numbers between may have gaps
 */
public record ChangesLogged(long first, long last) {}
