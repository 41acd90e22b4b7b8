package dev.byline.transfer;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Options of an import job, stored with the job as JSON.
 */
public final class ImportOptions {
    /** The treatment of an item that was changed both in the source and in this Byline. */
    public ConflictPolicy onConflict;
    /** Whether published articles of the source are published. */
    public PublishPolicy publish;
    /** The treatment of articles that are published in the source but have no date; null for drafts. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public UndatedPolicy undated;
    /** Whether imported objects keep their ids. */
    public IdPolicy ids;
    /** Whether pages of the source are imported; null for what {@link #importsPages} has for the format. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public Boolean pages;
    /** The files that items show and that become media; null for those in the archive of the import. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public MediaPolicy media;
    /** Whether comments are imported. */
    public boolean comments;
    /** Whether view counts are imported. */
    public boolean views;
    /** Id or slug of the author of articles that name no author; null for no author. */
    public String author;
    /** Id, slug or name of the category of articles that name no category; null for no category. */
    public String category;
    /** Locale of articles that name no locale. */
    public String locale;
    /** Whether the request named the locale, so that the language of a site in the file does not count. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public boolean localeGiven;
    /** Replacements for categories, by the slug or name in the source. */
    public Map<String, String> categories;
    /** Locales of this site, by the locale in the source. */
    public Map<String, String> locales;
    /** Whether the importing client may change the site and add members. */
    public boolean admin;

    /**
     * Tells whether pages of the source are imported.
     *
     * @param byDefault
     *            whether they are if the request does not say: yes for formats that name the kind of each item
     */
    public boolean importsPages(boolean byDefault) {
        return pages == null ? byDefault : pages;
    }

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

    /**
     * The treatment of articles that are published in the source but have no date that can be read: imported as drafts,
     * or published with the time of the import.
     */
    public enum UndatedPolicy {
        draft,
        publish
    }

    /**
     * The files that items show: all of them, also from the web, become media; or all of them stay where they are, and
     * texts keep their addresses.
     */
    public enum MediaPolicy {
        fetch,
        keep
    }

    /** The ids of imported objects: new ids, or the ids of the Byline that exported them. */
    public enum IdPolicy {
        fresh,
        keep
    }
}
