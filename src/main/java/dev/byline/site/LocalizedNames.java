package dev.byline.site;

import java.util.Map;
import java.util.TreeMap;

import dev.byline.problem.ProblemException;
import dev.byline.text.TextUtils;

/** The names of one thing in several locales (BCP 47), beside the name that it has anyway. */
public final class LocalizedNames {
    private static final int MAX_LOCALES = 50;
    private static final int MAX_NAME_LENGTH = 100;

    private LocalizedNames() {
    }

    /** The names as they are kept: single lines, without nulls. */
    public static Map<String, String> normalize(Map<String, String> names) {
        var normalized = new TreeMap<String, String>();
        if (names != null) {
            names.forEach((locale, name) -> {
                if (name != null) {
                    normalized.put(locale, TextUtils.normalizeSpaces(name));
                }
            });
        }
        return normalized;
    }

    /** The same names; 422 for a key that is no locale, for a name that is no line, and for too many. */
    public static Map<String, String> requireValid(Map<String, String> names) {
        names.forEach((locale, name) -> {
            if (!locale.matches(SiteInput.LOCALE_PATTERN)) {
                throw ProblemException.invalid("/names",
                        "has a key that is no locale such as en, vi or pt-BR (BCP 47): '" + locale + "'");
            }
            if (TextUtils.isBlank(name) || name.codePointCount(0, name.length()) > MAX_NAME_LENGTH
                    || name.codePoints().anyMatch(Character::isISOControl)) {
                throw ProblemException.invalid("/names/" + locale,
                        "must be a single line of 1 to " + MAX_NAME_LENGTH + " characters");
            }
        });
        if (names.size() > MAX_LOCALES) {
            throw ProblemException.invalid("/names", "must have at most " + MAX_LOCALES + " locales");
        }
        return names;
    }

    /** The name in the locale, else in its language, else {@code otherwise}; null asks for no locale. */
    public static String nameIn(Map<String, String> names, String locale, String defaultName) {
        if (locale == null || names == null || names.isEmpty()) {
            return defaultName;
        }
        var language = locale.split("-")[0];
        return names.getOrDefault(locale, names.getOrDefault(language, defaultName));
    }

    /** The locale that a query asks for, or null; 400 for what is none. */
    public static String requireLocale(String locale) {
        if (locale != null && !locale.matches(SiteInput.LOCALE_PATTERN)) {
            throw ProblemException.invalidParameter("locale", "must be a locale such as en, vi or pt-BR (BCP 47)");
        }
        return locale;
    }
}
