package dev.byline.media;

import dev.byline.site.PublicUrl;
import dev.byline.site.SiteService;
import jakarta.inject.Singleton;

/** The absolute addresses of media in responses. */
@Singleton
public class MediaLinks {
    private final PublicUrl publicUrl;
    private final SiteService site;

    MediaLinks(PublicUrl publicUrl, SiteService site) {
        this.site = site;
        this.publicUrl = publicUrl;
    }

    /**
     * Returns the addresses with the widths of the site, which may be read from the database: call this method before a
     * query and not while its rows are read, because a thread holds one connection at a time.
     */
    public PictureSizes sizes() {
        return new PictureSizes(publicUrl.base(), site.pictureWidths());
    }
}
