package dev.byline.publication;

import java.util.Optional;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.byline.media.FocalPoint;
import dev.byline.media.Media;
import dev.byline.media.PictureSizes;
import dev.byline.media.ReferencedMedia;
import dev.byline.text.ValidWebAddress;
import jakarta.validation.constraints.NotNull;

/** The cover of an article, as readers and editors get it. */
@Schema(name = "Cover", description = "Cover image of an article; `width` and `height` are in pixels. The fields from "
        + "`srcset` on are known of pictures that were uploaded to this service.")
public final class CoverDetail {
    /** An example of the attribute {@code srcset} in the contract. */
    public static final String SRCSET_EXAMPLE = "https://api.blog.example/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/"
            + "dojo.jpg?v=1&w=640 640w";
    /** The description of the sizes of an avatar in the contract. */
    public static final String AVATAR_SRCSET = "The picture of the author in several widths, for the attribute "
            + "`srcset` of an `img` element. Absent for a picture at another service, and for one without sizes. Write "
            + "`sizes` for your layout, such as `4rem`.";

    @NotNull
    @Schema(format = "uri", minLength = 1, maxLength = ValidWebAddress.MAX_LENGTH,
            examples = "https://blog.example/dojo.jpg")
    public final String url;
    @Schema(description = "Alternative text: describes the image for readers who cannot see it.", minLength = 1,
            maxLength = Cover.MAX_ALT_LENGTH, examples = "A row of computer racks")
    public final String alt;
    @Schema(minimum = "1", maximum = "" + Cover.MAX_PIXELS, examples = "1200")
    public final Integer width;
    @Schema(minimum = "1", maximum = "" + Cover.MAX_PIXELS, examples = "630")
    public final Integer height;
    @Schema(description = "The picture in several widths, for the attribute `srcset` of an `img` element.",
            examples = SRCSET_EXAMPLE)
    public final String srcset;
    @Schema(description = "The attribute `sizes` for a picture as wide as the text. Write your own for another layout.",
            examples = PictureSizes.DEFAULT_SIZES)
    public final String sizes;
    @Schema(description = "A ThumbHash in Base64: a blurred picture of some 30 bytes, to show before the picture is "
            + "loaded.", examples = "1QcSHQRnh493V4dIh4eXh1h4kJUI")
    public final String placeholder;
    @Schema(description = "As in CSS, to show before the picture is loaded.", examples = "#3b5a7c")
    public final String dominantColor;
    @Schema(description = "Absent for the middle.")
    public final FocalPoint focalPoint;
    @Schema(examples = "The hall at night")
    public final String caption;
    @Schema(description = "The maker of the picture.", examples = "Linh Tran")
    public final String credit;
    @Schema(description = "The id of the medium.")
    public final UUID mediaId;
    @JsonIgnore
    @Schema(hidden = true)
    private final Media medium;
    @JsonIgnore
    @Schema(hidden = true)
    private final PictureSizes pictureSizes;

    private CoverDetail(Cover cover, ReferencedMedia media, boolean withDefaults) {
        medium = media.at(cover.url()).filter(found -> found.width() != null).orElse(null);
        url = media.url(cover.url());
        boolean isKnown = medium != null;
        alt = cover.alt() == null && isKnown && withDefaults ? medium.description().alt() : cover.alt();
        width = isKnown ? medium.width() : cover.width();
        height = isKnown ? medium.height() : cover.height();
        srcset = isKnown ? media.sizes.srcset(medium) : null;
        sizes = srcset == null ? null : PictureSizes.DEFAULT_SIZES;
        placeholder = isKnown ? medium.placeholder() : null;
        dominantColor = isKnown ? medium.dominantColor() : null;
        focalPoint = isKnown && medium.focalX() != null ? new FocalPoint(medium.focalX(), medium.focalY()) : null;
        caption = isKnown ? medium.description().caption() : null;
        credit = isKnown ? medium.description().credit() : null;
        mediaId = isKnown ? medium.id() : null;
        pictureSizes = media.sizes;
    }

    /** Returns the medium; empty for a picture at another service, and for one that is not found. */
    public Optional<Media> medium() {
        return Optional.ofNullable(medium);
    }

    /** Returns the picture in a proportion, cut around its focal point; empty if it is too small or has no sizes. */
    public Optional<PictureSizes.PictureSize> crop(int widthShare, int heightShare) {
        return medium == null ? Optional.empty() : pictureSizes.crop(medium, widthShare, heightShare);
    }

    /** Returns a cover as readers get it: with the alternative text of the medium if it has none itself; null for null. */
    public static CoverDetail forReaders(Cover cover, ReferencedMedia media) {
        return cover == null ? null : new CoverDetail(cover, media, true);
    }

    /**
     * Returns a cover as editors get it: with its own alternative text only, so that sending it back changes nothing;
     * null for null.
     */
    public static CoverDetail forEditors(Cover cover, ReferencedMedia media) {
        return cover == null ? null : new CoverDetail(cover, media, false);
    }
}
