package dev.byline.category;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.LocalNames;
import dev.byline.text.PlainText;
import dev.byline.text.Slugs;
import dev.byline.text.TextUtils;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What staff may set of a category. */
@Schema(description = "What staff may set of a category.",
        examples = """
                {"name": "AI Technology", "description": "Machines that learn, and those who build them.", "parent": "machines"}""")
public record CategoryInput(
        @NotNull @PlainText(max = 100) @Schema(examples = "AI Technology") String name,
        @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE_MESSAGE) @Size(max = Slugs.MAX_LENGTH,
                message = Slugs.RULE_MESSAGE) @Schema(
                        description = "Derived from the name if absent.", examples = "ai-technology") String slug,
        @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
                description = "The name in other locales, by locale; readers get it with `locale`, and in articles of that locale.",
                examples = "{\"vi\": \"Công nghệ AI\"}") Map<String, String> names,
        @PlainText(max = 2000, multiline = true) @Schema(
                examples = "Machines that learn, and those who build them.") String description,
        @Schema(description = "The category above it, by id or slug; none puts it at the top. Changing it moves the category with everything below it.",
                examples = "machines") String parent,
        @Min(0) @Schema(
                description = "Its place among those with the same parent, from 0; beyond the last it is the last. If absent a new or moved category comes last, and another one stays.",
                examples = "0") Integer position) {

    public CategoryInput {
        name = TextUtils.normalizeSpaces(name);
        names = LocalNames.tidy(names);
    }

    static CategoryInput of(Category category) {
        return new CategoryInput(category.name, category.slug, category.names, category.description,
                category.parentId == null ? null : category.parentId.toString(), null);
    }
}
