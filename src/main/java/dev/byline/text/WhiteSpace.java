package dev.byline.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/** White space in plain text. */
public final class WhiteSpace {
    private static final int BRAILLE_BLANK = 0x2800;

    private WhiteSpace() {
    }

    /** Removes white space around the text, and replaces runs of spaces in it by single spaces. Null stays null. */
    public static String normalizeSpaces(String text) {
        return text == null ? null : text.strip().replaceAll("[ \\t\\u00a0]+", " ");
    }

    /** Whether the text has no visible character. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> UCharacter.isUWhiteSpace(c) || c == BRAILLE_BLANK
                || UCharacter.isISOControl(c)
                || UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT));
    }
}
