package dev.byline.tag;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.LocalizedNames;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Fields of a tag that editors set. */
@Schema(description = "The fields of a tag that editors set.", examples = """
        {"name": "Electric cars"}""")
public record TagInput(
        @NotNull @PlainText(max = MAX_NAME_LENGTH) @Schema(examples = "Electric cars") String name,
        @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE_MESSAGE) @Size(max = Slugs.MAX_LENGTH,
                message = Slugs.RULE_MESSAGE) @Schema(
                        description = "The slug; derived from the name if absent.",
                        examples = "electric-cars") String slug,
        @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
                description = "The names in other locales, by locale. Readers get them with `locale`, and in articles "
                        + "of that locale.",
                examples = "{\"vi\": \"Xe điện\"}") Map<String, String> names) {
    /** The maximum length of the name of a tag, in code points. */
    public static final int MAX_NAME_LENGTH = 100;

    public TagInput {
        name = WhiteSpace.normalizeSpaces(name);
        names = LocalizedNames.normalize(names);
    }

    static TagInput of(Tag tag) {
        return new TagInput(tag.name, tag.slug, tag.names);
    }
}
