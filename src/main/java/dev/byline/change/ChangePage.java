package dev.byline.change;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** A page of changes. */
@Schema(name = "ChangePage")
public record ChangePage(
        @NotNull List<ChangeItem> items,
        @NotNull @Schema(
                description = "Send it as `since` to read what changes after this page. Keep it, and treat it as "
                        + "opaque.",
                examples = "1042") String next,
        @NotNull @Schema(description = "Whether further changes are there already.") boolean more) {}
