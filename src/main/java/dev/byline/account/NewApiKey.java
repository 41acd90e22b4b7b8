package dev.byline.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** An API key to create. */
@Schema(description = "An API key to create.",
        examples = """
                {"name": "The nightly import", "scopes": ["articles:read", "articles:write"], "expiresAt": "2030-01-01T00:00:00Z"}""")
public record NewApiKey(
        @NotNull @PlainText(max = ApiKeyInput.MAX_NAME_LENGTH) @Schema(examples = "The nightly import") String name,
        @Schema(description = "The account that the key belongs to; your own if absent. Only admins can name another "
                + "account.",
                nullable = true, examples = {
                }) UUID account,
        @Schema(description = "The role of a key of no account. Only a key of no account can create one.",
                nullable = true, examples = {}) StaffRole role,
        @Size(min = 1, max = ApiKeyInput.MAX_SCOPES) @Schema(
                description = "The scopes of the key; all scopes of its role if absent. "
                        + "The security scheme `signIn` of this contract lists them.",
                examples = "[\"articles:read\", \"articles:write\"]") List<@NotNull String> scopes,
        @Schema(description = "When the key expires; never if absent.",
                examples = "2030-01-01T00:00:00Z") Instant expiresAt){

    ApiKeyInput toApiKeyInput() {
        return new ApiKeyInput(name, scopes, expiresAt);
    }
}
