package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.TextUtils;
import jakarta.validation.constraints.NotNull;

/** What everybody may change of their own account. */
@Schema(description = "What everybody may change of their own account.", examples = """
        {"name": "Mai Phạm"}""")
public record ProfileInput(@NotNull @PlainText(max = 100) @Schema(examples = "Mai Phạm") String name) {
    public ProfileInput {
        name = TextUtils.normalizeSpaces(name);
    }
}
