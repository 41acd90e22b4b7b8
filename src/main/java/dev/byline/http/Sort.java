package dev.byline.http;

import dev.byline.problem.ProblemException;

/** The order of lists by one time. */
public final class Sort {
    private Sort() {
    }

    /** Whether {@code sort}, {@code key} or {@code -key}, asks for the newest first, as its absence does; else a 400. */
    public static boolean newestFirst(String sort, String key) {
        if (sort == null || sort.equals("-" + key)) {
            return true;
        }
        if (sort.equals(key)) {
            return false;
        }
        throw ProblemException.invalidParameter("sort", "must be -" + key + " or " + key + ", not '" + sort + "'");
    }
}
