package dev.byline.site;

import java.util.function.UnaryOperator;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.NotNull;

/** The logo of the site: the URL of an image, and a text for readers who cannot see it. */
@Embeddable
@Schema(description = "The logo of the site.")
public record SiteLogo(
        @NotNull @ValidWebAddress(orMedium = true) @Column(name = "logo_url") @Schema(
                examples = "https://blog.example/logo.png") String url,
        @PlainText(max = MAX_ALT_LENGTH) @Column(name = "logo_alt") @Schema(
                description = "Alternative text: describes the image for readers who cannot see it. A frontend takes "
                        + "the title of the site if it is absent.",
                examples = "Byline, in white letters") String alt) {
    private static final int MAX_ALT_LENGTH = 200;

    /** Returns the logo with another URL; null for null. */
    static SiteLogo withUrl(SiteLogo logo, UnaryOperator<String> change) {
        return logo == null ? null : new SiteLogo(change.apply(logo.url), logo.alt);
    }
}
