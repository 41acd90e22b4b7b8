package dev.byline.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.idempotency.HasSecrets;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A key, with its secret only at its making and renewal. */
@Schema(name = "ApiKey", description = "A key of the staff door.")
public record ApiKeyDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "The nightly import") String name,
        @Schema(description = "The account that it belongs to; absent for a key of no account.") UUID account,
        @Schema(description = "The role of a key of no account; another has its account's.") StaffRole role,
        @Schema(description = "What it may do; absent for all that its role may.",
                examples = "[\"articles:read\", \"articles:write\"]") List<String> scopes,
        @Schema(description = "How it ends, to tell it from others.", examples = "…x7Qw") String hint,
        @Schema(description = "The key itself: send it as `Authorization: Bearer <key>`. It is shown this once.",
                examples = "byline_…") String key,
        @NotNull Instant createdAt,
        @Schema(description = "When it stops to work; absent for never.") Instant expiresAt,
        @Schema(description = "When it was last used, to the minute; absent for never.") Instant lastUsedAt,
        @Schema(description = "Until when the former secret still works.") Instant formerUntil)
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

    /** Without the key, because records are logged by mistake. */
    @Override
    public String toString() {
        return "ApiKey " + id;
    }
}
