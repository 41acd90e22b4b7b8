package dev.byline.menu;

import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** A menu as readers see it. */
@Schema(name = "Menu", description = "A menu: a tree of links to what readers can see.")
public record PublicMenu(
        @NotNull UUID id,
        @NotNull @Schema(examples = "main") String name,
        @NotNull List<PublicMenuItem> items) {

    /** An item of a menu as readers see it. */
    @Schema(name = "MenuLink", description = "An item of a menu: a link, or a heading, and the items below it.")
    public record PublicMenuItem(
            @NotNull @Schema(description = "The text of the link, in the requested locale if it has one.",
                    examples = "About us") String label,
            @NotNull MenuItemKind kind,
            @Schema(description = "The id of the target; absent for a `url` and a `heading`.") UUID id,
            @Schema(description = "The current slug of the target; absent for a `url` and a `heading`.",
                    examples = "about-us") String slug,
            @Schema(description = "The locale of the target; only of an article or a page.",
                    examples = "en") String locale,
            @Schema(description = "The address: of a target by the template of the site for it, absent if there is none; "
                    + "of a `url` as staff entered it.",
                    examples = "https://blog.example/about-us") String url,
            @NotNull @Schema(
                    description = "The items below this one, in their order.") List<PublicMenuItem> children) {}

    /** The kind of an item, by its target. */
    @Schema(name = "MenuItemKind")
    public enum MenuItemKind {
        article,
        page,
        category,
        tag,
        author,
        url,
        heading
    }

    /** All menus of the site. */
    @Schema(name = "Menus", description = "All menus of the site, by name.")
    public record AllMenus(@NotNull List<PublicMenu> items) {}
}
