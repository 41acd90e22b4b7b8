package dev.byline.article;

import java.util.UUID;

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

/** The source of an article body, as the editor wrote it, and its format. */
@Embeddable
@Schema(name = "ArticleBody",
        examples = "{\"format\": \"markdown\", \"source\": \"Dojo *trains* networks.\"}")
public record ArticleBody(
        @NotNull @Enumerated(EnumType.STRING) @Column(name = "body_format") @Schema(
                examples = "markdown") BodyFormat format,
        @NotNull @Size(max = MAX_SOURCE_LENGTH,
                message = "must have at most " + MAX_SOURCE_LENGTH + " characters") @Column(
                        name = "body_source") @Schema(examples = "Dojo *trains* networks.") String source) {
    /** The maximum length of the source, in UTF-16 units. */
    static final int MAX_SOURCE_LENGTH = 500_000;

    /** Renders the source to the body of an article that readers see; 422 if the rendered body would be too large. */
    RenderedBody renderFor(UUID article) {
        return render().forArticle(article);
    }

    /** Renders the source to a body that is not yet an article's; 422 if the rendered body would be too large. */
    RenderedBody render() {
        return render("/body/source");
    }

    /**
     * Renders the source as {@link #render()} does.
     *
     * @param pointer
     *            the JSON Pointer of the source in the request, for the 422
     */
    RenderedBody render(String pointer) {
        try {
            return format == BodyFormat.markdown ? RenderedBody.ofMarkdown(source) : RenderedBody.ofHtml(source);
        } catch (HtmlSanitizer.TooComplexException e) {
            throw ProblemException.invalid(pointer, e.getMessage());
        }
    }

    /**
     * The format of a source: Markdown (CommonMark with tables, footnotes, task lists, strikethrough, autolinks,
     * callouts and formulas) or HTML.
     */
    @Schema(name = "BodyFormat")
    public enum BodyFormat {
        markdown,
        html
    }
}
