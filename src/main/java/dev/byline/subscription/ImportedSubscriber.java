package dev.byline.subscription;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A subscriber of an import. Each subscriber is validated separately, so that an invalid one does not stop the import
 * of the others.
 */
@Schema(description = "A subscriber from another system.")
public record ImportedSubscriber(
        @Schema(examples = "mai@example.com") String email,
        @Schema(examples = "Mai") String name,
        @Schema(examples = "vi") String locale,
        @Schema(description = "Ids or slugs. Without categories and authors: all articles.") List<String> categories,
        List<String> authors,
        @Schema(description = "Evidence that the owner of the address consented.") ConsentEvidence consent) {

    /** Evidence of consent: when and how it was given. */
    @Schema(name = "ConsentEvidence", description = "Evidence of consent: when and how it was given.")
    public record ConsentEvidence(
            @Schema(examples = "2024-05-01T00:00:00Z") Instant at,
            @Schema(examples = "old blog, double opt-in") String source) {}
}
