package dev.byline.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.NewPassword;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Email and password of a sign-in. */
@Schema(name = "SignIn", description = "The email and the password of a sign-in.", examples = """
        {"email": "mai@example.com", "password": "a sentence that nobody else knows"}""")
public record SignInRequest(
        @NotNull @Size(max = 254, message = "must have at most 254 characters") @Schema(
                examples = "mai@example.com") String email,
        @NotNull @Size(max = NewPassword.MAX, message = "must have at most 200 characters") @Schema(
                examples = "a sentence that nobody else knows") String password) {
    /** Omits the password, because records are logged by mistake. */
    @Override
    public String toString() {
        return "SignInRequest";
    }
}
