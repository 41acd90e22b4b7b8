package dev.byline.spam;

/** Content and origin of a comment, as input for a spam check. Values that are not given are null. */
public record SpamCandidate(
        String body,
        String name,
        String email,
        String website,
        String address,
        String userAgent,
        String referrer,
        boolean reply) {}
