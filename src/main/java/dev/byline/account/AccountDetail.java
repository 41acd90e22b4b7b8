package dev.byline.account;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A staff account, as the admin API returns it. */
@Schema(description = "A staff account.")
public record AccountDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "Mai Phạm") String name,
        @Schema(description = "The email. Absent only for an account whose OpenID provider does not give one.",
                examples = "mai.pham@example.com") String email,
        @NotNull StaffRole role,
        @NotNull boolean active,
        @NotNull @Schema(
                description = "False until the owner of the account has chosen a password.") boolean hasPassword,
        @NotNull @Schema(
                description = "Whether the account is linked to the OpenID provider. The provider then sets its "
                        + "role.") boolean external,
        @NotNull Instant createdAt) implements Versioned {

    static AccountDetail of(Account account) {
        return new AccountDetail(account.id, account.version, account.name, account.email, account.role,
                account.active, account.passwordHash != null, account.externalId != null, account.createdAt);
    }
}
