package dev.byline.mail;

/**
 * The action behind the button of a built-in page. The texts of the page are messages in {@code
 * mail/<locale>.properties} with the prefix {@code page_<name>} (with underscores for hyphens): title, text, button,
 * and done, which is shown after the action.
 */
public interface LinkAction {
    /** Returns the last segment of the page's path, in lower case. */
    String name();

    /**
     * Performs the action that the token authorizes.
     *
     * @param input
     *            content of the page's password field, empty if the page has none
     * @return additional text to show on the page, or null
     */
    String perform(String token, String input);

    /** Returns whether the page has a field for a new password. */
    default boolean asksForPassword() {
        return false;
    }

    /**
     * Returns the address that the button of the page leads to instead of performing an action here, or null.
     *
     * @param token
     *            the token of the link, or null
     */
    default String destination(String token) {
        return null;
    }

    /** Returns the name of the page whose button is shown after this action, with the same token, or null. */
    default String nextPage() {
        return null;
    }

    /** Builds the address of a page, to which the caller adds the token. */
    static String pageUrl(String base, String name, String locale) {
        return base + "/pages/" + name + "?locale=" + locale;
    }
}
