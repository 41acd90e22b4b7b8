package dev.byline.transfer.format;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * The item of another source that an exported object was imported from. With it, a file of that source changes nothing
 * when it is imported again after the move to another Byline.
 *
 * @param hash
 *            the hash of the content that was imported, in hexadecimal digits
 * @param edited
 *            true if the object was changed after its import; null means false
 */
@Schema(name = "ImportOrigin", description = "The item of another source that the object was imported from.")
public record ImportOrigin(
        @NotNull @Size(min = 1, max = ImportLine.MAX_ID_LENGTH) @Schema(examples = "https://old.example") String source,
        @NotNull @Size(min = 1, max = ImportLine.MAX_ID_LENGTH) @Schema(examples = "42") String externalId,
        @NotNull @Pattern(regexp = "[0-9a-f]{64}", message = "must have 64 hexadecimal digits") @Schema(
                description = "The hash of the content that was imported.") String hash,
        @Schema(description = "True if the object was changed after its import.") Boolean edited) {
    /** The maximum number of origins of an object. */
    static final int MAX_COUNT = 100;
}
