package dev.byline.tag;

import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.byline.site.LocalizedNames;
import jakarta.validation.constraints.NotNull;

/** Reference to a tag in other resources. */
public record TagRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "electric-cars") String slug,
        @NotNull @Schema(examples = "Electric cars") String name,
        @JsonIgnore @Schema(hidden = true) Map<String, String> names) {

    /** Returns this reference with the name in a locale, if the tag has one. */
    public TagRef inLocale(String locale) {
        return new TagRef(id, slug, LocalizedNames.nameIn(names, locale, name), names);
    }
}
