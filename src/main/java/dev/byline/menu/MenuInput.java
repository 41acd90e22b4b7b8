package dev.byline.menu;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.Slugs;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** The fields of a menu that editors may set. */
@Schema(description = "A menu: a tree of at most " + MenuItem.MAX_ITEMS + " items on at most " + MenuItem.MAX_DEPTH
        + " levels.",
        examples = """
                {
                  "name": "head",
                  "items": [
                    {"label": "Machines", "category": "machines", "children": [{"author": "linh-tran"}]},
                    {"label": "Shop", "labels": {"vi": "Cửa hàng"}, "url": "https://shop.example/"}
                  ]
                }""")
public record MenuInput(
        @NotNull @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE_MESSAGE) @Size(max = MAX_NAME_LENGTH) @Schema(
                description = "The name by which frontends ask for the menu; written like a slug.",
                examples = "head") String name,
        @NotNull @Size(max = MenuItem.MAX_ITEMS) List<@NotNull @Valid MenuItem> items) {
    private static final int MAX_NAME_LENGTH = 60;
}
