package dev.byline.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.idempotency.HasSecrets;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** An API key. The secret is present only in the response that creates the key or rotates its secret. */
@Schema(name = "ApiKey", description = "A key of the admin API.")
public record ApiKeyDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "The nightly import") String name,
        @Schema(description = "The account that the key belongs to; absent for a key of no account.") UUID account,
        @Schema(description = "The role of a key of no account; absent for a key of an account, which has the role of "
                + "the account.") StaffRole role,
        @Schema(description = "The scopes of the key; absent for all scopes of its role.",
                examples = "[\"articles:read\", \"articles:write\"]") List<String> scopes,
        @Schema(description = "The last four characters of the key, to tell it from others.",
                examples = "…x7Qw") String hint,
        @Schema(description = "The key itself: send it as `Authorization: Bearer <key>`. Only this response contains "
                + "it.",
                examples = "byline_…") String key,
        @NotNull Instant createdAt,
        @Schema(description = "When the key expires; absent if it never does.") Instant expiresAt,
        @Schema(description = "When the key was last used, to the minute; absent if it never was.") Instant lastUsedAt,
        @Schema(description = "When the former secret stops working.") Instant formerUntil)
        implements
            Versioned,
            HasSecrets {

    static ApiKeyDetail of(ApiKey key, String secret) {
        return new ApiKeyDetail(key.id, key.version, key.name, key.accountId, key.role, key.scopes, key.hint, secret,
                key.createdAt, key.expiresAt, key.lastUsedAt, key.formerUntil);
    }

    @Override
    public ApiKeyDetail withoutSecrets() {
        return new ApiKeyDetail(id, version, name, account, role, scopes, hint, null, createdAt, expiresAt, lastUsedAt,
                formerUntil);
    }

    /** Returns a text without the key, because records end up in logs by mistake. */
    @Override
    public String toString() {
        return "ApiKey " + id;
    }
}
