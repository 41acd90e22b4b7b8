package dev.byline.account;

import java.util.Set;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.Scope;

/** The roles of the staff, lowest first; each role includes the scopes of the roles before it. */
@Schema(description = "`author`: own drafts; `editor`: all editorial work; "
        + "`admin`: also settings, accounts and readers.")
public enum StaffRole {
    author,
    editor,
    admin;

    /** Returns the scopes of the role, as {@link Scope} names them. */
    Set<String> scopes() {
        return Scope.ofRole(name());
    }
}
