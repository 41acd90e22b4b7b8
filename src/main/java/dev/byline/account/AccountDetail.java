package dev.byline.account;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** An account. */
@Schema(description = "Somebody of the staff.")
public record AccountDetail(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "Mai Phạm") String name,
        @Schema(description = "Absent only for whoever comes from an OpenID provider that does not tell it.",
                examples = "mai.pham@example.com") String email,
        @NotNull StaffRole role,
        @NotNull boolean active,
        @NotNull @Schema(description = "False for whoever has not chosen a password.") boolean hasPassword,
        @NotNull @Schema(
                description = "Whether it comes from the OpenID provider, which then says its role.") boolean external,
        @NotNull Instant createdAt) implements Versioned {

    static AccountDetail of(Account account) {
        return new AccountDetail(account.id, account.version, account.name, account.email, account.role,
                account.active, account.passwordHash != null, account.externalId != null, account.createdAt);
    }
}
