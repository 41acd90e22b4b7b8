package dev.byline.spam;

/** A service elsewhere that knows more spam than any one site sees. */
public interface ExternalSpamCheck {
    /** What it said. */
    enum SpamClassification {
        /** There is none, or it has no objection. */
        ham,
        spam,
        /** It was asked, and did not answer in time or not in a way that can be understood. */
        unknown
    }

    /** Asks, for two seconds at most; never throws. Not in a transaction that holds locks. */
    SpamClassification check(SpamCandidate spamCandidate);
}
