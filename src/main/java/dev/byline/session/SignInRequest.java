package dev.byline.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.NewPassword;
import dev.byline.text.ParsedEmailAddress;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Email and password of a sign-in. */
@Schema(name = "SignIn", description = "The email and the password of a sign-in.", examples = """
        {"email": "mai@example.com", "password": "a sentence that only you know"}""")
public record SignInRequest(
        @NotNull @Size(max = ParsedEmailAddress.MAX_LENGTH,
                message = "must have at most " + ParsedEmailAddress.MAX_LENGTH + " characters") @Schema(
                        examples = "mai@example.com") String email,
        @NotNull @Size(max = NewPassword.MAX_LENGTH,
                message = "must have at most " + NewPassword.MAX_LENGTH + " characters") @Schema(
                        examples = "a sentence that only you know") String password) {
    /** Omits the password, because records are logged by mistake. */
    @Override
    public String toString() {
        return "SignInRequest";
    }
}
