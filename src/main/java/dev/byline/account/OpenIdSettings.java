package dev.byline.account;

import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Maps the roles of the OpenID provider to staff roles. {@code QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH} names the claim of
 * the token that contains the roles.
 */
@ConfigMapping(prefix = "byline.oidc")
interface OpenIdSettings {
    @WithDefault("byline-admin")
    Set<String> adminRoles();

    @WithDefault("byline-editor")
    Set<String> editorRoles();

    @WithDefault("byline-author")
    Set<String> authorRoles();
}
