package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.constraints.NotNull;

/** What can be changed of a comment. */
public record CommentEditInput(
        @NotNull @PlainText(max = 5000, multiline = true) @Schema(description = "As in a new comment.",
                examples = "Thank you, this **really** helped.") String body) {
    /** As it is kept. */
    public CommentEditInput {
        body = NewComment.normalize(body);
    }
}
