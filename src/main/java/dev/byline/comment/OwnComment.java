package dev.byline.comment;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.byline.idempotency.HasSecrets;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A comment as its author sees it, also while it waits for a moderator. */
@Schema(name = "OwnComment", description = "A comment as its author sees it, also while it waits for a moderator.")
public record OwnComment(
        @JsonUnwrapped PublicComment comment,
        @NotNull @Schema(description = "The version; send it as `If-Match` with an edit.", examples = "1") int version,
        @NotNull @Schema(
                description = "The end of the period in which the author may edit the comment. A reply ends the period "
                        + "earlier.") Instant editableUntil,
        @Schema(description = "An edit that waits for a moderator; readers see the approved text until then.",
                examples = "Thank you, this **really** helped.") String waitingBody,
        @Schema(description = "A secret token, sent once to a guest who has just posted. Store it, for instance in "
                + "`localStorage`, and send it as `Comment-Token` to read the comment while it waits, to edit it, or "
                + "to withdraw it.",
                examples = "q0c1m5Q1Jb3l6hV4m8w2yA") String editToken)
        implements
            Versioned,
            HasSecrets {

    static OwnComment of(Comment comment, String editToken) {
        return new OwnComment(new PublicComment(comment), comment.version, comment.editableUntil(),
                comment.proposedBody, editToken);
    }

    /** Returns the comment without the token. */
    @Override
    public OwnComment withoutSecrets() {
        return new OwnComment(comment, version, editableUntil, waitingBody, null);
    }
}
