package dev.byline.site;

import java.util.List;
import java.util.function.UnaryOperator;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** The settings of the site with their version, as the admin API returns them. */
public final class SiteDetail implements Versioned {
    @NotNull
    @Schema(description = "Send it as `If-Match` with a change.", examples = "1")
    public final int version;
    @NotNull
    @Schema(examples = "Byline")
    public final String title;
    @NotNull
    @Schema(examples = "en")
    public final String defaultLocale;
    @NotNull
    public final List<String> locales;
    @NotNull
    public final ModerationPolicy commentsPolicy;
    @Schema(description = "The days after publication for which articles accept comments; absent if they always "
            + "do.", examples = "90")
    public final Integer commentsCloseAfterDays;
    @NotNull
    @Schema(description = "The time zone (IANA) in which times without an offset are read, and months of "
            + "the archive begin.",
            examples = "Europe/Berlin")
    public final String timeZone;
    public final String articleUrl;
    public final String pageUrl;
    public final String categoryUrl;
    public final String siteUrl;
    public final String tagUrl;
    public final String authorUrl;
    public final String previewUrl;
    public final String signInUrl;
    public final String verifyUrl;
    public final String passwordUrl;
    public final String confirmUrl;
    public final String manageUrl;
    @Schema(examples = "News of machines, in two languages")
    public final String description;
    public final SiteLogo logo;
    @Schema(description = "The URL of a square image.", examples = "https://blog.example/icon.png")
    public final String icon;
    @NotNull
    @Schema(description = "The widths in which pictures can be requested, in pixels.",
            examples = "[320, 640, 960, 1280, 1600, 1920, 2560]")
    public final List<Integer> pictureWidths;

    @Schema(description = "The pages of the site in social networks, in the order in which to show them.")
    public final List<SocialLink> social;

    SiteDetail(Site site, UnaryOperator<String> mediaUrls) {
        version = site.version;
        title = site.title;
        defaultLocale = site.defaultLocale;
        locales = site.locales;
        commentsPolicy = site.commentsPolicy;
        commentsCloseAfterDays = site.commentsCloseAfterDays;
        timeZone = site.timeZone;
        articleUrl = site.articleUrl;
        pageUrl = site.pageUrl;
        categoryUrl = site.categoryUrl;
        siteUrl = site.siteUrl;
        tagUrl = site.tagUrl;
        authorUrl = site.authorUrl;
        previewUrl = site.previewUrl;
        signInUrl = site.signInUrl;
        verifyUrl = site.verifyUrl;
        passwordUrl = site.passwordUrl;
        confirmUrl = site.confirmUrl;
        manageUrl = site.manageUrl;
        description = site.description;
        logo = SiteLogo.withUrl(site.logo, mediaUrls);
        icon = mediaUrls.apply(site.icon);
        pictureWidths = site.pictureWidths;
        social = site.social;
    }

    @Override
    public int version() {
        return version;
    }

    /** The settings of the site, as the public API returns them. */
    @Schema(name = "Site", description = "The settings of the site.")
    public static final class PublicSite {
        @NotNull
        @Schema(examples = "Byline")
        public final String title;
        @NotNull
        @Schema(examples = "en")
        public final String defaultLocale;
        @NotNull
        public final List<String> locales;
        @NotNull
        public final ModerationPolicy commentsPolicy;
        @Schema(description = "The days after publication for which articles accept comments; absent if they "
                + "always do.", examples = "90")
        public final Integer commentsCloseAfterDays;
        @NotNull
        @Schema(description = "The time zone (IANA) in which times without an offset are read, and months of "
                + "the archive begin.",
                examples = "Europe/Berlin")
        public final String timeZone;
        public final String articleUrl;
        public final String pageUrl;
        public final String categoryUrl;
        public final String siteUrl;
        public final String tagUrl;
        public final String authorUrl;
        public final String previewUrl;
        public final String signInUrl;
        public final String verifyUrl;
        public final String passwordUrl;
        public final String confirmUrl;
        public final String manageUrl;
        @Schema(examples = "News of machines, in two languages")
        public final String description;
        public final SiteLogo logo;
        @Schema(description = "The URL of a square image.", examples = "https://blog.example/icon.png")
        public final String icon;
        @NotNull
        @Schema(description = "The widths in which pictures can be requested, in pixels.",
                examples = "[320, 640, 960, 1280, 1600, 1920, 2560]")
        public final List<Integer> pictureWidths;

        @Schema(description = "The pages of the site in social networks, in the order in which to show them.")
        public final List<SocialLink> social;

        PublicSite(Site site, UnaryOperator<String> mediaUrls) {
            title = site.title;
            defaultLocale = site.defaultLocale;
            locales = site.locales;
            commentsPolicy = site.commentsPolicy;
            commentsCloseAfterDays = site.commentsCloseAfterDays;
            timeZone = site.timeZone;
            articleUrl = site.articleUrl;
            pageUrl = site.pageUrl;
            categoryUrl = site.categoryUrl;
            siteUrl = site.siteUrl;
            tagUrl = site.tagUrl;
            authorUrl = site.authorUrl;
            previewUrl = site.previewUrl;
            signInUrl = site.signInUrl;
            verifyUrl = site.verifyUrl;
            passwordUrl = site.passwordUrl;
            confirmUrl = site.confirmUrl;
            manageUrl = site.manageUrl;
            description = site.description;
            logo = SiteLogo.withUrl(site.logo, mediaUrls);
            icon = mediaUrls.apply(site.icon);
            pictureWidths = site.pictureWidths;
            social = site.social;
        }

        /** Returns the template of the URLs of articles, or of pages, or null; pages have that of articles by default. */
        public String urlTemplate(boolean page) {
            return page && pageUrl != null ? pageUrl : articleUrl;
        }

        /** Returns the URL at which the frontend shows an article or a page, or null if none is configured. */
        public String urlOf(boolean page, String slug, String locale) {
            return fillTemplate(urlTemplate(page), slug, locale);
        }

        /** Returns the URL at which the frontend shows a preview, or null if none is configured. */
        public String previewUrl(String token, String slug, String locale) {
            var url = fillTemplate(previewUrl, slug, locale);
            return url == null ? null : url.replace("{token}", token);
        }

        /** Fills {@code {slug}} and {@code {locale}} in a URL template; null for a null template. */
        public static String fillTemplate(String template, String slug, String locale) {
            return template == null ? null : template.replace("{slug}", slug).replace("{locale}", locale);
        }
    }
}
