package dev.byline.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.Caller;
import jakarta.validation.constraints.NotNull;

/** The caller of the request: a staff account, or an API key that belongs to no account. */
@Schema(description = "The caller: your account, or the API key of the request if the key belongs to no account. Such "
        + "a key has only `kind`, `name`, `role` and `scopes`.")
public final class OwnAccount {
    @NotNull
    public final CallerKind kind;
    public final UUID id;
    @Schema(description = "Send it as `If-Match` with a change.", examples = "1")
    public final Integer version;
    @NotNull
    @Schema(description = "The name of the account or key.", examples = "Mai Phạm")
    public final String name;
    @Schema(description = "The email. Absent for a key, and for an account whose OpenID provider does not give one.",
            examples = "mai.pham@example.com")
    public final String email;
    @NotNull
    public final StaffRole role;
    @NotNull
    @Schema(description = "The scopes of the request: those of the role, or the fewer ones of the key.")
    public final List<String> scopes;
    public final Boolean active;
    @Schema(description = "False until the owner of the account has chosen a password.")
    public final Boolean hasPassword;
    @Schema(description = "Whether the account is linked to the OpenID provider. The provider then sets its role.")
    public final Boolean external;
    public final Instant createdAt;

    /** The kind of a caller. */
    @Schema(name = "CallerKind",
            description = "`account`: a staff account, which signed in or owns the key. `environment`: the admin key "
                    + "that `BYLINE_ADMIN_KEY` sets. `key`: another key that belongs to no account, as the command "
                    + "`new-key` makes.")
    public enum CallerKind {
        account,
        environment,
        key
    }

    OwnAccount(Caller caller, Account account) {
        kind = account != null
                ? CallerKind.account
                : caller.isEnvironmentKey() ? CallerKind.environment : CallerKind.key;
        id = account == null ? null : account.id;
        version = account == null ? null : account.version;
        name = account == null ? caller.name() : account.name;
        email = account == null ? null : account.email;
        role = account == null ? StaffRole.valueOf(caller.role().orElseThrow()) : account.role;
        scopes = caller.scopes().stream().sorted().toList();
        active = account == null ? null : account.active;
        hasPassword = account == null ? null : account.passwordHash != null;
        external = account == null ? null : account.externalId != null;
        createdAt = account == null ? null : account.createdAt;
    }
}
