package dev.byline.defence;

/** A service elsewhere that knows more spam than any one site sees. */
public interface ExternalCheck {
    /** What it said. */
    enum Answer {
        /** There is none, or it has no objection. */
        ham,
        spam,
        /** It was asked, and did not answer in time or not in a way that can be understood. */
        unknown
    }

    /** Asks, for two seconds at most; never throws. Not in a transaction that holds locks. */
    Answer check(Suspect suspect);
}
