package dev.byline.publication;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import dev.byline.media.MediaReferences;
import dev.byline.text.MediaAddress;
import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * The cover image of an article, as editors send it and as it is stored; width and height are in pixels. Readers and
 * editors get a {@link CoverDetail}, whose further fields an editor may send back.
 */
@Embeddable
@JsonIgnoreProperties({ "srcset", "sizes", "placeholder", "dominantColor", "focalPoint", "caption", "credit",
        "mediaId" })
@Schema(name = "CoverInput", description = "Cover image of an article; `width` and `height` are in pixels. The other "
        + "fields of a cover in a response may be sent back; they are ignored, because they come from the medium.")
public record Cover(
        @NotNull @ValidWebAddress(orMedium = true) @Column(name = "cover_url") @Schema(
                description = "An absolute http or https address. A picture that was uploaded to this service: its "
                        + "address, or `media:` with its id.",
                examples = "https://blog.example/dojo.jpg") String url,
        @PlainText(max = MAX_ALT_LENGTH) @Column(name = "cover_alt") @Schema(
                description = "Alternative text: describes the image for readers who cannot see it.",
                examples = "A row of computer racks") String alt,
        @Min(1) @Max(MAX_PIXELS) @Column(name = "cover_width") @Schema(examples = "1200") Integer width,
        @Min(1) @Max(MAX_PIXELS) @Column(name = "cover_height") @Schema(examples = "630") Integer height) {
    /** The maximum length of the alternative text, in code points. */
    public static final int MAX_ALT_LENGTH = 500;
    /** The maximum width and height, in pixels. */
    static final int MAX_PIXELS = 100_000;

    /**
     * Returns the cover as it is stored. A picture of this service has no host, and takes width and height from its
     * medium. A reference to the same medium as before stays as it was, so that sending a response back changes nothing.
     *
     * @param before
     *            the cover that is stored now, or null
     */
    public Cover toStored(Cover before, MediaReferences media) {
        var stored = media.toStored(url);
        var id = MediaAddress.parse(stored);
        if (id == null) {
            return this;
        }
        return new Cover(before != null && id.equals(MediaAddress.parse(before.url)) ? before.url : stored, alt, null,
                null);
    }
}
