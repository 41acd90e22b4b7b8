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
public final class ApiKeyDetail implements Versioned, HasSecrets, Cloneable {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "Send it as `If-Match` with a change.", examples = "1")
    public final int version;
    @NotNull
    @Schema(examples = "The nightly import")
    public final String name;
    @Schema(description = "The account that the key belongs to; absent for a key of no account.")
    public final UUID account;
    @Schema(description = "The role of a key of no account; absent for a key of an account, which has the role of "
            + "the account.")
    public final StaffRole role;
    @Schema(description = "The scopes of the key; absent for all scopes of its role.",
            examples = "[\"articles:read\", \"articles:write\"]")
    public final List<String> scopes;
    @Schema(description = "The last four characters of the key, to tell it from others.", examples = "…x7Qw")
    public final String hint;
    @Schema(description = "The key itself: send it as `Authorization: Bearer <key>`. Only this response contains "
            + "it.", examples = "byline_…")
    public String key;
    @NotNull
    public final Instant createdAt;
    @Schema(description = "When the key expires; absent if it never does.")
    public final Instant expiresAt;
    @Schema(description = "When the key was last used, to the minute; absent if it never was.")
    public final Instant lastUsedAt;
    @Schema(description = "When the former secret stops working.")
    public final Instant formerUntil;

    ApiKeyDetail(ApiKey apiKey, String secret) {
        id = apiKey.id;
        version = apiKey.version;
        name = apiKey.name;
        account = apiKey.accountId;
        role = apiKey.role;
        scopes = apiKey.scopes;
        hint = apiKey.hint;
        key = secret;
        createdAt = apiKey.createdAt;
        expiresAt = apiKey.expiresAt;
        lastUsedAt = apiKey.lastUsedAt;
        formerUntil = apiKey.formerUntil;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public ApiKeyDetail withoutSecrets() {
        try {
            var copy = (ApiKeyDetail) clone();
            copy.key = null;
            return copy;
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns a text without the key, because objects end up in logs by mistake. */
    @Override
    public String toString() {
        return "ApiKeyDetail " + id;
    }
}
