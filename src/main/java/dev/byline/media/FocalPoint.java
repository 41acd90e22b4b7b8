package dev.byline.media;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

/** The point that stays in a picture when it is cut, as shares of the width and the height from the top left. */
@Schema(description = "The point that stays in the picture when it is cut, as shares of the width and the height from "
        + "the top left.")
public record FocalPoint(
        @NotNull @DecimalMin("0") @DecimalMax("1") @Schema(description = "The share of the width from the left.",
                minimum = "0", maximum = "1", examples = "0.5") Float x,
        @NotNull @DecimalMin("0") @DecimalMax("1") @Schema(description = "The share of the height from the top.",
                minimum = "0", maximum = "1", examples = "0.3") Float y) {}
