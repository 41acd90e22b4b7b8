package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.TextUtils;
import jakarta.validation.constraints.NotNull;

/** The beginning of an article in another locale. */
@Schema(description = "The beginning of an article in another locale.",
        examples = "{\"locale\": \"vi\", \"title\": \"Hai bản của mỗi bài viết\"}")
public record NewTranslation(
        @NotNull @Schema(description = "One of the site's locales.", examples = "vi") String locale,
        @PlainText(max = 200) @Schema(description = "The original's if absent.",
                examples = "Hai bản của mỗi bài viết") String title) {

    public NewTranslation {
        title = TextUtils.normalizeSpaces(title);
    }
}
