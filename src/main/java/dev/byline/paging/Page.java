package dev.byline.paging;

import java.util.List;
import java.util.function.Function;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** One page of a list, in a total order. */
@Schema(description = "One page of a list.")
public record Page<T>(@NotNull List<T> items, @NotNull PageInfo page) implements Paged {

    /** Where this page stands. */
    @Schema(name = "PageInfo", description = "Where this page stands, and the cursors of its neighbours.")
    public record PageInfo(
            @NotNull @Schema(description = "The most items that a page of this size holds.", examples = "20") int size,
            @Schema(description = "Send it as `cursor` for the page after this one; absent on the last.") String next,
            @Schema(description = "Send it as `cursor` for the page before this one; absent on the first.") String previous,
            @Schema(description = "The number of this page; only where it was asked for by `page`.",
                    examples = "1") Integer number,
            @Schema(description = "All items of the list; only with `count`.", examples = "128") Long total) {}

    /** The same page with other items, for instance with what the rows refer to. */
    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), page);
    }
}
