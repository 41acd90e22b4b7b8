package dev.byline.text;

import java.util.Collection;
import java.util.UUID;
import java.util.regex.Pattern;

import com.ibm.icu.text.Transliterator;

/**
 * Derives and checks slugs. A slug has 1 to {@value #MAX_LENGTH} characters: groups of lower-case ASCII letters and
 * digits, joined by single hyphens. A slug never has the format of an id (UUID), so a path element is recognized as
 * slug or id without a database query. Letters of other scripts and with accents are transliterated to ASCII by ICU
 * rules; see {@code TO_ASCII} and {@code GERMAN_TO_ASCII} for the rule of a single letter.
 */
public final class Slugs {
    /** The maximum length of a slug, in characters. */
    public static final int MAX_LENGTH = 100;
    /** The regular expression of a slug, for constraints and the OpenAPI document. */
    public static final String PATTERN = "^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)[a-z0-9]+(-[a-z0-9]+)*$";

    /** The problem text for an invalid slug, which explains {@link #PATTERN}. */
    public static final String RULE_MESSAGE = "must have 1 to " + MAX_LENGTH
            + " characters: lower-case letters (a to z), "
            + "digits, and single hyphens between them; and must not have the format of an id";

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** The length of the beginning of a title that a slug is derived from, in UTF-16 units. */
    private static final int MAX_TITLE_LENGTH_READ = 400;
    /** Transliterates the letters of every script to ASCII: đ becomes d, ж becomes z. */
    private static final Transliterator TO_ASCII = Transliterator
            .getInstance("Any-Latin; Latin-ASCII; Lower");
    // In German, ä becomes ae; in other languages, ä becomes a.
    private static final Transliterator GERMAN_TO_ASCII = Transliterator
            .getInstance("Any-Latin; de-ASCII; Latin-ASCII; Lower");

    /** Signs that belong to a name; without them, C, C++ and C# would have one slug. */
    private static final Pattern PLUS_PLUS = Pattern.compile("(?<=[\\p{L}\\p{N}])\\+\\+(?![\\p{L}+])");
    private static final Pattern SHARP = Pattern.compile("(?<![\\p{L}\\p{N}])(\\p{L})#(?!\\p{L})");
    private static final Pattern DOT_NET = Pattern.compile("(?i)(?<![\\p{L}\\p{N}])\\.net(?![\\p{L}\\p{N}])");

    private Slugs() {
    }

    /**
     * Derives a slug from a title or name: {@code "Đăng ký"} gives {@code dang-ky}. A title without letters or digits
     * gives {@code fallback}. The signs in {@code C++}, {@code C#} and {@code .NET} become words. A slug that would
     * have the format of an id is prefixed with {@code fallback}.
     */
    public static String derive(String title, String locale, String fallback) {
        var source = title.substring(0, Math.min(title.length(), MAX_TITLE_LENGTH_READ));
        var toAscii = locale.startsWith("de") ? GERMAN_TO_ASCII : TO_ASCII;
        var ascii = toAscii.transliterate(spellSigns(source)).replaceAll("['’ʼʹʺ]", "");
        var slug = trimToLength(ascii.replaceAll("[^a-z0-9]+", "-"), MAX_LENGTH);
        return slug.isEmpty() ? fallback : isId(slug) ? trimToLength(fallback + "-" + slug, MAX_LENGTH) : slug;
    }

    private static String spellSigns(String title) {
        var plus = PLUS_PLUS.matcher(title).replaceAll(" plus plus ");
        return DOT_NET.matcher(SHARP.matcher(plus).replaceAll("$1 sharp ")).replaceAll(" dot net ");
    }

    /** Returns the slug with a number appended, shortened to at most {@link #MAX_LENGTH} characters. */
    public static String withNumber(String slug, int number) {
        var suffix = "-" + number;
        return slug.substring(0, Math.min(slug.length(), MAX_LENGTH - suffix.length())).replaceAll("-+$", "") + suffix;
    }

    /** Returns the slug if it is free, otherwise the slug with the lowest number from 2 that makes it free. */
    public static String firstFree(String slug, Collection<String> taken) {
        var candidate = slug;
        for (int number = 2; taken.contains(candidate); number++) {
            candidate = withNumber(slug, number);
        }
        return candidate;
    }

    /** Returns the prefix that all numbered forms of the slug have in common. */
    public static String prefixOfNumbered(String slug) {
        return slug.substring(0, Math.min(slug.length(), MAX_LENGTH - 10));
    }

    /** Whether the text has the format of an id (UUID). */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Parses an id; null if the text does not have the format of an id. */
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
