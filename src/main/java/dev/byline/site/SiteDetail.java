package dev.byline.site;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** The settings of the site with their version, as the admin API returns them. */
public record SiteDetail(
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "Byline") String title,
        @NotNull @Schema(examples = "en") String defaultLocale,
        @NotNull List<String> locales,
        @NotNull ModerationPolicy commentsPolicy,
        @Schema(description = "The days after publication for which articles accept comments; absent if they always "
                + "do.",
                examples = "90") Integer commentsCloseAfterDays,
        String articleUrl,
        String categoryUrl,
        String siteUrl,
        String tagUrl,
        String authorUrl) implements Versioned {

    static SiteDetail of(Site site) {
        return new SiteDetail(site.version, site.title, site.defaultLocale, site.locales, site.commentsPolicy,
                site.commentsCloseAfterDays,
                site.articleUrl, site.categoryUrl, site.siteUrl, site.tagUrl, site.authorUrl);
    }

    /** The settings of the site, as the public API returns them. */
    @Schema(name = "Site", description = "The settings of the site.")
    public record PublicSite(
            @NotNull @Schema(examples = "Byline") String title,
            @NotNull @Schema(examples = "en") String defaultLocale,
            @NotNull List<String> locales,
            @NotNull ModerationPolicy commentsPolicy,
            @Schema(description = "The days after publication for which articles accept comments; absent if they "
                    + "always do.",
                    examples = "90") Integer commentsCloseAfterDays,
            String articleUrl,
            String categoryUrl,
            String siteUrl,
            String tagUrl,
            String authorUrl) {
        /** Returns the URL at which the frontend shows an article, or null if none is configured. */
        public String articleUrl(String slug, String locale) {
            return fillTemplate(articleUrl, slug, locale);
        }

        /** Fills {@code {slug}} and {@code {locale}} in a URL template; null for a null template. */
        public static String fillTemplate(String template, String slug, String locale) {
            return template == null ? null : template.replace("{slug}", slug).replace("{locale}", locale);
        }

        static PublicSite of(Site site) {
            return new PublicSite(site.title, site.defaultLocale, site.locales, site.commentsPolicy,
                    site.commentsCloseAfterDays, site.articleUrl,
                    site.categoryUrl, site.siteUrl, site.tagUrl, site.authorUrl);
        }
    }
}
