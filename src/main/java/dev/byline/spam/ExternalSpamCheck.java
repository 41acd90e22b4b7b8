package dev.byline.spam;

/** External service that classifies comments as spam, with data of more sites than this one. */
public interface ExternalSpamCheck {
    /** Classification of a comment. */
    enum SpamClassification {
        /** The service has no objection, or no service is configured. */
        ham,
        spam,
        /** The service gave no valid response within the timeout. */
        unknown
    }

    /**
     * Classifies a comment; waits two seconds at most and never throws. Must not run in a transaction that holds locks.
     */
    SpamClassification check(SpamCandidate spamCandidate);
}
