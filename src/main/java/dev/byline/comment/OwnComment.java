package dev.byline.comment;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.byline.idempotency.HasSecrets;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A comment as its author sees it, also while it waits. */
@Schema(name = "OwnComment", description = "A comment as its author sees it, also while it waits for a moderator.")
public record OwnComment(
        @JsonUnwrapped PublicComment comment,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(
                description = "Until then its author may change it, as long as nobody has replied.") Instant editableUntil,
        @Schema(description = "A change that waits for a moderator; readers see what was approved until then.",
                examples = "Thank you, this **really** helped.") String waitingBody,
        @Schema(description = "Shown once, to a guest who has just posted: keep it, for instance in `localStorage`, and send it as `Comment-Token` to read the comment while it waits, to change it, or to withdraw it.",
                examples = "q0c1m5Q1Jb3l6hV4m8w2yA") String editToken)
        implements
            Versioned,
            HasSecrets {

    static OwnComment of(Comment comment, String editToken) {
        return new OwnComment(PublicComment.of(comment), comment.version, comment.editableUntil(),
                comment.proposedBody, editToken);
    }

    /** Without the token. */
    @Override
    public OwnComment withoutSecrets() {
        return new OwnComment(comment, version, editableUntil, waitingBody, null);
    }
}
