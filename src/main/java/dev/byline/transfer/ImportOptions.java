package dev.byline.transfer;

import java.util.Map;

/**
 * How a file is imported, as its job keeps it.
 *
 * @param onConflict
 *            what becomes of an item that changed in the source and here
 * @param author
 *            who signs articles that nobody signs; null for nobody
 * @param category
 *            under which articles are filed that nothing else says
 * @param locale
 *            of whatever names none
 * @param categories
 *            other names for categories, by the source's slug or name
 * @param locales
 *            locales here, by the source's
 * @param admin
 *            whether who imports may change the site
 */
public record ImportOptions(
        ConflictPolicy onConflict,
        PublishPolicy publish,
        IdPolicy ids,
        boolean pages,
        boolean comments,
        boolean views,
        String author,
        String category,
        String locale,
        Map<String, String> categories,
        Map<String, String> locales,
        boolean admin) {

    /** What becomes of an item that changed in the source and was changed here as well. */
    public enum ConflictPolicy {
        skip,
        update,
        fail
    }

    /** Whether articles are published that were. */
    public enum PublishPolicy {
        keep,
        draft
    }

    /** Whether things keep the ids of the Byline that they come from. */
    public enum IdPolicy {
        fresh,
        keep
    }
}
