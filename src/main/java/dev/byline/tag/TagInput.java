package dev.byline.tag;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.Line;
import dev.byline.text.Prose;
import dev.byline.text.Slugs;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What staff may set of a tag. */
@Schema(description = "What staff may set of a tag.", examples = """
        {"name": "Electric cars"}""")
public record TagInput(
        @NotNull @Line(max = 100) @Schema(examples = "Electric cars") String name,
        @Pattern(regexp = Slugs.PATTERN, message = Slugs.RULE) @Size(max = Slugs.MAX, message = Slugs.RULE) @Schema(
                description = "Derived from the name if absent.", examples = "electric-cars") String slug) {

    public TagInput {
        name = Prose.line(name);
    }

    static TagInput of(Tag tag) {
        return new TagInput(tag.name, tag.slug);
    }
}
