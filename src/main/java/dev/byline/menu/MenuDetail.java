package dev.byline.menu;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A menu as the admin API shows it, with the items that readers do not see. */
@Schema(description = "A menu with its version.")
public record MenuDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "The version; send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "main") String name,
        @NotNull @Schema(description = "The items, whose targets are ids.") List<MenuItem> items,
        @NotNull @Schema(
                description = "The items that readers do not see, with the items below them.") List<HiddenItem> hidden,
        @NotNull Instant createdAt) implements Versioned {

    static MenuDetail of(Menu menu, List<HiddenItem> hidden) {
        return new MenuDetail(menu.id, menu.version, menu.name, menu.items, hidden, menu.createdAt);
    }

    /** An item that readers do not see. */
    @Schema(name = "HiddenMenuItem", description = "An item that readers do not see.")
    public record HiddenItem(
            @NotNull @Schema(description = "The JSON Pointer of the item (RFC 6901).",
                    examples = "/items/0/children/1") String item,
            @NotNull HiddenReason reason) {}

    /** The reason why readers do not see an item: its target was deleted, or readers cannot see the target now. */
    @Schema(name = "HiddenMenuItemReason")
    public enum HiddenReason {
        deleted,
        not_public
    }
}
