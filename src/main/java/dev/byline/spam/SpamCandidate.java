package dev.byline.spam;

/** What somebody wants to post, as far as it tells whether it is spam. Whatever was not given is null. */
public record SpamCandidate(
        String body,
        String name,
        String email,
        String website,
        String address,
        String userAgent,
        String referrer,
        boolean reply) {}
