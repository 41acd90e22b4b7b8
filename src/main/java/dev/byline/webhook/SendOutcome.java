package dev.byline.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The outcome of one attempt, and what follows from it.
 *
 * @param startedAt
 *            the time at which the request began
 * @param retryDelay
 *            the time until the next attempt; null for a delivery that is done
 * @param hold
 *            the time for which the receiver wants no requests at all; null if it did not ask for any
 */
record SendOutcome(
        ClaimedDelivery delivery,
        Instant startedAt,
        ReceiverAnswer answer,
        AttemptOutcome kind,
        Duration retryDelay,
        Duration hold) {
    private static final int GONE = 410;
    /** Responses of an overloaded receiver; their {@code Retry-After} is about all requests. */
    private static final Set<Integer> OVERLOADED = Set.of(429, 503);

    /** The kinds of outcomes; the metric of attempts counts each. */
    enum AttemptOutcome {
        delivered,
        retried,
        failed,
        gone
    }

    /**
     * The response of a receiver, or the problem that prevented one.
     *
     * @param status
     *            the status of the response; null without one
     * @param milliseconds
     *            the duration of the request
     * @param body
     *            the first kilobyte of the response; null without one
     * @param problem
     *            what was wrong; null after a success
     * @param retryAfter
     *            the header {@code Retry-After}, or null
     */
    record ReceiverAnswer(Integer status, int milliseconds, String body, String problem, String retryAfter) {}

    /** Decides what follows from a response. */
    static SendOutcome of(ClaimedDelivery delivery, Instant startedAt, ReceiverAnswer answer, RandomGenerator random) {
        if (answer.problem == null) {
            return new SendOutcome(delivery, startedAt, answer, AttemptOutcome.delivered, null, null);
        }
        if (answer.status != null && answer.status == GONE) {
            return new SendOutcome(delivery, startedAt, answer, AttemptOutcome.gone, null, null);
        }
        var asked = RetryDelays.parseRetryAfter(answer.retryAfter, startedAt).orElse(null);
        var hold = answer.status != null && OVERLOADED.contains(answer.status) ? asked : null;
        var delay = RetryDelays.after(delivery.retries(), random).orElse(null);
        if (delay != null && asked != null && asked.compareTo(delay) > 0) {
            delay = asked;
        }
        return new SendOutcome(delivery, startedAt, answer,
                delay == null ? AttemptOutcome.failed : AttemptOutcome.retried, delay, hold);
    }
}
