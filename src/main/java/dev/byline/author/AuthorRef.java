package dev.byline.author;

import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.byline.site.LocalizedNames;
import jakarta.validation.constraints.NotNull;

/** Reference to an author in other resources. */
public record AuthorRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "linh-tran") String slug,
        @NotNull @Schema(examples = "Linh Tran") String name,
        @JsonIgnore @Schema(hidden = true) Map<String, String> names) {

    /** Returns this reference with the name in a locale, if the author has one. */
    public AuthorRef inLocale(String locale) {
        return new AuthorRef(id, slug, LocalizedNames.nameIn(names, locale, name), names);
    }
}
