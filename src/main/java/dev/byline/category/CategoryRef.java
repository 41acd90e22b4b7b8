package dev.byline.category;

import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.byline.site.LocalizedNames;
import jakarta.validation.constraints.NotNull;

/** Reference to a category in other resources. */
public record CategoryRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "ai-technology") String slug,
        @NotNull @Schema(examples = "AI Technology") String name,
        @JsonIgnore @Schema(hidden = true) Map<String, String> names) {

    /** Returns this reference with the name in a locale, if the category has one. */
    public CategoryRef inLocale(String locale) {
        return new CategoryRef(id, slug, LocalizedNames.nameIn(names, locale, name), names);
    }
}
