package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.site.SiteInput;
import dev.byline.text.PlainText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Settings that subscribers can change themselves. */
public record SubscriptionSettingsInput(
        @PlainText(max = SubscriptionInput.MAX_NAME_LENGTH) @Schema(examples = "Mai") String name,
        @NotNull @Pattern(regexp = SiteInput.LOCALE_PATTERN,
                message = "must be a locale such as en, vi or pt-BR (BCP 47)") @Schema(
                        examples = "vi") String locale,
        @Schema(description = "All articles. False without categories and authors unsubscribes.") boolean everything,
        @NotNull @Size(max = SubscriptionInput.MAX_TOPICS) @Schema(
                description = "Ids or slugs.") List<@NotNull String> categories,
        @NotNull @Size(max = SubscriptionInput.MAX_TOPICS) @Schema(
                description = "Ids or slugs.") List<@NotNull String> authors) {

    static SubscriptionSettingsInput of(Subscriber s, Topics topics) {
        return new SubscriptionSettingsInput(s.name, s.locale, topics.everything(),
                topics.categories().stream().map(c -> c.id().toString()).toList(),
                topics.authors().stream().map(a -> a.id().toString()).toList());
    }
}
