package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.TextUtils;
import dev.byline.text.ValidEmailAddress;
import jakarta.validation.constraints.NotNull;

/** What an admin may set of an account. */
@Schema(description = "What an admin may set of an account.", examples = """
        {"name": "Mai Phạm", "email": "mai.pham@example.com", "role": "editor"}""")
public record AccountInput(
        @NotNull @PlainText(max = 100) @Schema(examples = "Mai Phạm") String name,
        @NotNull @ValidEmailAddress @Schema(
                description = "Whereby somebody signs in; only admins and its owner see it.",
                examples = "mai.pham@example.com") String email,
        @NotNull @Schema(examples = "editor") StaffRole role,
        @Schema(description = "False ends all sessions and stops all keys of the account, until it is true again.",
                defaultValue = "true") Boolean active) {

    public AccountInput {
        name = TextUtils.normalizeSpaces(name);
        email = email == null ? null : email.strip();
        active = active == null ? Boolean.TRUE : active;
    }

    static AccountInput of(Account account) {
        return new AccountInput(account.name, account.email, account.role, account.active);
    }
}
