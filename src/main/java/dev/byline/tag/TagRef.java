package dev.byline.tag;

import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.byline.site.LocalNames;
import jakarta.validation.constraints.NotNull;

/** A tag as others refer to it. */
public record TagRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "electric-cars") String slug,
        @NotNull @Schema(examples = "Electric cars") String name,
        @JsonIgnore @Schema(hidden = true) Map<String, String> names) {

    /** The same with the name that it has in the locale. */
    public TagRef inLocale(String locale) {
        return new TagRef(id, slug, LocalNames.pick(names, locale, name), names);
    }
}
