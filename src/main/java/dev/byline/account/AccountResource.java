package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.idempotency.Idempotent;
import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.CreatedResponse;
import dev.byline.web.MaxBodySize;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
import dev.byline.web.VersionPrecondition;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Endpoints of staff accounts: all accounts for admins, and the own account for each caller. */
@Path(Paths.ADMIN_API + "/accounts")
@Produces("application/json")
@RolesAllowed(Scope.ACCOUNTS_MANAGE)
@Tag(name = "Staff: accounts")
class AccountResource {
    /** Bytes of the body of a password change. */
    private static final int MAX_PASSWORD_BODY_SIZE = 4096;

    private final AccountService accounts;
    private final MergePatch mergePatch;

    AccountResource(AccountService accounts, MergePatch mergePatch) {
        this.accounts = accounts;
        this.mergePatch = mergePatch;
    }

    @GET
    @Operation(operationId = "listAccounts", summary = "List accounts by name")
    public Page<AccountDetail> list(
            @QueryParam("sort") @Parameter(description = "The order of the list. A leading minus reverses it.",
                    schema = @Schema(enumeration = { "name", "-name" }, defaultValue = "name")) String sort,
            @BeanParam PageQuery page) {
        return accounts.list(page, sort);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = AccountDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createAccount", summary = "Create a staff account",
            description = "The new account has no password. `POST /api/v1/accounts/password-links` mails its owner an "
                    + "invitation with a link to choose one; or the owner signs in with the OpenID provider.")
    public RestResponse<AccountDetail> create(@NotNull @Valid AccountInput input) {
        var account = accounts.create(input);
        return CreatedResponse.at(Paths.ADMIN_API + "/accounts/" + account.id, account);
    }

    @GET
    @Path("{account}")
    @Operation(operationId = "getAccount", summary = "Read an account with its version")
    public AccountDetail read(@PathParam("account") String account) {
        return accounts.read(account);
    }

    @PATCH
    @Path("{account}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchAccount", summary = "Change an account, for instance its role or whether it is "
            + "active",
            description = "A 409 if the change would leave no active admin.")
    public AccountDetail patch(@PathParam("account") String account, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = AccountInput.class))) JsonNode patch) {
        return accounts.change(account, ifMatch, current -> mergePatch.apply(current, patch, AccountInput.class));
    }

    @DELETE
    @Path("{account}")
    @Operation(operationId = "deleteAccount", summary = "Delete an account with its sessions and keys",
            description = "The articles that the account wrote stay and belong to no account.")
    public void delete(@PathParam("account") String account, @HeaderParam("If-Match") String ifMatch) {
        accounts.delete(account, ifMatch);
    }

    @GET
    @Path("me")
    @RolesAllowed(Scope.OWN)
    @APIResponse(responseCode = "200", description = "OK",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OwnAccount.class)),
            headers = @Header(name = "ETag", schema = @Schema(implementation = String.class),
                    description = "The version, for `If-Match`; absent for a key that belongs to no account."))
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "getOwnAccount", summary = "Read your own account, or what your API key is",
            description = "A key that belongs to no account, such as the admin key of `BYLINE_ADMIN_KEY`, gets its "
                    + "`kind`, name, role and scopes.")
    public RestResponse<OwnAccount> readOwn() {
        var own = accounts.readOwn();
        var response = RestResponse.ResponseBuilder.ok(own);
        if (own.version != null) {
            response.header("ETag", VersionPrecondition.etag(own.version));
        }
        return response.build();
    }

    @PATCH
    @Path("me")
    @RolesAllowed(Scope.OWN)
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @APIResponseSchema(value = AccountDetail.class, responseDescription = "OK")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "patchOwnAccount", summary = "Change your own name",
            description = "A 409 for an API key that belongs to no account.")
    public AccountDetail patchOwn(@HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = ProfileInput.class))) JsonNode patch) {
        return accounts.changeOwn(ifMatch, current -> mergePatch.apply(current, patch, ProfileInput.class));
    }

    @PUT
    @Path("me/password")
    @RolesAllowed(Scope.OWN)
    @Consumes("application/json")
    @MaxBodySize(MAX_PASSWORD_BODY_SIZE)
    @InShare(Share.PASSWORDS)
    @APIResponse(responseCode = "204", description = "No Content")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @Operation(operationId = "changeOwnPassword", summary = "Change your own password; all your sessions end",
            description = "A 409 for an API key that belongs to no account.")
    public void changePassword(@NotNull @Valid PasswordChange change) {
        accounts.changePassword(change);
    }
}
