package dev.byline.comment;

import java.text.Normalizer;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.TextUtils;
import dev.byline.text.ValidWebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A comment as a reader writes it. */
@Schema(description = "A comment as a reader writes it: a guest says who writes, a member has signed in.",
        examples = """
                {"body": "Thank you, this *helped*.", "author": {"name": "Mai", "email": "mai@example.com"}}""")
public record NewComment(
        @NotNull @PlainText(max = 5000, multiline = true) @Schema(
                description = "Plain text with a little Markdown: emphasis, code, quotes, lists, links. HTML is shown as typed, images become links. 1 to 5,000 code points.",
                examples = "Thank you, this *helped*.") String body,
        @Schema(description = "The comment that this one answers; it must be approved.", nullable = true, examples = {
        }) UUID parentId,
        @Valid @Schema(
                description = "Who writes. Guests must say it, members must not: they are who has signed in.") Guest author,
        @Size(max = 2000) @Schema(
                description = "A trap for robots: have a field of this name in the form, hide it from people by style, and send what is in it. Whoever fills it gets an answer like everybody's, and nothing is stored.",
                examples = "") String website2){

    /** As it is kept: composed (NFC), with one kind of line break. */
    public NewComment {
        body = normalize(body);
    }

    static String normalize(String text) {
        return text == null
                ? null
                : Normalizer.normalize(text, Normalizer.Form.NFC).replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Whether a robot filled what people do not see. */
    boolean hasFilledTrap() {
        return website2 != null && !website2.isBlank();
    }

    /** Who writes. */
    @Schema(name = "Guest", description = "Who writes. The email is never shown.")
    public record Guest(
            @NotNull @PlainText(max = 80) @Schema(examples = "Mai") String name,
            @Email(message = "must be an email address") @PlainText(max = 254) @Schema(
                    examples = "mai@example.com") String email,
            @ValidWebAddress @Schema(examples = "https://mai.example") String website) {
        /** As it is kept. */
        public Guest {
            name = TextUtils.normalizeSpaces(normalize(name));
        }
    }
}
