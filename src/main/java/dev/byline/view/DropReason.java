package dev.byline.view;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The reasons not to count a call as a view, in the order in which they are checked. */
@Schema(name = "DropReason", description = "`prefetch`: a browser loaded the page in advance; `bot`: the user agent is "
        + "not that of a browser; `ignored`: the address is in `BYLINE_VIEWS_IGNORED`; `staff`: the caller is signed-in "
        + "staff; `flood`: the visitor opened more than " + FloodDetector.MAX_ARTICLES_PER_MINUTE
        + " articles within a minute; `repeat`: a view by the visitor was already counted within the view window.")
public enum DropReason {
    prefetch,
    bot,
    ignored,
    staff,
    flood,
    repeat
}
