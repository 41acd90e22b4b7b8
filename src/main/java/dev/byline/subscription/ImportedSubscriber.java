package dev.byline.subscription;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One of an import. Its fields are looked at one by one, so that a bad one does not stop the others. */
@Schema(description = "A subscriber from somewhere else.")
public record ImportedSubscriber(
        @Schema(examples = "mai@example.com") String email,
        @Schema(examples = "Mai") String name,
        @Schema(examples = "vi") String locale,
        @Schema(description = "Ids or slugs; without categories and authors it is everything.") List<String> categories,
        List<String> authors,
        @Schema(description = "How it is known that the owner of the address agreed.") ConsentEvidence consent) {

    /** When and how somebody agreed. */
    @Schema(name = "ConsentEvidence", description = "When and how somebody agreed.")
    public record ConsentEvidence(
            @Schema(examples = "2024-05-01T00:00:00Z") Instant at,
            @Schema(examples = "old blog, double opt-in") String source) {}
}
