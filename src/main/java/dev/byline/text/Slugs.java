package dev.byline.text;

import java.util.Collection;
import java.util.UUID;
import java.util.regex.Pattern;

import com.ibm.icu.text.Transliterator;

/**
 * Slugs: lower-case ASCII letters and digits in groups joined by single hyphens, 1 to 100 characters, and never of the
 * shape of an id, so that a path element is one or the other without asking the database.
 */
public final class Slugs {
    /** The longest slug. */
    public static final int MAX_LENGTH = 100;
    /** What a slug looks like, as a regular expression for contracts and constraints. */
    public static final String PATTERN = "^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[a-z0-9]+(-[a-z0-9]+)*$";

    /** The same in words. */
    public static final String RULE_MESSAGE = "must have 1 to 100 lower-case letters (a to z), digits and single hyphens between them, and not look like an id";

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MAX_TITLE_LENGTH_READ = 400;
    private static final Transliterator TO_ASCII = Transliterator
            .getInstance("Any-Latin; Latin-ASCII; Lower");
    // German writes ae for ä; elsewhere ä is an a.
    private static final Transliterator GERMAN_TO_ASCII = Transliterator
            .getInstance("Any-Latin; de-ASCII; Latin-ASCII; Lower");

    private Slugs() {
    }

    /**
     * A slug for a title or name: {@code "Đăng ký"} gives {@code dang-ky}. A title without letters or digits gives
     * {@code fallback}; one that would look like an id is prefixed with {@code fallback}.
     */
    public static String derive(String title, String locale, String fallback) {
        var source = title.substring(0, Math.min(title.length(), MAX_TITLE_LENGTH_READ));
        var toAscii = locale.startsWith("de") ? GERMAN_TO_ASCII : TO_ASCII;
        var ascii = toAscii.transliterate(source).replaceAll("['’ʼʹʺ]", "");
        var slug = trimToLength(ascii.replaceAll("[^a-z0-9]+", "-"), MAX_LENGTH);
        return slug.isEmpty() ? fallback : isId(slug) ? trimToLength(fallback + "-" + slug, MAX_LENGTH) : slug;
    }

    /** The slug with a number behind it, still within {@link #MAX_LENGTH}. */
    public static String withNumber(String slug, int number) {
        var suffix = "-" + number;
        return slug.substring(0, Math.min(slug.length(), MAX_LENGTH - suffix.length())).replaceAll("-+$", "") + suffix;
    }

    /** The slug itself if it is free, else with the lowest number from 2 that makes it so. */
    public static String firstFree(String slug, Collection<String> taken) {
        var candidate = slug;
        for (int number = 2; taken.contains(candidate); number++) {
            candidate = withNumber(slug, number);
        }
        return candidate;
    }

    /** What every numbered form of the slug begins with. */
    public static String prefixOfNumbered(String slug) {
        return slug.substring(0, Math.min(slug.length(), MAX_LENGTH - 10));
    }

    /** Whether the text has the shape of an id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The id that the text is, or null if it has not the shape of one. */
    public static UUID parseId(String text) {
        return isId(text) ? UUID.fromString(text) : null;
    }

    private static String trimToLength(String slug, int length) {
        var cut = slug.startsWith("-") ? slug.substring(1) : slug;
        if (cut.length() > length) {
            var head = cut.substring(0, length);
            int word = head.lastIndexOf('-');
            cut = cut.charAt(length) != '-' && word > length / 2 ? head.substring(0, word) : head;
        }
        return cut.replaceAll("-+$", "");
    }
}
