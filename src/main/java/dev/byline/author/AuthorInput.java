package dev.byline.author;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.LocalizedNames;
import dev.byline.site.PublicUrl;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import dev.byline.text.ValidWebAddress;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Fields of an author that editors set. */
@Schema(description = "The fields of an author that editors set. `avatarUrl` may name a picture that was uploaded to this "
        + "service: by its address, or by `media:` and its id.", examples = """
                {"name": "Mai Phạm", "bio": "Writes about machines that learn."}""")
public record AuthorInput(
        @NotNull @PlainText(max = MAX_NAME_LENGTH) @Schema(examples = "Linh Tran") String name,
        @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE_MESSAGE) @Size(max = Slugs.MAX_LENGTH,
                message = Slugs.RULE_MESSAGE) @Schema(
                        description = "The slug; derived from the name if absent.", examples = "linh-tran") String slug,
        @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
                description = "The names in other locales, by locale. Readers get them with `locale`, and in articles "
                        + "of that locale.",
                examples = "{\"vi\": \"Trần Linh\"}") Map<String, String> names,
        @PlainText(max = MAX_BIO_LENGTH,
                multiline = true) @Schema(examples = "Writes about machines that learn.") String bio,
        @ValidWebAddress(orMedium = true) @Schema(examples = "https://blog.example/linh.jpg") String avatarUrl) {
    /** The maximum length of the name of an author, in code points. */
    public static final int MAX_NAME_LENGTH = 100;
    /** The maximum length of the biography of an author, in code points. */
    public static final int MAX_BIO_LENGTH = 2_000;

    public AuthorInput {
        name = WhiteSpace.normalizeSpaces(name);
        names = LocalizedNames.normalize(names);
    }

    /** Returns the input with its reference to a medium in the form in which it is stored. */
    AuthorInput storeMedia(PublicUrl publicUrl) {
        return new AuthorInput(name, slug, names, bio, publicUrl.toStored(avatarUrl));
    }

    static AuthorInput of(Author author) {
        return new AuthorInput(author.name, author.slug, author.names, author.bio, author.avatarUrl);
    }
}
