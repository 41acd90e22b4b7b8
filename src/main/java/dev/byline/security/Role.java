package dev.byline.security;

import java.util.List;

/** The roles. Each of the staff may do whatever those before it may; a member may do nothing of the staff's. */
public final class Role {
    /** Own drafts. */
    public static final String AUTHOR = "author";
    /** Everything editorial. */
    public static final String EDITOR = "editor";
    /** The site's settings, accounts and readers besides. */
    public static final String ADMIN = "admin";
    /** A reader who signed in. */
    public static final String MEMBER = "member";
    /** Whoever may open the staff door at all. */
    static final String STAFF = "staff";

    /** The roles of the staff, the least first. */
    public static final List<String> OF_STAFF = List.of(AUTHOR, EDITOR, ADMIN);

    private Role() {
    }

    /** The role and those that it includes. */
    static List<String> upTo(String role) {
        return OF_STAFF.subList(0, OF_STAFF.indexOf(role) + 1);
    }
}
