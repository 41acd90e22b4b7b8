package dev.byline.paging;

import java.util.List;
import java.util.function.Function;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** One page of a list in a total order. */
@Schema(description = "One page of a list.")
public record Page<T>(@NotNull List<T> items, @NotNull PageInfo page) implements Paged {

    /** The position of a page in its list. */
    @Schema(name = "PageInfo",
            description = "The position of this page in the list, and the cursors of the adjacent pages.")
    public record PageInfo(
            @NotNull @Schema(description = "The maximum number of items on this page.", examples = "20") int size,
            @Schema(description = "The `cursor` of the next page; absent on the last page.") String next,
            @Schema(description = "The `cursor` of the previous page; absent on the first page.") String previous,
            @Schema(description = "The number of this page; only if the request has `page`.",
                    examples = "1") Integer number,
            @Schema(description = "The number of items in the whole list; only if the request has `count`.",
                    examples = "128") Long total) {}

    /** Returns the page with each item converted, for instance with the resources that a row refers to. */
    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), page);
    }
}
