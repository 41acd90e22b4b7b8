package dev.byline.author;

import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.byline.site.LocalNames;
import jakarta.validation.constraints.NotNull;

/** An author as others refer to it. */
public record AuthorRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "linh-tran") String slug,
        @NotNull @Schema(examples = "Linh Tran") String name,
        @JsonIgnore @Schema(hidden = true) Map<String, String> names) {

    /** The same with the name that it has in the locale. */
    public AuthorRef inLocale(String locale) {
        return new AuthorRef(id, slug, LocalNames.pick(names, locale, name), names);
    }
}
