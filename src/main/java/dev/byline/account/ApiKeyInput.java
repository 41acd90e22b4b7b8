package dev.byline.account;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The fields of an API key that can be changed. */
@Schema(description = "The fields of an API key that can be changed.", examples = """
        {"name": "The script that imports"}""")
public record ApiKeyInput(
        @NotNull @PlainText(max = MAX_NAME_LENGTH) @Schema(examples = "The script that imports") String name,
        @Size(min = 1, max = MAX_SCOPES) @Schema(
                description = "The scopes of the key; all scopes of its role if absent. "
                        + "The security scheme `signIn` of this contract lists them.",
                examples = "[\"articles:read\", \"articles:write\"]") List<@NotNull String> scopes,
        @Schema(description = "When the key expires; never if absent.",
                examples = "2030-01-01T00:00:00Z") Instant expiresAt) {
    /** The maximum length of the name of a key, in code points. */
    static final int MAX_NAME_LENGTH = 100;
    /** The maximum number of scopes of a key. */
    static final int MAX_SCOPES = 20;

    public ApiKeyInput {
        name = WhiteSpace.normalizeSpaces(name);
        scopes = scopes == null || scopes.contains(null) ? scopes : scopes.stream().distinct().sorted().toList();
    }

    static ApiKeyInput of(ApiKey key) {
        return new ApiKeyInput(key.name, key.scopes, key.expiresAt);
    }
}
