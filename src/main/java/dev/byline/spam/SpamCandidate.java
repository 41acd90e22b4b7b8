package dev.byline.spam;

/** Content and origin of a comment, as input for a spam check. Values that are not given are null. */
public record SpamCandidate(String body, CandidateAuthor author, CandidateOrigin origin, boolean reply) {

    /** Author of the comment, as readers see the author, and the email. */
    public record CandidateAuthor(String name, String email, String website) {}

    /** Origin of the request that posts the comment. */
    public record CandidateOrigin(String address, String userAgent, String referrer) {}
}
