package dev.byline.security;

import java.util.List;

/**
 * The names of the roles. Each role of the staff includes the roles before it: author, editor, admin. A member has no
 * rights of the staff.
 */
public final class Role {
    /** A staff account that writes its own drafts. */
    public static final String AUTHOR = "author";
    /** A staff account that does all editorial work. */
    public static final String EDITOR = "editor";
    /** A staff account that also manages the settings of the site, accounts and readers. */
    public static final String ADMIN = "admin";
    /** A reader who signed in as a member. */
    public static final String MEMBER = "member";
    /** A caller with the access token of a session: a staff account or a member. */
    public static final String SIGNED_IN = "signed-in";
    /** A caller of the admin API: any staff account or API key. */
    public static final String STAFF = "staff";

    /** The roles of the staff, lowest first. */
    public static final List<String> STAFF_ROLES = List.of(AUTHOR, EDITOR, ADMIN);

    private Role() {
    }

    /** Returns a role of the staff and the roles that it includes. */
    static List<String> includedRoles(String role) {
        return STAFF_ROLES.subList(0, STAFF_ROLES.indexOf(role) + 1);
    }
}
