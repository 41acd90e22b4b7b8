package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createOAuthFlow;
import static org.eclipse.microprofile.openapi.OASFactory.createOAuthFlows;
import static org.eclipse.microprofile.openapi.OASFactory.createSecurityRequirement;
import static org.eclipse.microprofile.openapi.OASFactory.createSecurityScheme;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

import dev.byline.security.Role;
import dev.byline.security.Scope;
import dev.byline.security.SignInOptional;
import dev.byline.web.Paths;
import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * Adds to the OpenAPI contract the security schemes, and for each operation the role or scope that its
 * {@code @RolesAllowed} requires, or the sign-in that {@link SignInOptional} permits.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = 2)
public class OperationSecurityFilter implements OASFilter {
    private static final String API_KEY_SCHEME = "key";
    private static final String SIGN_IN_SCHEME = "signIn";

    private final OperationAnnotations annotations;

    /** Called by the platform with the index of the build. */
    public OperationSecurityFilter(IndexView index) {
        this.annotations = new OperationAnnotations(index);
    }

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        var scopes = new LinkedHashMap<String, String>();
        Scope.all()
                .forEach(scope -> scopes.put(scope, "Granted to the role `" + Scope.leastRole(scope) + "` and above."));
        Role.STAFF_ROLES.forEach(role -> scopes.put(role, "The role `" + role + "`, and the roles above it."));
        scopes.put(Role.SIGNED_IN, "Anyone who is signed in.");
        scopes.put(Role.MEMBER, "A reader with an account.");
        contract.getComponents().setSecuritySchemes(null);
        contract.getComponents()
                .addSecurityScheme(API_KEY_SCHEME, createSecurityScheme().type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description(
                                "An API key. The first start prints one, `POST /api/v1/admin/api-keys` creates more, "
                                        + "and the command `new-key` replaces a lost one. "
                                        + "The admin API also accepts an access token of a staff account; "
                                        + "members use `signIn`."))
                .addSecurityScheme(SIGN_IN_SCHEME, createSecurityScheme().type(SecurityScheme.Type.OAUTH2)
                        .description("Sign in with email and password. Leave the client fields and the scopes as they "
                                + "are.")
                        .flows(createOAuthFlows().password(createOAuthFlow().tokenUrl(Paths.OAUTH_TOKEN)
                                .refreshUrl(Paths.OAUTH_TOKEN).scopes(scopes))));
        contract.getPaths().getPathItems().values()
                .forEach(item -> item.getOperations().values().forEach(this::describeSecurity));
    }

    private void describeSecurity(Operation operation) {
        if (annotations.has(operation, SignInOptional.class)) {
            operation.setSecurity(List.of(createSecurityRequirement(),
                    createSecurityRequirement().addScheme(SIGN_IN_SCHEME, Role.MEMBER)));
            return;
        }
        if (operation.getSecurity() == null || operation.getSecurity().isEmpty()) {
            return;
        }
        var requirement = operation.getSecurity().get(0).getSchemes().values().iterator().next().get(0);
        var key = createSecurityRequirement().addScheme(API_KEY_SCHEME, requirement);
        var signIn = createSecurityRequirement().addScheme(SIGN_IN_SCHEME, requirement);
        operation.setSecurity(
                Set.of(Role.MEMBER, Role.SIGNED_IN).contains(requirement) ? List.of(signIn) : List.of(key, signIn));
        var description = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
        var role = Scope.leastRole(requirement);
        operation.setDescription(description + (role == null
                ? requirement.equals(Role.SIGNED_IN)
                        ? "Requires a sign-in."
                        : "Requires the role `" + requirement + "`."
                : "Requires the scope `" + requirement + "` (role `" + role + "` and above)."));
    }
}
