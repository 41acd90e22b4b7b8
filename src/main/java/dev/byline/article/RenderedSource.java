package dev.byline.article;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.RenderedBody;
import jakarta.validation.constraints.NotNull;

/** A source as saving and publishing would render it. */
@Schema(description = "A source as saving and publishing would render it.")
public record RenderedSource(
        @NotNull @Schema(description = "Sanitized HTML.",
                examples = "<p>Dojo <em>trains</em> networks.</p>") String html,
        @NotNull @Schema(description = "The headings of the body in document order, each with the id that links refer "
                + "to (`#id`).") List<RenderedBody.Heading> contents,
        @NotNull @Schema(description = "The excerpt that publishing derives if the article has none.",
                examples = "Dojo trains networks.") String excerpt,
        @NotNull @Schema(description = "Reading time in minutes.", examples = "1") int readingMinutes) {

    static RenderedSource of(RenderedBody body) {
        return new RenderedSource(body.html(), body.contents(), body.excerpt(), body.readingMinutes());
    }
}
