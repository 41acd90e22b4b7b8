package dev.byline.publication;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.Line;
import dev.byline.text.WebAddress;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** What search engines are told instead of the article's own title and excerpt. */
@Embeddable
@Schema(description = "What search engines are told; what is absent follows from the article.")
public record Seo(
        @Line(max = 200) @Column(name = "seo_title") String title,
        @Line(max = 500) @Column(name = "seo_description") String description,
        @WebAddress @Column(name = "seo_canonical_url") String canonicalUrl,
        @Column(name = "seo_no_index") @Schema(
                description = "True keeps the article out of search engines.") Boolean noIndex) {}
