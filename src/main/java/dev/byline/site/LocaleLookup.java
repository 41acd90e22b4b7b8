package dev.byline.site;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds the locale of the site that a reader asks for, by the lookup of RFC 4647 §3.4: in any case, and with its last
 * parts removed until a locale of the site is left, so that {@code vi-VN} finds {@code vi}.
 */
@ApplicationScoped
public class LocaleLookup {
    private final SiteService site;

    LocaleLookup(SiteService site) {
        this.site = site;
    }

    /** Returns the site's locale for the query parameter {@code locale}, or null for null; 400 if there is none. */
    public String resolve(String locale) {
        return locale == null ? null : resolve(site.readPublic().locales, locale);
    }

    /** Returns the one of the site's locales that is meant, or null for null; 400 if there is none. */
    public static String resolve(List<String> locales, String locale) {
        return locale == null ? null : resolve(locales, "locale", locale);
    }

    private static String resolve(List<String> locales, String parameter, String locale) {
        return find(locales, locale).orElseThrow(() -> ProblemException.invalidParameter(parameter,
                "must name one of the site's locales: " + String.join(", ", locales)));
    }

    /**
     * Returns the locale in which names are looked up, or null for null; 400 if the site has no such locale. Names may
     * differ by region where articles do not, so the region is kept.
     */
    public String resolveForNames(String locale) {
        resolve(locale);
        return locale == null ? null : Locale.forLanguageTag(locale).toLanguageTag();
    }

    /**
     * Returns the locale in which a slug is looked up first; none for null, 400 for a locale that the site does not
     * have. Articles keep a locale that the site gave up, and are still found in it.
     *
     * @param localesOfSlug
     *            the locales in which articles have the slug
     */
    public List<String> preferred(String locale, List<String> localesOfSlug) {
        return locale == null ? List.of() : List.of(localesOfSlug.contains(locale) ? locale : resolve(locale));
    }

    /**
     * Returns the site's locales for the values of a query parameter, in their order; 400 for a value that means none.
     * As in {@link #preferred}, a locale that the site gave up is valid if an article still has it.
     *
     * @param localesOfSlug
     *            the locales in which articles have the slug
     */
    public List<String> resolveAll(String parameter, List<String> values, List<String> localesOfSlug) {
        var locales = site.readPublic().locales;
        return values.stream()
                .map(value -> localesOfSlug.contains(value) ? value : resolve(locales, parameter, value)).toList();
    }

    /** Returns the one of the site's locales that is meant; empty if there is none. */
    public static Optional<String> find(List<String> locales, String locale) {
        var range = locale;
        while (!range.isEmpty()) {
            for (var candidate : locales) {
                if (candidate.equalsIgnoreCase(range)) {
                    return Optional.of(candidate);
                }
            }
            range = range.substring(0, Math.max(0, range.lastIndexOf('-')));
        }
        return Optional.empty();
    }
}
