package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.idempotency.Idempotent;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.CreatedResponse;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Endpoints of API keys for scripts: the caller's own keys, and all keys for admins. */
@Path(Paths.ADMIN_API + "/api-keys")
@Produces("application/json")
@RolesAllowed(Scope.OWN)
@Tag(name = "Staff: API keys")
class ApiKeyResource {
    private final ApiKeyService keys;
    private final MergePatch mergePatch;

    ApiKeyResource(ApiKeyService keys, MergePatch mergePatch) {
        this.keys = keys;
        this.mergePatch = mergePatch;
    }

    @GET
    @Operation(operationId = "listApiKeys", summary = "List your API keys, newest first; admins see all keys")
    public Page<ApiKeyDetail> list(
            @QueryParam("account") @Parameter(description = "Only keys of this account, by its id.") String account,
            @BeanParam PageQuery page) {
        return keys.list(account, page);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = ApiKeyDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createApiKey", summary = "Create an API key; only this response shows it",
            description = "The key has all scopes of its owner or fewer, and never a scope that you lack.")
    public RestResponse<ApiKeyDetail> create(@NotNull @Valid NewApiKey input) {
        var key = keys.create(input);
        return CreatedResponse.at(Paths.ADMIN_API + "/api-keys/" + key.id, key);
    }

    @GET
    @Path("{key}")
    @Operation(operationId = "getApiKey", summary = "Read an API key with its version, without its secret")
    public ApiKeyDetail read(@PathParam("key") String key) {
        return keys.read(key);
    }

    @PATCH
    @Path("{key}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchApiKey", summary = "Change the name, scopes or expiry of an API key")
    public ApiKeyDetail patch(@PathParam("key") String key, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = ApiKeyInput.class))) JsonNode patch) {
        return keys.change(key, ifMatch, current -> mergePatch.apply(current, patch, ApiKeyInput.class));
    }

    @POST
    @Path("{key}/rotate")
    @Consumes("application/json")
    @Operation(operationId = "rotateApiKey", summary = "Give an API key a new secret; only this response shows it",
            description = "The former secret works for `graceHours` more, so that your scripts keep running while you "
                    + "replace it.")
    public ApiKeyDetail rotate(@PathParam("key") String key, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = KeyRotation.class))) @Valid KeyRotation rotation) {
        return keys.rotate(key, ifMatch, rotation);
    }

    @DELETE
    @Path("{key}")
    @Operation(operationId = "revokeApiKey", summary = "Revoke an API key; it stops working at once")
    public void revoke(@PathParam("key") String key, @HeaderParam("If-Match") String ifMatch) {
        keys.revoke(key, ifMatch);
    }
}
