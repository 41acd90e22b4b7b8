package dev.byline.transfer.format;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.identity.FormerAddress;
import dev.byline.text.Slugs;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A former slug of an article, category, tag or author. */
@Schema(name = "FormerSlug")
public record FormerSlug(
        @Schema(description = "The locale of the slug; the article's locale if absent.") String locale,
        @NotNull @Pattern(regexp = Slugs.PATTERN,
                message = Slugs.RULE_MESSAGE) @Size(max = Slugs.MAX_LENGTH) String slug) {
    /** The maximum number of former slugs, and of former addresses, of an article in an import. */
    static final int MAX_COUNT = 200;
    private static final int MAX_READ = 100;

    /**
     * Creates former slugs in the article's locale, without null and without the current slug; at most 100, and null if
     * there are none.
     */
    static List<FormerSlug> of(Set<String> slugs, String currentSlug) {
        var former = slugs.stream().filter(slug -> slug != null && !slug.equals(currentSlug))
                .limit(MAX_READ).map(slug -> new FormerSlug(null, slug)).toList();
        return former.isEmpty() ? null : former;
    }

    /**
     * Returns the former addresses of an article as they were, without null; at most 100, and null if there are none.
     */
    static List<String> addresses(Collection<String> addresses) {
        var former = addresses.stream().filter(Objects::nonNull).map(String::strip)
                .filter(address -> FormerAddress.parse(address).isPresent()).distinct().limit(MAX_READ).toList();
        return former.isEmpty() ? null : former;
    }
}
