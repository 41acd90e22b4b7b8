package dev.byline.site;

import java.util.Map;
import java.util.TreeMap;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.text.WhiteSpace;

/** Names of a category, tag or author in several locales (BCP 47), in addition to its default name. */
public final class LocalizedNames {
    private static final int MAX_LOCALES = 50;
    private static final int MAX_NAME_LENGTH = 100;

    private LocalizedNames() {
    }

    /** Returns the names as they are stored: single lines, without nulls. */
    public static Map<String, String> normalize(Map<String, String> names) {
        var normalized = new TreeMap<String, String>();
        if (names != null) {
            names.forEach((locale, name) -> {
                if (name != null) {
                    normalized.put(locale, WhiteSpace.normalizeSpaces(name));
                }
            });
        }
        return normalized;
    }

    /**
     * Returns the names unchanged if they are valid; 422 for a key that is not a locale, for a name that is not a
     * single line of 1 to 100 characters, and for more than 50 locales.
     */
    public static Map<String, String> requireValid(Map<String, String> names) {
        return requireValid(names, "/names");
    }

    /**
     * Returns the names unchanged if they are valid, as above.
     *
     * @param pointer
     *            the JSON Pointer of the names in the request
     */
    public static Map<String, String> requireValid(Map<String, String> names, String pointer) {
        names.forEach((locale, name) -> {
            if (!locale.matches(SiteInput.LOCALE_PATTERN)) {
                throw ProblemException.invalid(pointer,
                        "has the key " + EchoedInput.quote(locale)
                                + ", which is not a locale. Use a locale such as en, vi or pt-BR "
                                + "(BCP 47)");
            }
            if (WhiteSpace.isBlank(name) || name.codePointCount(0, name.length()) > MAX_NAME_LENGTH
                    || name.codePoints().anyMatch(Character::isISOControl)) {
                throw ProblemException.invalid(pointer + "/" + locale,
                        "must be a single line of 1 to " + MAX_NAME_LENGTH + " characters");
            }
        });
        if (names.size() > MAX_LOCALES) {
            throw ProblemException.invalid(pointer, "must have at most " + MAX_LOCALES + " locales");
        }
        return names;
    }

    /**
     * Returns the name in a locale, else the name in the language of the locale, else the default name. A null locale
     * returns the default name.
     */
    public static String nameIn(Map<String, String> names, String locale, String defaultName) {
        if (locale == null || names == null || names.isEmpty()) {
            return defaultName;
        }
        var language = locale.split("-")[0];
        return names.getOrDefault(locale, names.getOrDefault(language, defaultName));
    }

    /** Returns the locale of a query parameter, or null if it is absent; 400 if it is not a locale. */
    public static String requireLocale(String locale) {
        if (locale != null && !locale.matches(SiteInput.LOCALE_PATTERN)) {
            throw ProblemException.invalidParameter("locale", "must be a locale such as en, vi or pt-BR (BCP 47)");
        }
        return locale;
    }
}
