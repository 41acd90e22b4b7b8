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
    /** Whoever signed in with a password, of the staff or not. */
    public static final String SIGNED_IN = "signed-in";
    /** Whoever may open the staff door at all. */
    public static final String STAFF = "staff";

    /** The roles of the staff, the least first. */
    public static final List<String> STAFF_ROLES = List.of(AUTHOR, EDITOR, ADMIN);

    private Role() {
    }

    /** The role and those that it includes. */
    static List<String> includedRoles(String role) {
        return STAFF_ROLES.subList(0, STAFF_ROLES.indexOf(role) + 1);
    }
}
