package dev.byline.menu;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.idempotency.Idempotent;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.CreatedResponse;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Endpoints of menus in the admin API. */
@Path(Paths.ADMIN_API + "/menus")
@Produces("application/json")
@RolesAllowed(Scope.TAXONOMY_WRITE)
@Tag(name = "Staff: site")
class MenuAdminResource {
    static final String MENU_DESCRIPTION = "The menu, by name or id.";

    private final MenuService menus;

    MenuAdminResource(MenuService menus) {
        this.menus = menus;
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Operation(operationId = "listMenusForStaff",
            summary = "List menus by name, with the items that readers do not see")
    public Page<MenuDetail> list(@BeanParam PageQuery page) {
        return menus.list(page);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = MenuDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createMenu", summary = "Create a menu")
    public RestResponse<MenuDetail> create(@NotNull @Valid MenuInput input) {
        var menu = menus.create(input);
        return CreatedResponse.at(Paths.ADMIN_API + "/menus/" + menu.id(), menu);
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Path("{menu}")
    @Operation(operationId = "getMenuForStaff", summary = "Read a menu with its version")
    public MenuDetail read(
            @Parameter(description = MENU_DESCRIPTION, example = "main") @PathParam("menu") String menu) {
        return menus.read(menu);
    }

    @Consumes("application/json")
    @PUT
    @Path("{menu}")
    @Operation(operationId = "replaceMenu", summary = "Replace a menu",
            description = "The items of a response can be sent back. An item whose target was deleted must be removed "
                    + "first.")
    public MenuDetail replace(
            @Parameter(description = MENU_DESCRIPTION, example = "main") @PathParam("menu") String menu,
            @HeaderParam("If-Match") String ifMatch, @NotNull @Valid MenuInput input) {
        return menus.replace(menu, ifMatch, input);
    }

    @DELETE
    @Path("{menu}")
    @Operation(operationId = "deleteMenu", summary = "Delete a menu")
    public void delete(@Parameter(description = MENU_DESCRIPTION, example = "main") @PathParam("menu") String menu,
            @HeaderParam("If-Match") String ifMatch) {
        menus.delete(menu, ifMatch);
    }
}
