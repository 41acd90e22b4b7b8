package dev.byline.category;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import jakarta.ws.rs.QueryParam;

/** The filter and the orders of lists of categories. */
public class CategoryQuery {
    /** How categories are ordered. */
    public enum CategorySortKey {
        tree,
        name
    }

    @QueryParam("parent")
    @Parameter(description = "Only those right below this category (id or slug).")
    public String parent;

    @QueryParam("sort")
    @Parameter(
            description = "`tree`: each category with all below it before the next one, in the order that editors gave them. `name`: by name. A leading minus turns it round.",
            schema = @Schema(enumeration = { "tree", "-tree", "name", "-name" }, defaultValue = "tree"))
    public String sort;
}
