package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;

/** The fields that the owner of an account can change. */
@Schema(description = "The fields of your own account that you can change.", examples = """
        {"name": "Mai Phạm"}""")
public record ProfileInput(
        @NotNull @PlainText(max = AccountInput.MAX_NAME_LENGTH) @Schema(examples = "Mai Phạm") String name) {
    public ProfileInput {
        name = WhiteSpace.normalizeSpaces(name);
    }
}
