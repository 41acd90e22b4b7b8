package dev.byline.publication;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** Cover image of an article; width and height are in pixels. */
@Embeddable
@Schema(description = "Cover image of an article; `width` and `height` are in pixels.")
public record Cover(
        @NotNull @ValidWebAddress @Column(name = "cover_url") @Schema(
                examples = "https://blog.example/dojo.jpg") String url,
        @PlainText(max = MAX_ALT_LENGTH) @Column(name = "cover_alt") @Schema(
                description = "Alternative text: describes the image for readers who cannot see it.",
                examples = "A row of computer racks") String alt,
        @Min(1) @Max(MAX_PIXELS) @Column(name = "cover_width") @Schema(examples = "1200") Integer width,
        @Min(1) @Max(MAX_PIXELS) @Column(name = "cover_height") @Schema(examples = "630") Integer height) {
    /** The maximum length of the alternative text, in code points. */
    public static final int MAX_ALT_LENGTH = 500;
    /** The maximum width and height, in pixels. */
    private static final int MAX_PIXELS = 100_000;
}
