package dev.byline.category;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.Line;
import dev.byline.text.Prose;
import dev.byline.text.Slugs;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What staff may set of a category. */
@Schema(description = "What staff may set of a category.", examples = """
        {"name": "AI Technology", "description": "Machines that learn, and those who build them."}""")
public record CategoryInput(
        @NotNull @Line(max = 100) @Schema(examples = "AI Technology") String name,
        @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE) @Size(max = Slugs.MAX, message = Slugs.RULE) @Schema(
                description = "Derived from the name if absent.", examples = "ai-technology") String slug,
        @Line(max = 2000, multiline = true) @Schema(
                examples = "Machines that learn, and those who build them.") String description) {

    public CategoryInput {
        name = Prose.line(name);
    }

    static CategoryInput of(Category category) {
        return new CategoryInput(category.name, category.slug, category.description);
    }
}
