package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidEmailAddress;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;

/** The fields of an account that an admin can set. */
@Schema(description = "The fields of an account that an admin can set.", examples = """
        {"name": "Mai Phạm", "email": "mai.pham@example.com", "role": "editor"}""")
public record AccountInput(
        @NotNull @PlainText(max = MAX_NAME_LENGTH) @Schema(examples = "Mai Phạm") String name,
        @NotNull @ValidEmailAddress @Schema(
                description = "The email to sign in with. Only admins and the owner of the account see it.",
                examples = "mai.pham@example.com") String email,
        @NotNull @Schema(examples = "editor") StaffRole role,
        @Schema(description = "False ends all sessions of the account and disables its API keys until the field is "
                + "true again.",
                defaultValue = "true") Boolean active) {
    /** The maximum length of the name of an account, in code points. */
    static final int MAX_NAME_LENGTH = 100;

    public AccountInput {
        name = WhiteSpace.normalizeSpaces(name);
        email = email == null ? null : email.strip();
        active = active == null ? Boolean.TRUE : active;
    }

    static AccountInput of(Account account) {
        return new AccountInput(account.name, account.email, account.role, account.active);
    }
}
