package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.problem.ProblemException;
import dev.byline.text.Html;
import dev.byline.text.RichText;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A body as it is written. */
@Embeddable
@Schema(name = "ArticleBody")
public record Body(
        @NotNull @Enumerated(EnumType.STRING) @Column(name = "body_format") @Schema(
                examples = "markdown") Format format,
        @NotNull @Size(max = MAX, message = "must have at most 500000 characters") @Column(
                name = "body_source") @Schema(examples = "Dojo *trains* networks.") String source) {
    /** The longest source, in UTF-16 units. */
    static final int MAX = 500_000;

    /** What readers get of it; 422 if it would grow too large. */
    RichText rendered() {
        try {
            return format == Format.markdown ? RichText.ofMarkdown(source) : RichText.ofHtml(source);
        } catch (Html.TooComplexException e) {
            throw ProblemException.invalid("/body/source", e.getMessage());
        }
    }

    /** How a source is written: CommonMark with tables, footnotes, task lists, strikethrough and autolinks, or HTML. */
    @Schema(name = "BodyFormat")
    public enum Format {
        markdown,
        html
    }
}
