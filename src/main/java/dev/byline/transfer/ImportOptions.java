package dev.byline.transfer;

import java.util.Map;

/**
 * Options of an import job, stored with the job as JSON.
 *
 * @param onConflict
 *            the treatment of an item that was changed both in the source and in this Byline
 * @param publish
 *            whether published articles of the source are published
 * @param ids
 *            whether imported objects keep their ids
 * @param pages
 *            whether pages of the source are imported as articles
 * @param comments
 *            whether comments are imported
 * @param views
 *            whether view counts are imported
 * @param author
 *            id or slug of the author of articles that name no author; null for no author
 * @param category
 *            id, slug or name of the category of articles that name no category; null for the default
 * @param locale
 *            locale of articles that name no locale
 * @param categories
 *            replacements for categories, by the slug or name in the source
 * @param locales
 *            locales of this site, by the locale in the source
 * @param admin
 *            whether the importing client may change the site and add members
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

    /** The treatment of an item that was changed both in the source and in this Byline. */
    public enum ConflictPolicy {
        skip,
        update,
        fail
    }

    /** The treatment of articles that are published in the source: published here as well, or imported as drafts. */
    public enum PublishPolicy {
        keep,
        draft
    }

    /** The ids of imported objects: new ids, or the ids of the Byline that exported them. */
    public enum IdPolicy {
        fresh,
        keep
    }
}
