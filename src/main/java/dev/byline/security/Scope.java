package dev.byline.security;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an operation of the staff door needs: the one word that its {@code @RolesAllowed} declares. A role is a set of
 * scopes; a key has those of its role, or fewer.
 */
public final class Scope {
    /** Read working copies, revisions, categories, tags, authors, counters and the site's settings. */
    public static final String ARTICLES_READ = "articles:read";
    /** Write and trash working copies, and show them by previews. */
    public static final String ARTICLES_WRITE = "articles:write";
    /** Change what readers see, and remove for good. */
    public static final String ARTICLES_PUBLISH = "articles:publish";
    /** Change categories, tags and authors. */
    public static final String TAXONOMY_WRITE = "taxonomy:write";
    /** Read and decide about comments. */
    public static final String COMMENTS_MODERATE = "comments:moderate";
    /** Read, set and reset counters. */
    public static final String VIEWS_MANAGE = "views:manage";
    /** Import and export. */
    public static final String TRANSFER = "transfer";
    /** Members, subscriptions and mails. */
    public static final String READERS_MANAGE = "readers:manage";
    /** The site's settings. */
    public static final String SITE_MANAGE = "site:manage";
    /** Accounts, the keys of all, the audit log. */
    public static final String ACCOUNTS_MANAGE = "accounts:manage";
    /** The own profile, sessions and keys. */
    public static final String OWN = "own";

    private static final Map<String, List<String>> ADDED_BY_ROLE = Map.of(
            Role.AUTHOR, List.of(OWN, ARTICLES_READ, ARTICLES_WRITE),
            Role.EDITOR, List.of(ARTICLES_PUBLISH, TAXONOMY_WRITE, COMMENTS_MODERATE, VIEWS_MANAGE),
            Role.ADMIN, List.of(TRANSFER, READERS_MANAGE, SITE_MANAGE, ACCOUNTS_MANAGE));

    /** Each scope with the least role that has it. */
    private static final Map<String, String> LEAST_ROLE = new LinkedHashMap<>();

    static {
        Role.STAFF_ROLES.forEach(role -> ADDED_BY_ROLE.get(role).forEach(scope -> LEAST_ROLE.put(scope, role)));
    }

    private Scope() {
    }

    /** All that there are. */
    public static Set<String> all() {
        return LEAST_ROLE.keySet();
    }

    /** Those of a role of the staff. */
    public static Set<String> ofRole(String role) {
        var scopes = new LinkedHashSet<String>();
        Role.includedRoles(role).forEach(included -> scopes.addAll(ADDED_BY_ROLE.get(included)));
        return scopes;
    }

    /** The least role that has the scope; null for what is no scope. */
    static String leastRole(String scope) {
        return LEAST_ROLE.get(scope);
    }
}
