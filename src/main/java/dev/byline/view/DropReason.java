package dev.byline.view;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why a call is no view, in the order in which it is asked. */
@Schema(name = "DropReason", description = """
        `prefetch`: a browser loaded the page in advance; `bot`: the user agent is none of a person; `ignored`: the \
        address is one of `BYLINE_VIEWS_IGNORED`; `staff`: signed-in staff; `flood`: more than 30 articles within a \
        minute; `repeat`: the visitor was counted within the window.""")
public enum DropReason {
    prefetch,
    bot,
    ignored,
    staff,
    flood,
    repeat
}
