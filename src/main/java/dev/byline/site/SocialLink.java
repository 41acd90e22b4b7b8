package dev.byline.site;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.validation.constraints.NotNull;

/** A page of the site in a social network. */
@Schema(description = "A page of the site in a social network.",
        examples = "{\"label\": \"Mastodon\", \"url\": \"https://social.example/@byline\"}")
public record SocialLink(
        @NotNull @PlainText(max = MAX_LABEL_LENGTH) @Schema(examples = "Mastodon") String label,
        @NotNull @ValidWebAddress @Schema(examples = "https://social.example/@byline") String url) {
    private static final int MAX_LABEL_LENGTH = 100;
}
