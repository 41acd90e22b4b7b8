package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.problem.ProblemException;
import dev.byline.text.HtmlSanitizer;
import dev.byline.text.RenderedBody;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A body as it is written. */
@Embeddable
@Schema(name = "ArticleBody")
public record ArticleBody(
        @NotNull @Enumerated(EnumType.STRING) @Column(name = "body_format") @Schema(
                examples = "markdown") BodyFormat format,
        @NotNull @Size(max = MAX_SOURCE_LENGTH, message = "must have at most 500000 characters") @Column(
                name = "body_source") @Schema(examples = "Dojo *trains* networks.") String source) {
    /** The longest source, in UTF-16 units. */
    static final int MAX_SOURCE_LENGTH = 500_000;

    /** What readers get of it; 422 if it would grow too large. */
    RenderedBody render() {
        try {
            return format == BodyFormat.markdown ? RenderedBody.ofMarkdown(source) : RenderedBody.ofHtml(source);
        } catch (HtmlSanitizer.TooComplexException e) {
            throw ProblemException.invalid("/body/source", e.getMessage());
        }
    }

    /** How a source is written: CommonMark with tables, footnotes, task lists, strikethrough and autolinks, or HTML. */
    @Schema(name = "BodyFormat")
    public enum BodyFormat {
        markdown,
        html
    }
}
