package dev.byline.media;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.site.PublicUrl;
import dev.byline.text.BodyMedia;
import dev.byline.text.MediaAddress;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the media that content refers to, and normalizes references to media. */
@ApplicationScoped
public class MediaReferences {
    private final MediaReader mediaReader;
    private final PublicUrl publicUrl;
    private final MediaLinks links;

    MediaReferences(MediaReader mediaReader, PublicUrl publicUrl, MediaLinks links) {
        this.mediaReader = mediaReader;
        this.publicUrl = publicUrl;
        this.links = links;
    }

    /**
     * Finds the media that texts refer to: the sanitized HTML of bodies, and addresses. A text may be null. One
     * statement, or none if all media are in memory or the texts refer to none.
     */
    public ReferencedMedia find(Stream<String> texts) {
        var ids = texts.flatMap(text -> BodyMedia.ids(text).stream()).collect(Collectors.toSet());
        // A transaction that has changed content reads the site with a statement, which most texts do not need.
        return ids.isEmpty()
                ? new ReferencedMedia(Map.of(), new PictureSizes(publicUrl.base(), List.of()))
                : new ReferencedMedia(mediaReader.find(ids), links.sizes());
    }

    /** Returns an address as it is stored: without a host if it refers to a medium; other addresses stay. */
    public String toStored(String address) {
        return publicUrl.toStored(address);
    }

    /** Returns the source of a body as it is stored: addresses of media of this service without a host. */
    public String withoutHost(String source) {
        return MediaAddress.withoutHost(source, publicUrl.base());
    }
}
