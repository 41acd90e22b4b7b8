package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.SiteInput;
import dev.byline.text.EmailAddress;
import dev.byline.text.Line;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What a reader asks for. */
@Schema(name = "NewSubscription",
        description = "Which mails an address is to get. Without categories and authors: all.",
        examples = "{\"email\": \"mai@example.com\", \"categories\": [\"publishing\"]}")
public record SubscriptionInput(
        @NotNull @EmailAddress @Schema(examples = "mai@example.com") String email,
        @Size(max = 20) @Schema(
                description = "Articles in these (ids or slugs), and in what is below them.") List<@NotNull String> categories,
        @Size(max = 20) @Schema(description = "Articles by these (ids or slugs).") List<@NotNull String> authors,
        @Pattern(regexp = SiteInput.LOCALE, message = "must be a locale such as en, vi or pt-BR (BCP 47)") @Schema(
                description = "The language of the mails' own words; the site's default locale if absent.",
                examples = "vi") String locale,
        @Line(max = 80) @Schema(description = "Never repeated in a mail.", examples = "Mai") String name,
        @Size(max = 2000) @Schema(
                description = "A field that people do not see: whoever fills it in is a machine and gets nothing.") String website2) {}
