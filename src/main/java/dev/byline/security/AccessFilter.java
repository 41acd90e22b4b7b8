package dev.byline.security;

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

import io.quarkus.smallrye.openapi.OpenApiFilter;

/** Says in the contract what each operation needs, as its {@code @RolesAllowed} declares it, and how to come by it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = 2)
public class AccessFilter implements OASFilter {
    private static final String KEY = "key";
    private static final String SIGN_IN = "signIn";
    /** What guests and members do alike, so that signing in is possible and not needed. */
    private static final Set<String> ALSO_MEMBERS = Set.of("postComment", "getOwnComment", "editComment",
            "withdrawComment", "reportComment");

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        var scopes = new LinkedHashMap<String, String>();
        Scope.all().forEach(scope -> scopes.put(scope, "For the role `" + Scope.leastRole(scope) + "` and above."));
        contract.getComponents().setSecuritySchemes(null);
        contract.getComponents()
                .addSecurityScheme(KEY, createSecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")
                        .description(
                                "An API key. The first start prints one, `POST /api/v1/admin/api-keys` makes more, "
                                        + "and the command `new-key` one in place of a lost one. For what the staff does, an access token serves as well; members use `signIn`."))
                .addSecurityScheme(SIGN_IN, createSecurityScheme().type(SecurityScheme.Type.OAUTH2)
                        .description("Sign in with email and password; leave the client fields and scopes as they are.")
                        .flows(createOAuthFlows().password(createOAuthFlow().tokenUrl("/api/v1/sessions/token")
                                .refreshUrl("/api/v1/sessions/token").scopes(scopes))));
        contract.getPaths().getPathItems().values()
                .forEach(item -> item.getOperations().values().forEach(AccessFilter::say));
    }

    private static void say(Operation operation) {
        if (ALSO_MEMBERS.contains(operation.getOperationId())) {
            operation.setSecurity(List.of(createSecurityRequirement(),
                    createSecurityRequirement().addScheme(SIGN_IN, Role.MEMBER)));
            return;
        }
        if (operation.getSecurity() == null || operation.getSecurity().isEmpty()) {
            return;
        }
        var needed = operation.getSecurity().get(0).getSchemes().values().iterator().next().get(0);
        var key = createSecurityRequirement().addScheme(KEY, needed);
        var signIn = createSecurityRequirement().addScheme(SIGN_IN, needed);
        operation.setSecurity(
                Set.of(Role.MEMBER, Role.SIGNED_IN).contains(needed) ? List.of(signIn) : List.of(key, signIn));
        var description = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
        var role = Scope.leastRole(needed);
        operation.setDescription(description + (role == null
                ? needed.equals(Role.SIGNED_IN) ? "Needs a sign-in." : "Needs the role `" + needed + "`."
                : "Needs the scope `" + needed + "` (role `" + role + "` and above)."));
    }
}
