package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.NewPassword;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A new password of the caller, with the current password as proof. */
@Schema(description = "A new password, with the current one as proof.", examples = """
        {"current": "a sentence that only you know", "password": "another sentence, just as long"}""")
public record PasswordChange(
        @Size(max = NewPassword.MAX_LENGTH) @Schema(description = "The current password; absent if the account has no "
                + "password yet.",
                examples = "a sentence that only you know") String current,
        @NotNull @NewPassword @Schema(examples = "another sentence, just as long") String password) {
    /** Returns a text without the passwords, because records end up in logs by mistake. */
    @Override
    public String toString() {
        return "PasswordChange";
    }
}
