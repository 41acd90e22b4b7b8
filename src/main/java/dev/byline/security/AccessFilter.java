package dev.byline.security;

import static org.eclipse.microprofile.openapi.OASFactory.createOAuthFlow;
import static org.eclipse.microprofile.openapi.OASFactory.createOAuthFlows;
import static org.eclipse.microprofile.openapi.OASFactory.createSecurityRequirement;
import static org.eclipse.microprofile.openapi.OASFactory.createSecurityScheme;

import java.util.LinkedHashMap;
import java.util.List;

import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/** Says in the contract what each operation needs, as its {@code @RolesAllowed} declares it, and how to come by it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = 2)
public class AccessFilter implements OASFilter {
    private static final String KEY = "key";
    private static final String SIGN_IN = "signIn";

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        var scopes = new LinkedHashMap<String, String>();
        Scope.all().forEach(scope -> scopes.put(scope, "For the role `" + Scope.leastRole(scope) + "` and above."));
        contract.getComponents().setSecuritySchemes(null);
        contract.getComponents()
                .addSecurityScheme(KEY, createSecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")
                        .description(
                                "An API key. The first start prints one, `POST /api/v1/admin/api-keys` makes more, "
                                        + "and the command `new-key` one in place of a lost one. An access token serves as well."))
                .addSecurityScheme(SIGN_IN, createSecurityScheme().type(SecurityScheme.Type.OAUTH2)
                        .description("Sign in with email and password; leave the client fields and scopes as they are.")
                        .flows(createOAuthFlows().password(createOAuthFlow().tokenUrl("/api/v1/sessions/token")
                                .refreshUrl("/api/v1/sessions/token").scopes(scopes))));
        contract.getPaths().getPathItems().values()
                .forEach(item -> item.getOperations().values().forEach(AccessFilter::say));
    }

    private static void say(Operation operation) {
        if (operation.getSecurity() == null || operation.getSecurity().isEmpty()) {
            return;
        }
        var needed = operation.getSecurity().get(0).getSchemes().values().iterator().next().get(0);
        var key = createSecurityRequirement().addScheme(KEY, needed);
        var signIn = createSecurityRequirement().addScheme(SIGN_IN, needed);
        operation.setSecurity(needed.equals(Role.MEMBER) ? List.of(signIn) : List.of(key, signIn));
        var description = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
        var role = Scope.leastRole(needed);
        operation.setDescription(description + (role == null
                ? "Needs the role `" + needed + "`."
                : "Needs the scope `" + needed + "` (role `" + role + "` and above)."));
    }
}
