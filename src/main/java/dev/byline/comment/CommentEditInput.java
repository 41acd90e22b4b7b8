package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.constraints.NotNull;

/** Fields of a comment that can be edited. */
public record CommentEditInput(
        @NotNull @PlainText(max = NewComment.MAX_BODY_LENGTH, multiline = true) @Schema(
                description = "The text, with the rules of a new comment.",
                examples = "Thank you, this **really** helped.") String body) {
    /** Normalizes the text as it is stored. */
    public CommentEditInput {
        body = NewComment.normalize(body);
    }
}
