package dev.byline.member;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.security.NewPassword;
import dev.byline.site.SiteInput;
import dev.byline.text.PlainText;
import dev.byline.text.ValidEmailAddress;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Request to sign up as a member. */
@Schema(name = "SignUp", description = "A sign-up. Members without a password sign in with links in mails.",
        examples = """
                {"name": "Mai", "email": "mai@example.com", "password": "a sentence that only you know"}""")
public record SignUpRequest(
        @NotNull @PlainText(max = MemberInput.MAX_NAME_LENGTH) @Schema(description = "Shown with comments.",
                examples = "Mai") String name,
        @NotNull @ValidEmailAddress @Schema(description = "Never shown.", examples = "mai@example.com") String email,
        @NewPassword @Schema(minLength = NewPassword.MIN_LENGTH, maxLength = NewPassword.MAX_LENGTH,
                examples = "a sentence that only you know") String password,
        @Pattern(regexp = SiteInput.LOCALE_PATTERN,
                message = "must be a locale such as en, vi or pt-BR (BCP 47)") @Schema(
                        description = "The language of mails; the site's default locale if absent.",
                        examples = "vi") String locale) {
    public SignUpRequest {
        name = WhiteSpace.normalizeSpaces(name);
    }

    /** Omits the password, because records are logged by mistake. */
    @Override
    public String toString() {
        return "SignUpRequest";
    }
}
