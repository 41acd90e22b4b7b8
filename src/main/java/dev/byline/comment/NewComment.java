package dev.byline.comment;

import java.text.Normalizer;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import dev.byline.text.WhiteSpace;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A comment as a reader submits it. */
@Schema(description = "A new comment. A guest gives a name in `author`; a member is signed in and leaves `author` out.",
        examples = """
                {"body": "Thank you, this *helped*.", "author": {"name": "Mai", "email": "mai@example.com"}}""")
public record NewComment(
        @NotNull @PlainText(max = MAX_BODY_LENGTH, multiline = true) @Schema(
                description = "Plain text with some Markdown: emphasis, code, quotes, lists, links. HTML is shown as "
                        + "typed; images become links. 1 to "
                        + MAX_BODY_LENGTH + " code points.",
                examples = "Thank you, this *helped*.") String body,
        @Schema(description = "The comment to reply to; it must be approved and visible.", nullable = true, examples = {
        }) UUID parentId,
        @Valid @Schema(
                description = "The author. Required for guests, not allowed for members: their name comes from their "
                        + "account.") Guest author,
        @Size(max = 2000) @Schema(
                description = "A trap for bots. Include a form field of this name, hide it from people by style, and "
                        + "send its value. A client that fills the field gets a normal response, but nothing is "
                        + "stored.",
                examples = "") String website2){
    /** The maximum length of a text, in code points. */
    static final int MAX_BODY_LENGTH = 5_000;

    /** Normalizes the text as it is stored: composed (NFC), with line feeds as the only line breaks. */
    public NewComment {
        body = normalize(body);
    }

    static String normalize(String text) {
        return text == null
                ? null
                : Normalizer.normalize(text, Normalizer.Form.NFC).replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Whether the trap field is filled, which people do not see and bots fill. */
    boolean hasFilledTrap() {
        return website2 != null && !website2.isBlank();
    }

    /** Name, email and website of a guest. */
    @Schema(name = "CommentGuest",
            description = "The author of a comment, if a guest. The email is never shown to readers.")
    public record Guest(
            @NotNull @PlainText(max = MAX_NAME_LENGTH) @Schema(examples = "Mai") String name,
            @Email(message = "must be an email address") @PlainText(max = ParsedEmailAddress.MAX_LENGTH) @Schema(
                    examples = "mai@example.com") String email,
            @ValidWebAddress @Schema(examples = "https://mai.example") String website) {
        /** The maximum length of the name of a guest, in code points. */
        public static final int MAX_NAME_LENGTH = 80;

        /** Normalizes the name as it is stored. */
        public Guest {
            name = WhiteSpace.normalizeSpaces(normalize(name));
        }
    }
}
