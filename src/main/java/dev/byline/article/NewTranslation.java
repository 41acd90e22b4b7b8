package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;

/** The request to start a translation of an article. */
@Schema(description = "The locale and the title of a new translation.",
        examples = "{\"locale\": \"vi\", \"title\": \"Hai bản của mỗi bài viết\"}")
public record NewTranslation(
        @NotNull @Schema(description = "One of the site's locales.", examples = "vi") String locale,
        @PlainText(max = ArticleInput.MAX_TITLE_LENGTH) @Schema(description = "The title of the original if absent.",
                examples = "Hai bản của mỗi bài viết") String title) {

    public NewTranslation {
        title = WhiteSpace.normalizeSpaces(title);
    }
}
