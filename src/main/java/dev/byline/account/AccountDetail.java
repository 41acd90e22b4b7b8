package dev.byline.account;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A staff account, as the admin API returns it. */
@Schema(description = "A staff account.")
public final class AccountDetail implements Versioned {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "Send it as `If-Match` with a change.", examples = "1")
    public final int version;
    @NotNull
    @Schema(examples = "Mai Phạm")
    public final String name;
    @Schema(description = "The email. Absent only for an account whose OpenID provider does not give one.",
            examples = "mai.pham@example.com")
    public final String email;
    @NotNull
    public final StaffRole role;
    @NotNull
    public final boolean active;
    @NotNull
    @Schema(description = "False until the owner of the account has chosen a password.")
    public final boolean hasPassword;
    @NotNull
    @Schema(description = "Whether the account is linked to the OpenID provider. The provider then sets its role.")
    public final boolean external;
    @NotNull
    public final Instant createdAt;

    AccountDetail(Account account) {
        id = account.id;
        version = account.version;
        name = account.name;
        email = account.email;
        role = account.role;
        active = account.active;
        hasPassword = account.passwordHash != null;
        external = account.externalId != null;
        createdAt = account.createdAt;
    }

    @Override
    public int version() {
        return version;
    }
}
