package dev.byline.menu;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.cache.ChangeTracker;
import dev.byline.web.Cached;
import dev.byline.web.Paths;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Endpoints of menus in the public API. */
@Path(Paths.PUBLIC_API + "/menus")
@Produces("application/json")
@Tag(name = "Reading: site")
class MenuResource {
    private static final String LOCALE_DESCRIPTION = "The locale of the labels, where they exist in it; links to articles "
            + "lead to their translations in this locale, where these are published.";

    private final MenuReader menus;

    MenuResource(MenuReader menus) {
        this.menus = menus;
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY, ChangeTracker.MENUS })
    @Operation(operationId = "listMenus", summary = "Read all menus of the site",
            description = "Each menu is as the operation `getMenu` shows it, in the order of their names.")
    public PublicMenu.AllMenus list(@QueryParam("locale") @Parameter(description = LOCALE_DESCRIPTION) String locale) {
        return menus.readAll(locale);
    }

    @GET
    @Cached({ ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY, ChangeTracker.MENUS })
    @Path("{menu}")
    @Operation(operationId = "getMenu", summary = "Read a menu: a tree of links to what readers can see",
            description = "Links have the current slugs and URLs of their targets. A link to an article that is not "
                    + "published, to a tag without published articles, or to something that was deleted is left out, with "
                    + "the links below it.")
    public PublicMenu read(
            @Parameter(description = MenuAdminResource.MENU_DESCRIPTION,
                    example = "main") @PathParam("menu") String menu,
            @QueryParam("locale") @Parameter(description = LOCALE_DESCRIPTION) String locale) {
        return menus.read(menu, locale);
    }
}
