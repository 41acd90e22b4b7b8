package dev.byline.transfer.format;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.comment.CommentState;
import dev.byline.comment.NewComment.Guest;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A comment, with references to its article, its parent, its author and the members who like it. */
@Schema(name = "ImportComment")
public final class ImportComment {
    @NotNull
    @Size(min = 1, max = 2000)
    @Schema(description = "The article: an external id, an id, a slug, or a present or former address.",
            examples = "42")
    public String article;
    @Size(min = 1, max = ImportLine.MAX_ID_LENGTH)
    @Schema(description = "The comment to which this comment replies: an external id or an id.")
    public String answers;
    @Schema(description = "The state of the comment; `approved` if absent.")
    public CommentState state;
    @PlainText(max = Guest.MAX_NAME_LENGTH)
    @Schema(examples = "Mai")
    public String name;
    @Email(message = "must be an email address")
    @Size(max = ParsedEmailAddress.MAX_LENGTH)
    public String email;
    @ValidWebAddress
    public String website;
    @PlainText(max = CommentMarkdown.MAX_COMMENT_LENGTH, multiline = true)
    @Schema(description = "The text of the comment, in the Markdown of comments; absent for a deleted "
            + "comment.")
    public String body;
    @Size(max = ImportLine.MAX_ID_LENGTH)
    @Schema(description = "The member who wrote the comment. If absent, or if there is no such member, a "
            + "guest wrote the comment.")
    public String member;
    @Schema(description = "The members who like the comment; unknown members are ignored.")
    public List<@NotNull @Size(max = ImportLine.MAX_ID_LENGTH) String> likes;
    @Schema(description = "The time when the author last edited the comment.")
    public Instant editedAt;

    /**
     * Creates a comment of another system: written by a guest, without likes and without an edit time. Only
     * Byline's own format has values for these.
     */
    public static ImportComment ofGuest(String article, String answers, CommentState state, String name,
            String email,
            String website, String body) {
        var comment = new ImportComment();
        comment.article = article;
        comment.answers = answers;
        comment.state = state;
        comment.name = name;
        comment.email = email;
        comment.website = website;
        comment.body = body;
        return comment;
    }
}
