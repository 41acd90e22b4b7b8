package dev.byline.category;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import jakarta.ws.rs.QueryParam;

/** Filter and sort order of lists of categories. */
public class CategoryQuery {
    /** Sort keys of categories. */
    public enum CategorySortKey {
        tree,
        name
    }

    @QueryParam("parent")
    @Parameter(description = "Only the direct children of this category (id or slug).")
    public String parent;

    @QueryParam("sort")
    @Parameter(
            description = "`tree`: each category followed by its subtree, siblings in the order that editors gave "
                    + "them. `name`: by name. A leading minus reverses the order.",
            schema = @Schema(enumeration = { "tree", "-tree", "name", "-name" }, defaultValue = "tree"))
    public String sort;
}
