package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.NewPassword;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A new password, by whoever knows the old one. */
@Schema(description = "A new password, by whoever knows the old one.", examples = """
        {"current": "a sentence that nobody else knows", "password": "another sentence, just as long"}""")
public record PasswordChange(
        @Size(max = NewPassword.MAX_LENGTH) @Schema(description = "Absent for whoever has none yet.",
                examples = "a sentence that nobody else knows") String current,
        @NotNull @NewPassword @Schema(examples = "another sentence, just as long") String password) {
    /** Without the passwords, because records are logged by mistake. */
    @Override
    public String toString() {
        return "PasswordChange";
    }
}
