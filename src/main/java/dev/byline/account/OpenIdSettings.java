package dev.byline.account;

import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which roles of the OpenID provider are which of ours; {@code QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH} says where it has them. */
@ConfigMapping(prefix = "byline.oidc")
interface OpenIdSettings {
    @WithDefault("byline-admin")
    Set<String> adminRoles();

    @WithDefault("byline-editor")
    Set<String> editorRoles();

    @WithDefault("byline-author")
    Set<String> authorRoles();
}
