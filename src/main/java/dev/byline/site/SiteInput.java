package dev.byline.site;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import dev.byline.text.ValidWebAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** The settings of the site that an admin can change. */
public record SiteInput(
        @NotNull @PlainText(max = 200) @Schema(examples = "Byline") String title,
        @NotNull @Schema(description = "The locale of content and requests that name none; one of `locales`.",
                examples = "en") String defaultLocale,
        @NotNull @Size(min = 1,
                max = 50) @Schema(description = "The locales that articles may have (BCP 47).") List<@NotNull @Pattern(
                        regexp = LOCALE_PATTERN,
                        message = "must be a locale such as en, vi or pt-BR (BCP 47)") String> locales,
        @NotNull @Schema(
                description = "The comments that wait for a moderator: `none`, comments of first-time commenters "
                        + "(`first_time`), or `all`. A guest always counts as a first-time commenter, because any "
                        + "reader can enter any email. A member with a verified email does not, once a comment of that "
                        + "member was approved.") ModerationPolicy commentsPolicy,
        @Min(1) @Max(MAX_COMMENTS_CLOSE_AFTER_DAYS) @Schema(
                description = "The days after publication for which articles accept comments; absent if they always "
                        + "do.",
                examples = "90") Integer commentsCloseAfterDays,
        @ValidTimeZone @Schema(
                description = "The time zone (IANA) in which times without an offset, such as `2030-01-01T09:00`, are "
                        + "read when staff send them. `UTC` if absent.",
                examples = "Europe/Berlin") String timeZone,
        @ValidUrlTemplate(needs = "slug") @Schema(pattern = GIVEN_SLUG_URL_PATTERN,
                description = "The URL at which the frontend shows an article; `{slug}` and `{locale}` are filled in.",
                examples = "https://blog.example/{slug}") String articleUrl,
        @ValidUrlTemplate(needs = "slug") @Schema(pattern = GIVEN_SLUG_URL_PATTERN,
                description = "The URL at which the frontend shows a page, an article of the kind `page`; `{slug}` "
                        + "and `{locale}` are filled in. `articleUrl` if absent.",
                examples = "https://blog.example/pages/{slug}") String pageUrl,
        @ValidUrlTemplate(needs = "slug") @Schema(pattern = GIVEN_SLUG_URL_PATTERN,
                examples = "https://blog.example/categories/{slug}") String categoryUrl,
        @ValidUrlTemplate(message = "must be an http or https URL") @Schema(pattern = GIVEN_HOME_URL_PATTERN,
                description = "The URL of the home page of the frontend; `{locale}` is filled in.",
                examples = "https://blog.example/") String siteUrl,
        @ValidUrlTemplate(needs = "slug") @Schema(pattern = GIVEN_SLUG_URL_PATTERN,
                examples = "https://blog.example/tags/{slug}") String tagUrl,
        @ValidUrlTemplate(needs = "slug") @Schema(pattern = GIVEN_SLUG_URL_PATTERN,
                examples = "https://blog.example/authors/{slug}") String authorUrl,
        @ValidUrlTemplate(needs = "token") @Schema(pattern = GIVEN_TOKEN_URL_PATTERN,
                description = "The URL at which the frontend shows a working copy; `{token}`, `{slug}` and "
                        + "`{locale}` are filled in. The frontend reads `GET /api/v1/previews/{token}`. If "
                        + "absent, previews lead to a page of Byline.",
                examples = "https://blog.example/preview/{token}") String previewUrl,
        @ValidUrlTemplate(needs = "token") @Schema(pattern = GIVEN_TOKEN_URL_PATTERN,
                description = "The URL at which the frontend signs in a reader who followed the link of a mail, by "
                        + "`POST /api/v1/members/sign-in`" + LINK_OF_MAIL,
                examples = "https://blog.example/sign-in?token={token}") String signInUrl,
        @ValidUrlTemplate(needs = "token") @Schema(pattern = GIVEN_TOKEN_URL_PATTERN,
                description = "The URL at which the frontend verifies the email of a new member, by "
                        + "`POST /api/v1/members/verify`" + LINK_OF_MAIL,
                examples = "https://blog.example/verify?token={token}") String verifyUrl,
        @ValidUrlTemplate(needs = "token") @Schema(pattern = GIVEN_TOKEN_URL_PATTERN,
                description = "The URL at which the frontend asks a member for a new password, by "
                        + "`POST /api/v1/members/password`" + LINK_OF_MAIL,
                examples = "https://blog.example/password?token={token}") String passwordUrl,
        @ValidUrlTemplate(needs = "token") @Schema(pattern = GIVEN_TOKEN_URL_PATTERN,
                description = "The URL at which the frontend confirms a subscription, by "
                        + "`POST /api/v1/subscriptions/confirm`" + LINK_OF_MAIL,
                examples = "https://blog.example/confirm?token={token}") String confirmUrl,
        @ValidUrlTemplate(needs = "token") @Schema(pattern = GIVEN_TOKEN_URL_PATTERN,
                description = "The URL at which the frontend shows a subscriber the subscription, with the token as "
                        + "`Subscription-Token`" + LINK_OF_MAIL,
                examples = "https://blog.example/subscription?token={token}") String manageUrl,
        @PlainText(max = MAX_DESCRIPTION_LENGTH, multiline = true) @Schema(
                description = "Plain text for search engines, feeds and the head of the home page.",
                examples = "News of machines, in two languages") String description,
        @Valid @Schema(
                description = "A wide image for the head of pages; feeds and search engines show it.") SiteLogo logo,
        @ValidWebAddress(orMedium = true) @Schema(
                description = "The URL of a square image, of 512 pixels if possible, for the tab of "
                        + "the browser, home screens and feed readers.",
                examples = "https://blog.example/icon.png") String icon,
        @Size(max = MAX_SOCIAL_LINKS) @Schema(
                description = "The pages of the site in social networks, in the order in which to show them.") List<@NotNull @Valid SocialLink> social,
        @Size(max = PictureWidths.MAX_COUNT) @Schema(
                description = "The widths in which pictures can be requested, in pixels. The default if absent.",
                examples = "[320, 640, 960, 1280, 1600, 1920, 2560]") List<@NotNull @Min(PictureWidths.MIN) @Max(PictureWidths.MAX) Integer> pictureWidths) {
    private static final int MAX_DESCRIPTION_LENGTH = 500;
    private static final int MAX_SOCIAL_LINKS = 20;
    /** A hundred years; the constraint {@code site_comments_close_after_days} has the same number. */
    private static final int MAX_COMMENTS_CLOSE_AFTER_DAYS = 36_500;
    /** A locale (BCP 47): a language, an optional script and an optional region. */
    public static final String LOCALE_PATTERN = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";
    private static final String LINK_OF_MAIL = "; `{token}` and `{locale}` are filled in. If absent, the link of the "
            + "mail leads to a page of Byline.";
    /** The pattern of the contract: a client may send an international host, which is read in ASCII. */
    private static final String GIVEN_SLUG_URL_PATTERN = "^https?://\\S{1,1900}\\{slug\\}[!-~]{0,50}$";
    private static final String GIVEN_TOKEN_URL_PATTERN = "^https?://\\S{1,1900}\\{token\\}[!-~]{0,50}$";
    private static final String GIVEN_HOME_URL_PATTERN = "^https?://\\S{1,1950}$";
}
