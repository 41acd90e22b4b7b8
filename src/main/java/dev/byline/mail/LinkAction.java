package dev.byline.mail;

/**
 * What the button of a built-in page does. The words of the page are {@code page_<name>} in {@code mail/<locale>}: a
 * title, a text, a button, and what is said when it is done.
 */
public interface LinkAction {
    /** The last part of the page's address, in small letters. */
    String name();

    /**
     * Does what the token allows.
     *
     * @param input
     *            what was typed into the page's field, or null if it has none
     * @return what is to be shown besides, or null
     */
    String perform(String token, String input);

    /** Whether the page has a field for a new password. */
    default boolean asksForPassword() {
        return false;
    }

    /** The name of the page whose button comes next, with the same token, or null. */
    default String nextPage() {
        return null;
    }

    /** The address of a page, to which the token is appended. */
    static String pageUrl(String base, String name, String locale) {
        return base + "/pages/" + name + "?locale=" + locale;
    }
}
