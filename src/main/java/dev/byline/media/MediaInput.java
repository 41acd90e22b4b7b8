package dev.byline.media;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;

/** Fields of a medium that staff set. */
@Schema(description = "The fields of a medium that staff set.", examples = """
        {"filename": "dojo.jpg", "alt": "A robot that reads", "caption": "The reading robot of the library.",
        "credit": "Photo: Linh Tran", "focalPoint": {"x": 0.5, "y": 0.3}}""")
public record MediaInput(
        @PlainText(max = FileNames.MAX_LENGTH) @Pattern(regexp = "(?!\\.{1,2}$)[^/\\\\?#]*",
                message = "must not contain / \\ ? or #, and must not be . or ..") @Schema(
                        description = "The name at the end of the address, which is for people; it stays if it is "
                                + "absent.",
                        examples = "dojo.jpg") String filename,
        @PlainText(max = MAX_ALT_LENGTH, multiline = true) @Schema(
                description = "Alternative text: describes the picture for readers who cannot see it.",
                examples = "A robot that reads") String alt,
        @PlainText(max = MAX_CAPTION_LENGTH, multiline = true) @Schema(
                examples = "The reading robot of the library.") String caption,
        @PlainText(max = MAX_CREDIT_LENGTH) @Schema(description = "The name of the photographer or of the owner.",
                examples = "Photo: Linh Tran") String credit,
        @Valid @Schema(description = "The point that stays in the picture when it is cut; the middle if it is "
                + "absent.") FocalPoint focalPoint) {
    /** The maximum length of an alternative text, in code points. */
    static final int MAX_ALT_LENGTH = 500;
    /** The maximum length of a caption, in code points. */
    static final int MAX_CAPTION_LENGTH = 2_000;
    /** The maximum length of a credit, in code points. */
    static final int MAX_CREDIT_LENGTH = 300;
}
