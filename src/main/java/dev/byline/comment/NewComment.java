package dev.byline.comment;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.Line;
import dev.byline.text.WebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A comment as a guest writes it. */
@Schema(description = "A comment as a guest writes it.", examples = """
        {"body": "Thank you, this *helped*.", "author": {"name": "Mai", "email": "mai@example.com"}}""")
public record NewComment(
        @NotNull @Line(max = 5000, multiline = true) @Schema(
                description = "Plain text with a little Markdown: emphasis, code, quotes, lists, links. HTML is shown as typed.",
                examples = "Thank you, this *helped*.") String body,
        @Schema(description = "The comment that this one answers; it must be approved.", nullable = true, examples = {
        }) UUID parentId,
        @NotNull @Valid Guest author){

    /** Who writes. */
    @Schema(name = "Guest", description = "Who writes. The email is never shown.")
    public record Guest(
            @NotNull @Line(max = 80) @Schema(examples = "Mai") String name,
            @Email(message = "must be an email address") @Size(max = 254) @Schema(
                    examples = "mai@example.com") String email,
            @WebAddress @Schema(examples = "https://mai.example") String website) {}
}
