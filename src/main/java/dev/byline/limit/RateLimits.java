package dev.byline.limit;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.byline.limit.RateLimit.Window;

/**
 * All rate limits: the name, and the calls in each window. Each key of a limit has its own count; the key is the
 * client's network, unless the comment names another one.
 */
public final class RateLimits {
    private static final Map<String, RateLimit> BY_NAME = new HashMap<>();

    // Sign-in. Emails and strangers are counted besides networks; see SignInService.
    public static final RateLimit SIGN_IN = limit("sign-in", calls(20, ofMinutes(1)), calls(200, ofHours(1)));
    /** Sign-ins by email and network. */
    public static final RateLimit SIGN_IN_EMAIL = limit("sign-in-email", calls(5, ofMinutes(1)), calls(30, ofHours(1)));
    /** Sign-ins by email, over all networks from which this email has not signed in lately. */
    public static final RateLimit SIGN_IN_STRANGERS = limit("sign-in-strangers", calls(20, ofMinutes(15)),
            calls(100, ofDays(1)));
    public static final RateLimit REFRESH = limit("refresh", calls(60, ofMinutes(1)));

    // Requests for mails, and the tokens in the mails. Outbox limits the mails to one address besides.
    public static final RateLimit SIGN_UP = limit("sign-up", calls(5, ofMinutes(10)), calls(20, ofDays(1)));
    public static final RateLimit PASSWORD_LINKS = limit("password-links", calls(5, ofMinutes(10)),
            calls(20, ofDays(1)));
    public static final RateLimit TOKENS = limit("tokens", calls(60, ofMinutes(10)));
    /** Password checks by member. */
    public static final RateLimit PASSWORDS = limit("passwords", calls(5, ofMinutes(10)));
    public static final RateLimit SUBSCRIPTIONS = limit("subscriptions", calls(5, ofHours(1)));
    /** One count for all clients: the mails that ask for the confirmation of a subscription. */
    public static final RateLimit CONFIRMATIONS = limit("confirmations", calls(2_000, ofHours(1)));

    // Readers. Comments are counted by member, or by network for guests.
    /** Dropped calls count as well. */
    public static final RateLimit VIEWS = limit("views", calls(60, ofMinutes(1)));
    public static final RateLimit COMMENTS = limit("comments", calls(1, ofSeconds(15)), calls(5, ofMinutes(10)));
    /** Comments by member or network, and article. */
    public static final RateLimit COMMENTS_ARTICLE = limit("comments-article", calls(30, ofDays(1)));
    public static final RateLimit COMMENT_CHANGES = limit("comment-changes", calls(10, ofMinutes(10)));
    public static final RateLimit REPORTS = limit("reports", calls(10, ofHours(1)));

    private RateLimits() {
    }

    /** Returns the limit with a name; throws IllegalArgumentException if no limit has the name. */
    static RateLimit get(String name) {
        var rateLimit = BY_NAME.get(name);
        if (rateLimit == null) {
            throw new IllegalArgumentException(
                    "@RateLimited names the rate limit '" + name
                            + "', which RateLimits does not have: add it there");
        }
        return rateLimit;
    }

    private static RateLimit limit(String name, Window... windows) {
        var rateLimit = new RateLimit(name, List.of(windows));
        BY_NAME.put(name, rateLimit);
        return rateLimit;
    }

    private static Window calls(int maxRequests, Duration duration) {
        return new Window(maxRequests, duration);
    }
}
