package dev.byline.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/** Properties of emoji (UTS #51). */
final class Emoji {
    /** The first pictograph that is searched for; signs before it, such as ©, are not emoji to readers. */
    private static final int FIRST_PICTOGRAPH = 0x2190;

    private Emoji() {
    }

    /** Tells whether an emoji may begin with this code point: a pictograph, or half of a flag. */
    static boolean isBase(int c) {
        return c >= FIRST_PICTOGRAPH && (WordScanner.isRegionalIndicator(c)
                || UCharacter.hasBinaryProperty(c, UProperty.EXTENDED_PICTOGRAPHIC));
    }

    /** Tells whether a code point only varies the emoji before it: a variation selector, a skin tone, or a tag. */
    static boolean isVariation(int c) {
        return c == 0xFE0E || c == 0xFE0F || c >= 0x1F3FB && c <= 0x1F3FF || c >= 0xE0020 && c <= 0xE007F;
    }
}
