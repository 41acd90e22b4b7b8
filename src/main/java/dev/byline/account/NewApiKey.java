package dev.byline.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A key to be made. */
@Schema(description = "A key to be made.",
        examples = """
                {"name": "The nightly import", "scopes": ["articles:read", "articles:write"], "expiresAt": "2030-01-01T00:00:00Z"}""")
public record NewApiKey(
        @NotNull @PlainText(max = 100) @Schema(examples = "The nightly import") String name,
        @Schema(description = "Whose key it is; your own if absent. Only for admins.",
                nullable = true, examples = {
                }) UUID account,
        @Schema(description = "For a key of no account, which only a key of no account can make.",
                nullable = true, examples = {}) StaffRole role,
        @Size(min = 1, max = 20) @Schema(
                description = "What the key may do; all that the role may if absent. The contract's `signIn` lists the scopes.",
                examples = "[\"articles:read\", \"articles:write\"]") List<@NotNull String> scopes,
        @Schema(description = "When it stops to work; never if absent.",
                examples = "2030-01-01T00:00:00Z") Instant expiresAt){

    ApiKeyInput toApiKeyInput() {
        return new ApiKeyInput(name, scopes, expiresAt);
    }
}
