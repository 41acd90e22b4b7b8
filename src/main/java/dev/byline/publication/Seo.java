package dev.byline.publication;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Metadata for search engines, used instead of the article's own title and excerpt. */
@Embeddable
@Schema(description = "Metadata for search engines; absent fields are derived from the article.")
public record Seo(
        @PlainText(max = MAX_TITLE_LENGTH) @Column(name = "seo_title") String title,
        @PlainText(max = MAX_DESCRIPTION_LENGTH) @Column(name = "seo_description") String description,
        @ValidWebAddress @Column(name = "seo_canonical_url") String canonicalUrl,
        @Column(name = "seo_no_index") @Schema(
                description = "True keeps the article out of search engines.") Boolean noIndex) {
    /** The maximum length of the title, in code points. */
    public static final int MAX_TITLE_LENGTH = 200;
    /** The maximum length of the description, in code points. */
    public static final int MAX_DESCRIPTION_LENGTH = 500;
}
