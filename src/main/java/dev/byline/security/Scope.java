package dev.byline.security;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of the scopes, which the operations of the admin API require in {@code @RolesAllowed}. A role is a set of
 * scopes; an API key has the scopes of its role, or fewer.
 */
public final class Scope {
    /**
     * Allows reading working copies, revisions, categories, tags, authors, media, counters and the settings of the site.
     */
    public static final String ARTICLES_READ = "articles:read";
    /** Allows writing and trashing working copies, and sharing them by previews. */
    public static final String ARTICLES_WRITE = "articles:write";
    /** Allows uploading media, and changing and deleting them: authors their own, editors all. */
    public static final String MEDIA_WRITE = "media:write";
    /** Allows publishing and unpublishing, which changes what readers see, and deleting for good. */
    public static final String ARTICLES_PUBLISH = "articles:publish";
    /** Allows changing categories, tags, authors and menus. */
    public static final String TAXONOMY_WRITE = "taxonomy:write";
    /** Allows reading and moderating comments. */
    public static final String COMMENTS_MODERATE = "comments:moderate";
    /** Allows reading, setting and resetting view counters. */
    public static final String VIEWS_MANAGE = "views:manage";
    /** Allows imports and exports. */
    public static final String TRANSFER = "transfer";
    /** Allows managing members, subscriptions and mails. */
    public static final String READERS_MANAGE = "readers:manage";
    /** Allows changing the settings of the site. */
    public static final String SITE_MANAGE = "site:manage";
    /** Allows managing webhooks, which are told of all changes, also of those of members and subscribers. */
    public static final String WEBHOOKS_MANAGE = "webhooks:manage";
    /** Allows managing accounts and all API keys, and reading the audit log. */
    public static final String ACCOUNTS_MANAGE = "accounts:manage";
    /** Allows managing the own profile, sessions and API keys. */
    public static final String OWN = "own";

    private static final Map<String, List<String>> ADDED_BY_ROLE = Map.of(
            Role.AUTHOR, List.of(OWN, ARTICLES_READ, ARTICLES_WRITE, MEDIA_WRITE),
            Role.EDITOR, List.of(ARTICLES_PUBLISH, TAXONOMY_WRITE, COMMENTS_MODERATE, VIEWS_MANAGE),
            Role.ADMIN, List.of(TRANSFER, READERS_MANAGE, SITE_MANAGE, WEBHOOKS_MANAGE, ACCOUNTS_MANAGE));

    /** Each scope with the lowest role that has it. */
    private static final Map<String, String> LEAST_ROLE = new LinkedHashMap<>();

    static {
        Role.STAFF_ROLES.forEach(role -> ADDED_BY_ROLE.get(role).forEach(scope -> LEAST_ROLE.put(scope, role)));
    }

    private Scope() {
    }

    /** Returns all scopes, those of the lowest role first. */
    public static Set<String> all() {
        return LEAST_ROLE.keySet();
    }

    /** Returns the scopes of a role of the staff. */
    public static Set<String> ofRole(String role) {
        var scopes = new LinkedHashSet<String>();
        Role.includedRoles(role).forEach(included -> scopes.addAll(ADDED_BY_ROLE.get(included)));
        return scopes;
    }

    /** Returns the lowest role that has the scope; null if the text is not a scope. */
    public static String leastRole(String scope) {
        return LEAST_ROLE.get(scope);
    }
}
