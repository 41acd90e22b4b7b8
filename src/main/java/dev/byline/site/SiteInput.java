package dev.byline.site;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What an admin may set of the site. */
public record SiteInput(
        @NotNull @PlainText(max = 200) @Schema(examples = "Byline") String title,
        @NotNull @Schema(description = "The locale of whatever names none; one of `locales`.",
                examples = "en") String defaultLocale,
        @NotNull @Size(min = 1,
                max = 50) @Schema(description = "The locales that articles may have (BCP 47).") List<@NotNull @Pattern(
                        regexp = LOCALE_PATTERN,
                        message = "must be a locale such as en, vi or pt-BR (BCP 47)") String> locales,
        @NotNull @Schema(
                description = "Which comments wait for a moderator: `none`, those of a `first_time`, or `all`. Guests always count as first-timers, because anybody can type an email; members whose email is verified do not once a comment of theirs was approved.") ModerationPolicy commentsPolicy,
        @Min(1) @Max(36_500) @Schema(
                description = "For how many days after its publication an article can be commented on; absent: for ever.",
                examples = "90") Integer commentsCloseAfterDays,
        @Pattern(regexp = SLUG_URL_PATTERN, message = "must be an http or https address with {slug} in it") @Schema(
                description = "Where the frontend shows an article; `{slug}` and `{locale}` are filled in.",
                examples = "https://blog.example/{slug}") String articleUrl,
        @Pattern(regexp = SLUG_URL_PATTERN, message = "must be an http or https address with {slug} in it") @Schema(
                examples = "https://blog.example/categories/{slug}") String categoryUrl,
        @Pattern(regexp = HOME_URL_PATTERN, message = "must be an http or https address") @Schema(
                description = "Where the frontend begins; `{locale}` is filled in.",
                examples = "https://blog.example/") String siteUrl,
        @Pattern(regexp = SLUG_URL_PATTERN, message = "must be an http or https address with {slug} in it") @Schema(
                examples = "https://blog.example/tags/{slug}") String tagUrl,
        @Pattern(regexp = SLUG_URL_PATTERN, message = "must be an http or https address with {slug} in it") @Schema(
                examples = "https://blog.example/authors/{slug}") String authorUrl) {
    /** Language, optional script, optional region. */
    public static final String LOCALE_PATTERN = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";
    private static final String SLUG_URL_PATTERN = "^https?://[!-~]{1,1900}\\{slug\\}[!-~]{0,50}$";
    private static final String HOME_URL_PATTERN = "^https?://[!-~]{1,1950}$";

    static SiteInput of(Site site) {
        return new SiteInput(site.title, site.defaultLocale, site.locales, site.commentsPolicy,
                site.commentsCloseAfterDays, site.articleUrl,
                site.categoryUrl, site.siteUrl, site.tagUrl, site.authorUrl);
    }
}
