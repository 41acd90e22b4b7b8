package dev.byline.security;

/** The roles of the staff door. An admin may do whatever an editor may. */
public final class Role {
    /** Everything editorial. */
    public static final String EDITOR = "editor";
    /** The site's settings besides. */
    public static final String ADMIN = "admin";

    private Role() {
    }
}
