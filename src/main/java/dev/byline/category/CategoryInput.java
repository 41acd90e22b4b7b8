package dev.byline.category;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.LocalizedNames;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Fields of a category that editors set. */
@Schema(description = "The fields of a category that editors set.",
        examples = """
                {"name": "AI Technology", "description": "Machines that learn, and those who build them.", "parent": "machines"}""")
public record CategoryInput(
        @NotNull @PlainText(max = MAX_NAME_LENGTH) @Schema(examples = "AI Technology") String name,
        @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE_MESSAGE) @Size(max = Slugs.MAX_LENGTH,
                message = Slugs.RULE_MESSAGE) @Schema(
                        description = "The slug; derived from the name if absent.",
                        examples = "ai-technology") String slug,
        @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
                description = "The names in other locales, by locale. Readers get them with `locale`, and in articles "
                        + "of that locale.",
                examples = "{\"vi\": \"Công nghệ AI\"}") Map<String, String> names,
        @PlainText(max = MAX_DESCRIPTION_LENGTH, multiline = true) @Schema(
                examples = "Machines that learn, and those who build them.") String description,
        @Schema(description = "The parent category, by id or slug; without it the category is at the top. A change "
                + "moves the category with its entire subtree.",
                examples = "machines") String parent,
        @Min(0) @Schema(
                description = "The position among the siblings, from 0; a position beyond the last means the last. If "
                        + "absent, a new or moved category comes last, and any other category keeps its position.",
                examples = "0") Integer position) {
    /** The maximum length of the name of a category, in code points. */
    public static final int MAX_NAME_LENGTH = 100;
    /** The maximum length of the description of a category, in code points. */
    public static final int MAX_DESCRIPTION_LENGTH = 2_000;

    public CategoryInput {
        name = WhiteSpace.normalizeSpaces(name);
        names = LocalizedNames.normalize(names);
    }

    static CategoryInput of(Category category) {
        return new CategoryInput(category.name, category.slug, category.names, category.description,
                category.parentId == null ? null : category.parentId.toString(), null);
    }
}
