package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.SiteInput;
import dev.byline.text.PlainText;
import dev.byline.text.ValidEmailAddress;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Request to subscribe an address to mails about new articles. */
@Schema(name = "NewSubscription",
        description = "A request for mails about new articles. Without categories and authors, it covers all articles.",
        examples = "{\"email\": \"mai@example.com\", \"categories\": [\"publishing\"]}")
public record SubscriptionInput(
        @NotNull @ValidEmailAddress @Schema(examples = "mai@example.com") String email,
        @Size(max = MAX_TOPICS) @Schema(
                description = "Articles in these categories (ids or slugs) or below.") List<@NotNull String> categories,
        @Size(max = MAX_TOPICS) @Schema(
                description = "Articles by these authors (ids or slugs).") List<@NotNull String> authors,
        @Pattern(regexp = SiteInput.LOCALE_PATTERN,
                message = "must be a locale such as en, vi or pt-BR (BCP 47)") @Schema(
                        description = "The language of the standard texts in mails; the site's default locale if absent.",
                        examples = "vi") String locale,
        @PlainText(max = MAX_NAME_LENGTH) @Schema(description = "Never included in a mail.",
                examples = "Mai") String name,
        @Size(max = 2000) @Schema(
                description = "A honeypot: people do not see it, only bots fill it in.") String website2) {
    /** The maximum length of the name of a subscriber, in code points. */
    static final int MAX_NAME_LENGTH = 80;
    /** The maximum number of categories, and of authors, of a subscription. */
    static final int MAX_TOPICS = 20;
}
