package dev.byline.member;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.SiteInput;
import dev.byline.text.PlainText;
import dev.byline.text.ValidEmailAddress;
import dev.byline.text.WhiteSpace;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Settings that members can change themselves. */
public record MemberInput(
        @NotNull @PlainText(max = MAX_NAME_LENGTH) @Schema(examples = "Mai") String name,
        @NotNull @ValidEmailAddress @Schema(
                description = "A new address takes effect when the link that is sent to it is used. Until then, "
                        + "the response has the former address.",
                examples = "mai@example.com") String email,
        @Pattern(regexp = SiteInput.LOCALE_PATTERN,
                message = "must be a locale such as en, vi or pt-BR (BCP 47)") @Schema(
                        examples = "vi") String locale) {
    /** The maximum length of the name of a member, in code points. */
    static final int MAX_NAME_LENGTH = 80;

    public MemberInput {
        name = WhiteSpace.normalizeSpaces(name);
    }

    static MemberInput of(Member m) {
        return new MemberInput(m.name, m.email, m.locale);
    }
}
