package dev.byline.site;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.http.Versioned;
import jakarta.validation.constraints.NotNull;

/** The site as staff see it. */
public record SiteDetail(
        @NotNull @Schema(description = "Send it as `If-Match` with a change.", examples = "1") int version,
        @NotNull @Schema(examples = "Byline") String title,
        @NotNull @Schema(examples = "en") String defaultLocale,
        @NotNull List<String> locales,
        @NotNull ModerationPolicy commentsPolicy,
        String articleUrl,
        String categoryUrl) implements Versioned {

    static SiteDetail of(Site site) {
        return new SiteDetail(site.version, site.title, site.defaultLocale, site.locales, site.commentsPolicy,
                site.articleUrl, site.categoryUrl);
    }

    /** The site as the world sees it. */
    @Schema(name = "Site", description = "The site as a whole.")
    public record Public(
            @NotNull @Schema(examples = "Byline") String title,
            @NotNull @Schema(examples = "en") String defaultLocale,
            @NotNull List<String> locales,
            @NotNull ModerationPolicy commentsPolicy,
            String articleUrl,
            String categoryUrl) {
        /** Where the frontend shows an article, or null if the site does not say. */
        public String articleUrl(String slug, String locale) {
            return filled(articleUrl, slug, locale);
        }

        /** Where the frontend shows a category, or null if the site does not say. */
        public String categoryUrl(String slug, String locale) {
            return filled(categoryUrl, slug, locale);
        }

        private static String filled(String template, String slug, String locale) {
            return template == null ? null : template.replace("{slug}", slug).replace("{locale}", locale);
        }

        static Public of(Site site) {
            return new Public(site.title, site.defaultLocale, site.locales, site.commentsPolicy, site.articleUrl,
                    site.categoryUrl);
        }
    }
}
