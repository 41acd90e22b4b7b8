package dev.byline.site;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** The site as staff see it. */
public record SiteDetail(
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "Byline") String title,
        @NotNull @Schema(examples = "en") String defaultLocale,
        @NotNull List<String> locales,
        @NotNull ModerationPolicy commentsPolicy,
        @Schema(description = "Articles can be commented on for so many days; absent: for ever.",
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

    /** The site as the world sees it. */
    @Schema(name = "Site", description = "The site as a whole.")
    public record PublicSite(
            @NotNull @Schema(examples = "Byline") String title,
            @NotNull @Schema(examples = "en") String defaultLocale,
            @NotNull List<String> locales,
            @NotNull ModerationPolicy commentsPolicy,
            @Schema(description = "Articles can be commented on for so many days; absent: for ever.",
                    examples = "90") Integer commentsCloseAfterDays,
            String articleUrl,
            String categoryUrl,
            String siteUrl,
            String tagUrl,
            String authorUrl) {
        /** Where the frontend shows an article, or null if the site does not say. */
        public String articleUrl(String slug, String locale) {
            return fillTemplate(articleUrl, slug, locale);
        }

        /** An address by its template; null for none. */
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
