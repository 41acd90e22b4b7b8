package dev.byline.account;

import java.util.Set;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.Scope;

/** The roles of the staff, each with what those before it may. */
@Schema(description = "`author`: own drafts; `editor`: everything editorial; `admin`: settings, accounts and readers besides.")
public enum StaffRole {
    author,
    editor,
    admin;

    Set<String> scopes() {
        return Scope.ofRole(name());
    }
}
